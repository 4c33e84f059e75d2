#include "reconcile.h"

#include <algorithm>
#include <unordered_map>

#include "addresses.h"

namespace sanad::capture {
namespace {

// Exchanges of one address and method that no request has taken yet, in order.
class Shelf {
 public:
  explicit Shelf(const std::vector<SeenA>& a) : a_(a) {
    for (std::size_t i = 0; i < a.size(); ++i) waiting_[key(a[i].method, a[i].url)].push_back(i);
  }
  // Prefers one with the same status; else the oldest whose status is unknown on one side or, at
  // last, any.
  std::optional<std::size_t> take(const SeenB& b) {
    const auto found = waiting_.find(key(b.method, b.url));
    if (found == waiting_.end() || found->second.empty()) return {};
    std::vector<std::size_t>& list = found->second;
    auto best = std::ranges::find_if(list, [&](std::size_t i) { return a_[i].status == b.status; });
    if (best == list.end()) {
      best = std::ranges::find_if(
          list, [&](std::size_t i) { return a_[i].status == 0 || b.status == 0; });
    }
    if (best == list.end()) best = list.begin();
    const std::size_t taken = *best;
    list.erase(best);
    return taken;
  }

 private:
  static std::string key(const std::string& method, const std::string& url) {
    return method + " " + without_fragment(url);
  }
  const std::vector<SeenA>& a_;
  std::unordered_map<std::string, std::vector<std::size_t>> waiting_;
};

Explanation explain_without_exchange(const SeenB& b) {
  if (b.from_memory_cache || b.from_disk_cache) return Explanation::kMemoryCache;
  if (b.from_prefetch_cache) return Explanation::kPrefetchCache;
  if (b.status == 0 && !b.failure.empty()) return Explanation::kNotSent;
  return Explanation::kNone;
}

void compare(const SeenA& a, const SeenB& b, std::vector<Difference>& differences) {
  // A 304 is shown to the page as the answer that it revalidates.
  if (a.status != 0 && b.status != 0 && a.status != b.status && a.status != 304) {
    differences.push_back({b.request, a.exchange, "status", static_cast<std::uint64_t>(a.status),
                           static_cast<std::uint64_t>(b.status)});
  }
  if (a.is_whole && b.is_finished && a.body_bytes && b.body_bytes &&
      *a.body_bytes != *b.body_bytes) {
    differences.push_back({b.request, a.exchange, "body_bytes", *a.body_bytes, *b.body_bytes});
  }
}

std::string why_only_a(const SeenA& a) {
  if (a.is_preflight) return "a preflight that DevTools did not tell";
  if (a.cause == "retry") return "the browser tried again on another connection";
  if (a.cause == "authentication") return "the answer to a request for a password";
  return "not told by DevTools, as for the scripts of service workers and for favicons";
}

}  // namespace

std::string_view explanation_name(Explanation explanation) {
  switch (explanation) {
    case Explanation::kExchange:
      return "exchange";
    case Explanation::kMemoryCache:
      return "memory-cache";
    case Explanation::kPrefetchCache:
      return "prefetch-cache";
    case Explanation::kServiceWorker:
      return "service-worker";
    case Explanation::kLocal:
      return "local";
    case Explanation::kNotSent:
      return "not-sent";
    case Explanation::kNone:
      break;
  }
  return "none";
}

Reconciliation reconcile(const std::vector<SeenA>& a, const std::vector<SeenB>& b) {
  Reconciliation result;
  Shelf shelf(a);
  std::vector<bool> taken(a.size(), false);
  for (const SeenB& request : b) {
    Explained explained{request.request, Explanation::kNone, {}};
    if (request.is_local) {
      explained.explanation = Explanation::kLocal;
    } else if (request.from_service_worker) {
      // What the worker itself asked for is a request of its own, in both channels.
      explained.explanation = Explanation::kServiceWorker;
    } else if (request.from_memory_cache) {
      explained.explanation = Explanation::kMemoryCache;
    } else if (const auto found = shelf.take(request)) {
      taken[*found] = true;
      explained.explanation = Explanation::kExchange;
      explained.exchange = a[*found].exchange;
      compare(a[*found], request, result.differences);
    } else {
      explained.explanation = explain_without_exchange(request);
    }
    if (explained.explanation == Explanation::kNone) result.b_only.push_back(request.request);
    result.requests.push_back(explained);
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (taken[i]) continue;
    if (a[i].by_page) {
      result.a_only.push_back({a[i].exchange, why_only_a(a[i])});
    } else {
      result.browser_own.push_back(a[i].exchange);
    }
  }
  return result;
}

}  // namespace sanad::capture
