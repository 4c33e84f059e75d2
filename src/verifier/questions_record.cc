// Questions that the acquisition record answers: the agency's own word, sealed at the time.
#include <string_view>

#include "questions.h"

namespace sanad::verifier {
namespace {

Answer no_record(const Asked& asked) {
  const std::string& problem = asked.record.problem;
  return problem.starts_with("check:") ? cannot_for_check(problem.substr(6)) : cannot(problem);
}

Answer from_record(const Asked& asked, Answer answer) {
  return std::move(answer.file(asked.record.path).entry(asked.chain.sealed));
}

Answer not_applicable() { return {"not_applicable", "none", {}, {}, {}}; }

bool is_true(const json::Value& value) { return value.bool_or(false); }

// Names and versions, as far as they are texts.
json::Array software_in(const json::Value& value) {
  json::Array list;
  const json::Array* array = value.as_array();
  if (array == nullptr) return list;
  for (const json::Value& item : *array)
    if (item["name"].as_string() != nullptr && list.size() < kMaxListed)
      list.push_back(json::Object{{"name", item["name"]}, {"version", text_in(item["version"])}});
  return list;
}

json::Array not_kept_in(const json::Value& value) {
  json::Array list;
  const json::Array* array = value.as_array();
  if (array == nullptr) return list;
  for (const json::Value& item : *array)
    if (item["url"].as_string() != nullptr && list.size() < kMaxListed)
      list.push_back(json::Object{{"reason", text_in(item["reason"])}, {"url", item["url"]}});
  return list;
}

// A self-test: when, whether it passed, and the names of what did not.
json::Value self_test(const json::Value& value) {
  json::Array failed;
  if (const json::Array* checks = value["checks"].as_array())
    for (const json::Value& one : *checks)
      if (one["passed"].as_bool() != nullptr && !is_true(one["passed"]) &&
          one["name"].as_string() != nullptr && failed.size() < kMaxListed)
        failed.push_back(one["name"]);
  return json::Object{{"at", text_in(value["at"])},
                      {"failed", std::move(failed)},
                      {"passed", bool_in(value["passed"])}};
}

json::Value clock_reading(const json::Value& value) {
  return json::Object{{"checked_at", text_in(value["checked_at"])},
                      {"max_error_ms", whole_in(value["max_error_ms"])},
                      {"offset_ms", whole_in(value["offset_ms"])},
                      {"synchronised", bool_in(value["synchronised"])}};
}

bool is_https(const json::Value& address) {
  return address.as_string() != nullptr && address.as_string()->starts_with("https://");
}

// The disclosed entry that records this validation, if it is there and says the same digest.
const Entry* validation_entry(const Asked& asked, const json::Value& newest) {
  const auto index = newest["entry"].as_int();
  if (!index || *index < 0 || newest["sha256"].as_string() == nullptr) return nullptr;
  const auto at = asked.context.entries.find(static_cast<std::uint64_t>(*index));
  if (at == asked.context.entries.end() || at->second.kind != "validation.recorded" ||
      at->second.data["sha256"].string_or("") != newest["sha256"].string_or(""))
    return nullptr;
  return &at->second;
}

}  // namespace

Answer ask_complete(const Asked& asked) {
  const json::Value& completeness = asked.chain.sealed->data["completeness"];
  const std::string status = completeness["status"].string_or("");
  const json::Value& record = asked.record.value;
  json::Object facts{{"errors", count_of(record["errors"])},
                     {"not_kept", count_of(record["not_kept"])},
                     {"not_kept_first", not_kept_in(record["not_kept"])},
                     {"reasons", texts_in(completeness["reasons"])},
                     {"truncated", count_of(record["truncated"])},
                     {"unexplained", count_of(record["reconciliation"]["b_only"])}};
  if (status != "complete" && status != "incomplete")
    return cannot("not-recorded", std::move(facts));
  Answer answer = recorded(status == "complete" ? "yes" : "no", std::move(facts));
  answer.entry(asked.chain.sealed);
  if (!record.is_null()) answer.file(asked.record.path);
  return answer;
}

Answer ask_signed_in(const Asked& asked) {
  if (asked.is_import()) return not_applicable();
  if (!asked.record.problem.empty()) return no_record(asked);
  const json::Value& record = asked.record.value;
  const json::Value logins = whole_in(record["scope"]["logins"]);
  const json::Value fresh = bool_in(record["env"]["profile_fresh"]);
  const json::Value identity = text_in(record["virtual_identity_id"]);
  json::Object facts{{"logins", logins}, {"profile_fresh", fresh}, {"virtual_identity", identity}};
  if (logins.is_null() || fresh.is_null())
    return from_record(asked, cannot("not-recorded", std::move(facts)));
  if (logins.int_or(0) > 0 || !identity.is_null())
    return from_record(asked, recorded("yes", std::move(facts)));
  if (!is_true(fresh)) return from_record(asked, cannot("profile-not-fresh", std::move(facts)));
  return from_record(asked, recorded("no", std::move(facts)));
}

Answer ask_software(const Asked& asked) {
  if (!asked.record.problem.empty()) return no_record(asked);
  json::Array software = software_in(asked.record.value["software"]);
  if (software.empty()) return from_record(asked, cannot("not-recorded"));
  return from_record(asked, recorded("shown", {{"software", std::move(software)}}));
}

Answer ask_validated(const Asked& asked) {
  if (!asked.record.problem.empty()) return no_record(asked);
  const json::Value& validation = asked.record.value["validation"];
  const json::Value& newest = validation["newest"];
  const json::Value verdict = text_in(newest["verdict"]);
  if (verdict.is_null()) return from_record(asked, cannot("no-validation"));
  const json::Value state = text_in(validation["state"]);
  const Entry* entry = validation_entry(asked, newest);
  json::Object facts{
      {"at", text_in(newest["recorded_at"])},        {"entry_disclosed", entry != nullptr},
      {"sha256", text_in(newest["sha256"])},         {"state", state},
      {"validation", text_in(newest["validation"])}, {"verdict", verdict},
      {"version", text_in(newest["version"])}};
  const bool passed = verdict.string_or("") == "passed";
  const bool is_current = state.string_or("") == "current";
  Answer answer = !passed      ? recorded("no", std::move(facts))
                  : is_current ? recorded("yes", std::move(facts))
                               : cannot("validated-otherwise", std::move(facts));
  answer.entry(entry);
  return from_record(asked, std::move(answer));
}

Answer ask_health(const Asked& asked) {
  if (!asked.record.problem.empty()) return no_record(asked);
  const json::Value& health = asked.record.value["health"];
  const json::Value& before = health["before"];
  const json::Value& after = health["after"];
  if (before["passed"].as_bool() == nullptr || after["passed"].as_bool() == nullptr)
    return from_record(asked, cannot("no-health-record"));
  const bool passed = is_true(before["passed"]) && is_true(after["passed"]);
  return from_record(asked, recorded(passed ? "yes" : "no",
                                     {{"after", self_test(after)}, {"before", self_test(before)}}));
}

Answer ask_clock(const Asked& asked) {
  if (!asked.record.problem.empty()) return no_record(asked);
  const json::Value& before = asked.record.value["clock"];
  const json::Value& after = asked.record.value["clock_after"];
  json::Object facts{{"after", clock_reading(after)},
                     {"before", clock_reading(before)},
                     {"source", text_in(before["source"])}};
  if (before["synchronised"].as_bool() == nullptr || after["synchronised"].as_bool() == nullptr)
    return from_record(asked, cannot("not-recorded", std::move(facts)));
  if (!is_true(before["synchronised"]) || !is_true(after["synchronised"]))
    return from_record(asked, cannot("clock-not-synchronised", std::move(facts)));
  return from_record(asked, recorded("yes", std::move(facts)));
}

Answer ask_server(const Asked& asked) {
  if (asked.is_import()) return not_applicable();
  if (!asked.record.problem.empty()) return no_record(asked);
  const json::Value& record = asked.record.value;
  const json::Value certificate = text_in(record["tls_chain_sha256"]);
  json::Array addresses = texts_in(record["target_ips"], kMaxListed);
  const bool has_address = !addresses.empty();
  const bool wants_certificate = is_https(record["url_requested"]) || is_https(record["url_final"]);
  json::Object facts{{"addresses", std::move(addresses)},
                     {"certificate_sha256", certificate},
                     {"final_address", text_in(record["url_final"])},
                     {"http_status", whole_in(record["http_status"])},
                     {"look_up_sha256", text_in(record["dns_sha256"])}};
  if (!has_address) return from_record(asked, cannot("not-recorded", std::move(facts)));
  if (wants_certificate && certificate.is_null())
    return from_record(asked, cannot("no-certificate", std::move(facts)));
  return from_record(asked, recorded("shown", std::move(facts)));
}

}  // namespace sanad::verifier
