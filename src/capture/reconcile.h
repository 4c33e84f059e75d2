// Two accounts of one load, laid side by side: what DevTools saw asked (B) against what the network
// log says was exchanged (A). Every request of B must be explained; what is left over on either
// side is named. Pure. Tested by reconcile_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::capture {

struct SeenA {
  std::uint64_t exchange = 0;
  std::string url;
  std::string method;
  int status = 0;  // 0: unknown, as for a cache hit
  bool by_page = false;
  bool is_preflight = false;
  std::string cause;  // "first", "redirect", "authentication", "retry"
  bool is_whole = false;
  std::optional<std::uint64_t> body_bytes;  // as the page got them
};

struct SeenB {
  std::size_t request = 0;
  std::string url;
  std::string method;
  int status = 0;  // 0: no response
  bool is_local = false;
  bool from_memory_cache = false;
  bool from_disk_cache = false;
  bool from_prefetch_cache = false;
  bool from_service_worker = false;
  bool is_finished = false;
  std::string failure;  // why it failed or was not sent; empty if it did not
  std::optional<std::uint64_t> body_bytes;
};

enum class Explanation {
  kExchange,     // A has it
  kMemoryCache,  // the page process still held it
  kPrefetchCache,
  kServiceWorker,  // a script of the site answered
  kLocal,          // data:, blob: and the like
  kNotSent,        // refused or given up before anything went out
  kNone,           // nothing explains it
};
std::string_view explanation_name(Explanation explanation);

struct Explained {
  std::size_t request = 0;
  Explanation explanation = Explanation::kNone;
  std::optional<std::uint64_t> exchange;
};
struct OnlyA {
  std::uint64_t exchange = 0;
  std::string why;
};
struct Difference {
  std::size_t request = 0;
  std::uint64_t exchange = 0;
  std::string what;  // "status", "body_bytes"
  std::uint64_t a = 0;
  std::uint64_t b = 0;
};

struct Reconciliation {
  std::vector<Explained> requests;  // one for each of B, in its order
  std::vector<OnlyA> a_only;        // without the browser's own
  std::vector<std::uint64_t> browser_own;
  std::vector<std::size_t> b_only;
  std::vector<Difference> differences;
};

Reconciliation reconcile(const std::vector<SeenA>& a, const std::vector<SeenB>& b);

}  // namespace sanad::capture
