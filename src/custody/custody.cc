#include "custody/custody.h"

#include <fmt/format.h>

#include <algorithm>

namespace sanad::custody {
namespace {

// Entries that are projected in one transaction when catching up.
constexpr std::size_t kBatchEntries = 500;

// JSON can hold nothing else, and a body that cannot be read back would stop every later start.
bool is_all_utf8(const json::Value& value) {
  if (const auto* text = value.as_string()) return is_utf8(*text);
  if (const auto* items = value.as_array())
    return std::all_of(items->begin(), items->end(), is_all_utf8);
  const auto* members = value.as_object();
  return !members || std::all_of(members->begin(), members->end(), [](const json::Member& member) {
    return is_utf8(member.name) && is_all_utf8(member.value);
  });
}

Result<records::Entry> open_entry(const ledger::StoredEntry& stored) {
  records::Entry entry;
  entry.index = stored.index.value;
  entry.at = stored.leaf.at;
  entry.kind = stored.leaf.kind;
  entry.case_id = stored.case_id;
  if (!stored.body) {
    entry.destroyed = true;
    entry.data = json::Object{};
    return entry;
  }
  const std::string where = fmt::format("entry {}", entry.index);
  SANAD_TRY_WITH(const json::Value body, json::parse(stored.body->text), where);
  SANAD_TRY_WITH(Act act, parse_body(body), where);
  if (act.kind != entry.kind) {
    return Error{ErrorCode::kIntegrity,
                 fmt::format("{}: the body is of another kind than the leaf", where)};
  }
  entry.actor = std::move(act.actor);
  entry.data = std::move(act.data);
  return entry;
}

}  // namespace

json::Value format_body(const Act& act) {
  return json::Object{{"v", 1},
                      {"kind", act.kind},
                      {"actor", act.actor},
                      {"case", act.case_id},
                      {"data", act.data}};
}

Result<Act> parse_body(const json::Value& body) {
  const Error wrong{ErrorCode::kIntegrity,
                    "the body of the entry is not of the form that Sanad writes"};
  const json::Object* data = body["data"].as_object();
  if (body["v"].int_or(0) != 1 || !data || !body["kind"].as_string() ||
      !body["actor"].as_string() || !body["case"].as_string())
    return wrong;
  return Act{*body["kind"].as_string(), *body["actor"].as_string(), *body["case"].as_string(),
             *data};
}

Result<std::unique_ptr<Custody>> Custody::open(ledger::Ledger& ledger, records::Records& records,
                                               const Progress& progress) {
  std::unique_ptr<Custody> custody(new Custody(ledger, records));
  SANAD_CHECK(custody->catch_up(progress));
  return custody;
}

Result<std::uint64_t> Custody::record(const Act& act) {
  json::Value body = format_body(act);
  if (!is_all_utf8(body))
    return Error{ErrorCode::kInvalid, "the text is not UTF-8; check how it was typed or copied"};
  SANAD_TRY_WITH(const auto index, ledger_.append({act.kind, act.case_id, std::move(body)}),
                 "writing to the ledger");
  SANAD_CHECK_WITH(catch_up(), "the act is in the ledger, but the records do not show it yet");
  return index.value;
}

Result<std::uint64_t> Custody::record_refusal(const authority::Officer& officer,
                                              const authority::ActRequest& request,
                                              const authority::Refusal& refusal) {
  return record({"act.refused", officer.id, request.case_id,
                 json::Object{{"activity", std::string(authority::activity_name(request.activity))},
                              {"target", request.target()},
                              {"authorisation", refusal.authorisation},
                              {"code", std::string(authority::refusal_code_name(refusal.code))},
                              {"reason", refusal.reason}}});
}

json::Object format_grounds(json::Object permit, const authority::Grounds& grounds) {
  const auto set = [&](const char* name, const std::vector<std::string>& texts) {
    if (!texts.empty()) permit.set(name, json::Array(texts.begin(), texts.end()));
  };
  set("papers", grounds.papers);
  if (!grounds.emergency.empty()) permit.set("emergency", grounds.emergency);
  set("overridden", grounds.overridden);
  set("warnings", grounds.warnings);
  return permit;
}

Result<std::uint64_t> Custody::record_capture_started(const authority::Permit& permit,
                                                      std::string_view capture,
                                                      std::string_view exhibit) {
  const auto& matched = permit.matched();
  return record(
      {"capture.started", permit.officer(), permit.case_id(),
       json::Object{
           {"capture", capture},
           {"exhibit", exhibit},
           {"authorisation", permit.authorisation()},
           {"activity", std::string(authority::activity_name(permit.activity()))},
           {"url", permit.url().text()},
           {"permit",
            format_grounds(
                {{"decided_at", format_timestamp(permit.decided_at())},
                 {"matched",
                  json::Object{{"kind", std::string(authority::target_kind_name(matched.kind))},
                               {"value", matched.value}}}},
                permit.grounds())}}});
}

Result<std::uint64_t> Custody::record_import_started(const authority::Permit& permit,
                                                     const ImportStart& start) {
  return record(
      {"import.started", permit.officer(), permit.case_id(),
       json::Object{
           {"import", start.import},
           {"exhibit", start.exhibit},
           {"authorisation", permit.authorisation()},
           {"source", start.source},
           {"name", start.name},
           {"number", start.number},
           {"permit", format_grounds({{"decided_at", format_timestamp(permit.decided_at())}},
                                     permit.grounds())}}});
}

Result<void> Custody::catch_up(const Progress& progress) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(const std::uint64_t applied, records_.applied());
  const std::uint64_t size = ledger_.size().value;
  if (applied > size) {
    return Error{
        ErrorCode::kIntegrity,
        fmt::format(
            "the records know {} entries and the ledger holds {}; the ledger was rolled back",
            applied, size)};
  }
  if (applied == size) return {};
  std::vector<records::Entry> batch;
  const auto apply = [&]() -> Result<void> {
    SANAD_CHECK(records_.apply(batch));
    if (progress && !batch.empty()) progress(batch.back().index + 1, size);
    batch.clear();
    return {};
  };
  SANAD_CHECK(ledger_.read(ledger::LeafIndex{applied},
                           [&](const ledger::StoredEntry& stored) -> Result<void> {
                             SANAD_TRY(records::Entry entry, open_entry(stored));
                             batch.push_back(std::move(entry));
                             return batch.size() < kBatchEntries ? Result<void>() : apply();
                           }));
  return apply();
}

Result<void> Custody::renew_records() {
  const std::lock_guard lock(mutex_);
  return records_.renew([&](const records::Records::Taker& take) -> Result<void> {
    return ledger_.read(ledger::LeafIndex{0},
                        [&](const ledger::StoredEntry& stored) -> Result<void> {
                          SANAD_TRY(const records::Entry entry, open_entry(stored));
                          return take(entry);
                        });
  });
}

}  // namespace sanad::custody
