#include "capture_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "base/utf8.h"
#include "recheck_outcome.h"

namespace sanad::service {
namespace {

using Key = std::pair<std::string, std::string>;  // method, address

struct Answer {
  std::int64_t status = 0;
  std::string sha256;  // of the body without codings; empty: none, or not kept whole
  bool from_cache = false;
};
using Answers = std::map<Key, std::vector<Answer>>;

std::string without_fragment(std::string_view url) {
  return std::string(url.substr(0, url.find('#')));
}

// What is shown of an address in the record; a long one is cut.
std::string shown(const std::string& url) {
  if (url.size() <= kMaxRowUrlBytes) return url;
  return replace_malformed_utf8(url.substr(0, kMaxRowUrlBytes)) + "…";
}

Answers answers_of(const json::Value& acquisition) {
  Answers answers;
  const json::Array* exchanges = acquisition["exchanges"].as_array();
  if (exchanges == nullptr) return answers;
  for (const json::Value& one : *exchanges) {
    // What the browser asks for itself says nothing about the target.
    if (one["party"].string_or("page") != "page") continue;
    Answer answer;
    answer.status = one["status"].int_or(0);
    answer.sha256 = one["body_sha256"].string_or(one["payload_sha256"].string_or(""));
    if (!one["truncated"].is_null()) answer.sha256.clear();
    answer.from_cache = one["provenance"].string_or("") == "cache";
    const Key key{one["method"].string_or("GET"), without_fragment(one["url"].string_or(""))};
    answers[key].push_back(std::move(answer));
  }
  return answers;
}

std::set<std::string> digests_of(const std::vector<Answer>& answers) {
  std::set<std::string> digests;
  for (const Answer& one : answers)
    if (!one.sha256.empty()) digests.insert(one.sha256);
  return digests;
}

// Answers that carry no body that was kept are compared by their status.
bool is_same(const std::vector<Answer>& here, const std::vector<Answer>& there) {
  const std::set<std::string> a = digests_of(here), b = digests_of(there);
  const auto status_is = [](const std::vector<Answer>& all, std::int64_t status) {
    return std::ranges::any_of(all, [&](const Answer& one) { return one.status == status; });
  };
  const bool same_status =
      std::ranges::any_of(here, [&](const Answer& one) { return status_is(there, one.status); });
  if (a.empty() && b.empty()) return same_status;
  return same_status &&
         std::ranges::any_of(a, [&](const std::string& one) { return b.contains(one); });
}

bool names(const json::Value& list, std::string_view member, std::string_view url,
           std::string* reason) {
  const json::Array* items = list.as_array();
  if (items == nullptr) return false;
  const auto found = std::ranges::find_if(*items, [&](const json::Value& one) {
    return without_fragment(one["url"].string_or("")) == url;
  });
  if (found == items->end()) return false;
  *reason = (*found)[member].string_or("");
  return true;
}

// Why a side may lack what the other has, by its own record.
void explain_missing(const json::Value& lacking, const json::Value& other, const Key& key,
                     ComparedRow& row) {
  std::string reason;
  if (names(lacking["errors"], "error", key.second, &reason)) {
    row.explanation = "failed";
    row.detail = fmt::format("that capture asked for it and failed: {}", reason);
  } else if (names(lacking["not_kept"], "reason", key.second, &reason)) {
    row.explanation = "not-kept";
    row.detail = fmt::format("that capture did not keep it: {}", reason);
  } else if (lacking["unlisted_exchanges"].int_or(0) > 0) {
    row.explanation = "unlisted";
    row.detail = fmt::format("that record does not list {} of its exchanges",
                             lacking["unlisted_exchanges"].int_or(0));
  } else if (lacking["scope"]["scrolls"].int_or(0) != other["scope"]["scrolls"].int_or(0) ||
             lacking["scope"]["expansions"].int_or(0) != other["scope"]["expansions"].int_or(0)) {
    row.explanation = "not-asked";
    row.detail = "that capture did not ask for it; the two did not scroll or open as much";
  } else {
    row.explanation = "not-asked";
    row.detail = "that capture did not ask for it";
  }
}

std::string text_of(const json::Value& value) {
  if (value.is_null()) return "";
  const std::string* text = value.as_string();
  return (text != nullptr ? *text : json::format_canonical(value)).substr(0, 300);
}

std::vector<ContextDifference> contexts_of(const json::Value& here, const json::Value& there) {
  struct Named {
    const char* what;
    const json::Value& (*of)(const json::Value&);
  };
  static constexpr std::array<Named, 8> kContexts = {{
      {"user agent", [](const json::Value& v) -> const json::Value& { return v["user_agent"]; }},
      {"locale", [](const json::Value& v) -> const json::Value& { return v["env"]["locale"]; }},
      {"time zone",
       [](const json::Value& v) -> const json::Value& { return v["env"]["time_zone"]; }},
      {"viewport", [](const json::Value& v) -> const json::Value& { return v["env"]["viewport"]; }},
      {"proxy", [](const json::Value& v) -> const json::Value& { return v["env"]["proxy"]; }},
      {"address of the asker",
       [](const json::Value& v) -> const json::Value& { return v["egress_ip"]; }},
      {"place of the asker",
       [](const json::Value& v) -> const json::Value& { return v["physical_location"]; }},
      {"addresses that answered",
       [](const json::Value& v) -> const json::Value& { return v["target_ips"]; }},
  }};
  std::vector<ContextDifference> differences;
  for (const Named& one : kContexts) {
    std::string a = replace_malformed_utf8(text_of(one.of(here)));
    std::string b = replace_malformed_utf8(text_of(one.of(there)));
    if (a != b) differences.push_back({one.what, std::move(a), std::move(b)});
  }
  return differences;
}

std::string words_of(const std::vector<ContextDifference>& contexts) {
  std::string words;
  for (const ContextDifference& one : contexts) words += (words.empty() ? "" : ", ") + one.what;
  return words;
}

class Comparing {
 public:
  Comparing(const CaptureSide& here, const CaptureSide& there, const std::vector<OwnCapture>& own)
      : here_(here.acquisition),
        there_(there.acquisition),
        here_answers_(answers_of(here.acquisition)),
        there_answers_(answers_of(there.acquisition)) {
    for (const OwnCapture& one : own) own_.emplace_back(one.exhibit, answers_of(one.acquisition));
  }

  CaptureComparison run() {
    result_.contexts = contexts_of(here_, there_);
    std::set<Key> keys;
    for (const auto& [key, answers] : here_answers_) keys.insert(key);
    for (const auto& [key, answers] : there_answers_) keys.insert(key);
    result_.parts = keys.size();
    for (const Key& key : keys) compare(key);
    return std::move(result_);
  }

 private:
  void compare(const Key& key) {
    const auto here = here_answers_.find(key), there = there_answers_.find(key);
    ComparedRow row;
    row.method = key.first;
    row.url = shown(key.second);
    if (here == here_answers_.end() || there == there_answers_.end()) {
      const bool is_here = there == there_answers_.end();
      fill(row, is_here ? &here->second : nullptr, is_here ? nullptr : &there->second);
      row.what = is_here ? "missing-there" : "missing-here";
      ++(is_here ? result_.missing_there : result_.missing_here);
      explain_missing(is_here ? there_ : here_, is_here ? here_ : there_, key, row);
      return add(std::move(row));
    }
    if (is_same(here->second, there->second)) {
      ++result_.same;
      return;
    }
    fill(row, &here->second, &there->second);
    row.what = "differs";
    explain(key, here->second, there->second, row);
    add(std::move(row));
  }

  static void fill(ComparedRow& row, const std::vector<Answer>* here,
                   const std::vector<Answer>* there) {
    if (here != nullptr) {
      row.status_here = here->front().status;
      row.sha256_here = here->front().sha256;
    }
    if (there != nullptr) {
      row.status_there = there->front().status;
      row.sha256_there = there->front().sha256;
    }
  }

  void explain(const Key& key, const std::vector<Answer>& here, const std::vector<Answer>& there,
               ComparedRow& row) {
    if (digests_of(here).size() > 1 || digests_of(there).size() > 1) {
      row.explanation = "dynamic";
      row.detail = fmt::format("within one load {} it was answered in more than one way",
                               digests_of(here).size() > 1 ? "here" : "there");
      ++result_.dynamic;
      return;
    }
    for (const auto& [exhibit, answers] : own_) {
      const auto other = answers.find(key);
      if (other == answers.end() || is_same(here, other->second)) continue;
      row.explanation = "dynamic";
      row.detail = fmt::format("it differs between two captures here, too: see {}", exhibit);
      ++result_.dynamic;
      return;
    }
    if (!result_.contexts.empty()) {
      row.explanation = "context";
      row.detail = fmt::format("the two asked differently ({}); that may be why",
                               words_of(result_.contexts));
      ++result_.context;
      return;
    }
    row.explanation = "unexplained";
    row.detail = row.status_here != row.status_there
                     ? fmt::format("the server answered {} here and {} there", row.status_here,
                                   row.status_there)
                     : "the records do not say why";
    ++result_.unexplained;
  }

  void add(ComparedRow row) {
    if (result_.rows.size() < kMaxComparisonRows)
      result_.rows.push_back(std::move(row));
    else
      ++result_.more_rows;
  }

  const json::Value& here_;
  const json::Value& there_;
  Answers here_answers_, there_answers_;
  std::vector<std::pair<std::string, Answers>> own_;
  CaptureComparison result_;
};

Result<Timestamp> start_of(const json::Value& acquisition) {
  SANAD_TRY_WITH(const Timestamp start, parse_timestamp(acquisition["start_utc"].string_or("")),
                 "when the capture began");
  return start;
}

}  // namespace

std::string target_of(const json::Value& acquisition) {
  return without_fragment(acquisition["url_requested"].string_or(""));
}

Result<CaptureComparison> compare_captures_by_part(const CaptureSide& here,
                                                   const CaptureSide& there,
                                                   const std::vector<OwnCapture>& own) {
  for (const CaptureSide* side : {&here, &there}) {
    if (side->acquisition["method"].string_or("") != "browser" ||
        target_of(side->acquisition).empty())
      return Error{ErrorCode::kInvalid, "only captures of pages are compared part by part"};
  }
  const std::string target = target_of(here.acquisition);
  if (target != target_of(there.acquisition))
    return Error{ErrorCode::kInvalid,
                 fmt::format("they are of different targets: {} here, {} there", target,
                             target_of(there.acquisition))};
  SANAD_TRY(const Timestamp began_here, start_of(here.acquisition));
  SANAD_TRY(const Timestamp began_there, start_of(there.acquisition));
  CaptureComparison result = Comparing(here, there, own).run();
  result.seconds_between = (began_there.unix_ms - began_here.unix_ms) / 1000;
  result.same_address =
      here.acquisition["url_final"].string_or("") == there.acquisition["url_final"].string_or("");
  const std::string page = here.acquisition["html_sha256"].string_or("");
  result.same_page = !page.empty() && page == there.acquisition["html_sha256"].string_or("");
  if (!here.document.empty() && !there.document.empty())
    result.likeness_percent = likeness_percent(here.document, there.document);
  return result;
}

json::Object format_comparison(const CaptureComparison& comparison) {
  json::Array rows, contexts;
  for (const ComparedRow& row : comparison.rows)
    rows.push_back(json::Object{
        {"method", row.method},
        {"url", row.url},
        {"what", row.what},
        {"explanation", row.explanation},
        {"detail", row.detail},
        {"here", json::Object{{"status", row.status_here}, {"sha256", row.sha256_here}}},
        {"there", json::Object{{"status", row.status_there}, {"sha256", row.sha256_there}}}});
  for (const ContextDifference& one : comparison.contexts)
    contexts.push_back(json::Object{{"what", one.what}, {"here", one.here}, {"there", one.there}});
  return {{"comparison", kComparisonName},
          {"parts", comparison.parts},
          {"same", comparison.same},
          {"dynamic", comparison.dynamic},
          {"context", comparison.context},
          {"unexplained", comparison.unexplained},
          {"missing_here", comparison.missing_here},
          {"missing_there", comparison.missing_there},
          {"same_address", comparison.same_address},
          {"same_page", comparison.same_page},
          {"likeness_percent", comparison.likeness_percent < 0
                                   ? json::Value(nullptr)
                                   : json::Value(comparison.likeness_percent)},
          {"seconds_between", comparison.seconds_between},
          {"contexts", std::move(contexts)},
          {"rows", std::move(rows)},
          {"more_rows", comparison.more_rows}};
}

}  // namespace sanad::service
