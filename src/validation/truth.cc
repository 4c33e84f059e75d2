#include "validation/truth.h"

#include <fmt/format.h>

#include <optional>
#include <set>

#include "archive.h"

namespace sanad::validation {
namespace {

constexpr std::size_t kMaxMismatches = 50;

std::string url_of(const json::Value& served) {
  return fmt::format("{}://{}{}", served["tls"].bool_or(false) ? "https" : "http",
                     served["host"].string_or(""), served["target"].string_or(""));
}

// The network log writes addresses of sockets as such.
bool is_same_url(const std::string& archived, const std::string& url) {
  return archived == url || (archived.starts_with("ws") && "http" + archived.substr(2) == url);
}

HeaderList headers_of(const json::Value& served) {
  HeaderList list;
  if (const json::Array* headers = served["response_headers"].as_array())
    for (const json::Value& one : *headers)
      if (const json::Array* pair = one.as_array(); pair != nullptr && pair->size() == 2)
        list.emplace_back((*pair)[0].string_or(""), (*pair)[1].string_or(""));
  return list;
}

bool body_agrees(const json::Value& served, const ArchivedResponse& kept) {
  const bool is_open = served["open"].bool_or(false);
  const json::Value& body = served["body"];
  if (!is_open && kept.body_sha256 == body["sha256"].string_or("")) return true;
  if (!is_open && kept.body_sha256 == served["decoded_body"]["sha256"].string_or("-")) return true;
  // What the range handed over and what came are not the same where one side gave up.
  return kept.is_cut && kept.body_bytes <= static_cast<std::uint64_t>(body["size"].int_or(0));
}

std::vector<std::string> differences(const json::Value& served, const ArchivedResponse& kept) {
  std::vector<std::string> found;
  if (kept.status != served["status"].int_or(0))
    found.push_back(fmt::format("status {}, served {}", kept.status, served["status"].int_or(0)));
  if (kept.reason != served["reason"].string_or(""))
    found.push_back(
        fmt::format("reason \"{}\", served \"{}\"", kept.reason, served["reason"].string_or("")));
  if (kept.headers != headers_of(served))
    found.push_back(fmt::format("{} header fields that are not the {} served", kept.headers.size(),
                                headers_of(served).size()));
  if (kept.status != 101 && !body_agrees(served, kept))
    found.push_back(fmt::format(
        "a body of {} bytes ({}) that is not the one of {} served", kept.body_bytes,
        kept.is_cut ? "marked as cut" : "not marked as cut", served["body"]["size"].int_or(0)));
  if (served["tls"].bool_or(false) &&
      kept.certificate_sha256 != served["server_certificate_sha256"].string_or(""))
    found.emplace_back("another certificate than was shown");
  return found;
}

struct Best {
  std::size_t at = 0;
  std::vector<std::string> found;
};

// The response of the archive that is most like what was served, of those that are left.
std::optional<Best> most_alike(const json::Value& served,
                               const std::vector<ArchivedResponse>& responses,
                               const std::vector<bool>& used) {
  std::optional<Best> best;
  const std::string url = url_of(served);
  for (std::size_t i = 0; i < responses.size(); ++i) {
    if (used[i] || !is_same_url(responses[i].url, url)) continue;
    std::vector<std::string> found = differences(served, responses[i]);
    if (best && found.size() >= best->found.size()) continue;
    best = Best{i, std::move(found)};
    if (best->found.empty()) break;
  }
  return best;
}

std::set<std::string> excused_urls(const json::Value& acquisition) {
  std::set<std::string> urls;
  if (const json::Array* list = acquisition["not_kept"].as_array())
    for (const json::Value& one : *list)
      if (!one["reason"].string_or("").empty()) urls.insert(one["url"].string_or(""));
  return urls;
}

void add_mismatch(Comparison& comparison, std::string text) {
  if (comparison.mismatches.size() < kMaxMismatches)
    comparison.mismatches.push_back(std::move(text));
}

}  // namespace

std::string Comparison::told() const {
  std::string text =
      fmt::format("{} served: {} in the archive ({} cut and marked), {} listed as not kept", served,
                  archived, cut, excused);
  if (served == 0) text += "; nothing was asked for";
  for (const std::string& one : mismatches) text += "; " + one;
  return text;
}

Result<Comparison> compare_with_truth(RandomSource& wacz, const json::Value& truth,
                                      const json::Value& acquisition) {
  const json::Array* exchanges = truth["exchanges"].as_array();
  if (truth["format"].string_or("") != "sanad-range-truth/1" || exchanges == nullptr)
    return Error{ErrorCode::kInvalid, "what the range says that it served is of no known form"};
  SANAD_TRY(const auto responses, read_archive(wacz));
  Comparison comparison;
  if (truth["dropped"].int_or(0) != 0)
    add_mismatch(comparison,
                 fmt::format("the range forgot {} exchanges", truth["dropped"].int_or(0)));
  std::vector<bool> used(responses.size());
  std::vector<const json::Value*> inexact;
  // Exact ones first, so that no inexact one takes the place of another.
  for (const json::Value& served : *exchanges) {
    if (served["status"].int_or(0) == 0) continue;
    ++comparison.served;
    const auto best = most_alike(served, responses, used);
    if (!best || !best->found.empty()) {
      inexact.push_back(&served);
      continue;
    }
    used[best->at] = true;
    ++comparison.archived;
    if (responses[best->at].is_cut) ++comparison.cut;
  }
  const auto excused = excused_urls(acquisition);
  for (const json::Value* served : inexact) {
    const std::string name = fmt::format("{} ({})", url_of(*served), (*served)["status"].int_or(0));
    const auto best = most_alike(*served, responses, used);
    if (best) {
      used[best->at] = true;
      add_mismatch(comparison, fmt::format("{}: {}", name, fmt::join(best->found, ", ")));
    } else if (excused.contains(url_of(*served))) {
      ++comparison.excused;
    } else {
      add_mismatch(comparison, name + " is neither in the archive nor listed as not kept");
    }
  }
  for (std::size_t i = 0; i < responses.size(); ++i)
    if (!used[i])
      add_mismatch(comparison,
                   fmt::format("{} ({}) is in the archive, but the range did not serve it",
                               responses[i].url, responses[i].status));
  return comparison;
}

}  // namespace sanad::validation
