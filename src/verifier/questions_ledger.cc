// Questions that the ledger and its proofs answer.
#include <algorithm>
#include <map>

#include "corroborations.h"
#include "questions.h"
#include "shape.h"
#include "tlog/note.h"

namespace sanad::verifier {
namespace {

bool says(const json::Value& value, std::string_view text) {
  return value.as_string() != nullptr && *value.as_string() == text;
}

// An officer, with the name that the ledger gave them before; null where it is not told here.
json::Value officer_json(const Asked& asked, const Entry& before, const std::string& officer) {
  json::Value name;
  for (const auto& [index, entry] : asked.context.entries) {
    if (index >= before.index) break;
    if (entry.kind == "officer.added" && says(entry.data["officer"], officer))
      name = text_in(entry.data["name"]);
  }
  return json::Object{{"name", std::move(name)}, {"officer", officer}};
}

bool speaks_of(const Entry& entry, std::string_view exhibit) {
  if (says(entry.data["exhibit"], exhibit)) return true;
  const json::Array* exhibits = entry.data["exhibits"].as_array();
  return exhibits != nullptr &&
         std::ranges::any_of(*exhibits, [&](const json::Value& one) { return says(one, exhibit); });
}

// When the authorisation was revoked, as far as that is disclosed; null if it is not.
json::Value revoked_at(const Asked& asked, const std::string& authorisation) {
  for (const auto& [index, entry] : asked.context.entries)
    if (entry.kind == "authorisation.revoked" && says(entry.data["authorisation"], authorisation))
      return time_text(entry.time);
  return nullptr;
}

json::Array targets_in(const json::Value& value) {
  json::Array list;
  const json::Array* array = value.as_array();
  if (array == nullptr) return list;
  for (const json::Value& item : *array)
    if (item["value"].as_string() != nullptr)
      list.push_back(json::Object{{"kind", text_in(item["kind"])}, {"value", item["value"]}});
  return list;
}

json::Object authority_facts(const Asked& asked) {
  const Chain& chain = asked.chain;
  const json::Value& request = chain.requested->data;
  const json::Value& permit = chain.started->data["permit"];
  return json::Object{
      {"activities", texts_in(request["activities"])},
      {"address", text_in(chain.sealed->data["url"])},
      {"approved_at", time_text(chain.approved->time)},
      {"approved_by", officer_json(asked, *chain.approved, chain.approved->actor)},
      {"authorisation", text_in(request["authorisation"])},
      {"emergency", text_in(permit["emergency"])},
      {"instrument", text_in(request["instrument"])},
      {"issuing_authority", text_in(request["issuing_authority"])},
      {"papers", texts_in(permit["papers"])},
      {"reference", text_in(request["instrument_reference"])},
      {"requested_at", time_text(chain.requested->time)},
      {"requested_by", officer_json(asked, *chain.requested, chain.requested->actor)},
      {"revoked_at", revoked_at(asked, request["authorisation"].string_or(""))},
      {"started_at", time_text(chain.started->time)},
      {"targets", targets_in(request["targets"])},
      {"valid_from", text_in(request["valid_from"])},
      {"valid_to", text_in(request["valid_to"])}};
}

// Signatures under the checkpoint that are not the ledger's own.
std::uint64_t other_signatures(const Context& context) {
  const auto note = tlog::parse_note(as_text(context.checkpoint_bytes));
  if (!note.ok() || !context.log_key) return 0;
  return static_cast<std::uint64_t>(
      std::ranges::count_if(note->signatures, [&](const tlog::NoteSignature& one) {
        return one.key_name != context.log_key->name || one.key_id != context.log_key->id();
      }));
}

}  // namespace

Answer ask_altered(const Asked& asked) {
  const std::uint64_t files = asked.indexed->files.size();
  const bool in_part = asked.indexed->excerpt.has_value();
  Answer answer = proven("no", {{"files", files}, {"in_part", in_part}});
  answer.checks({"payload", "tags", "signature", "checkpoint", "entries", "inclusion", "exhibits"});
  if (in_part) answer.checks({"excerpts"});
  return std::move(answer.entry(asked.chain.sealed));
}

Answer ask_latest(const Asked& asked) {
  const Context& context = asked.context;
  if (!context.timestamp) return cannot("no-timestamp");
  if (context.status_of("time-order") == Status::kFail) return cannot_for_check("time-order");
  const timestamp::TimestampInfo& info = context.timestamp->info;
  Answer answer =
      proven("shown", {{"accuracy_ms", accuracy_ms_of(info)}, {"at", time_text(info.gen_time)}});
  answer.checks({"checkpoint", "inclusion", "timestamp"}).file("ledger/timestamp.tsr");
  return std::move(answer.entry(asked.chain.sealed));
}

Answer ask_earliest(const Asked& asked) {
  const Chain& chain = asked.chain;
  if (chain.started == nullptr) return cannot("no-start");
  Answer answer = recorded("shown", {{"sealed_at", time_text(chain.sealed->time)},
                                     {"started_at", time_text(chain.started->time)}});
  return std::move(answer.entry(chain.started).entry(chain.sealed));
}

Answer ask_collector(const Asked& asked) {
  const Entry* started = asked.chain.started;
  if (started == nullptr) return cannot("no-start");
  Answer answer = recorded("shown", {{"collector", officer_json(asked, *started, started->actor)}});
  return std::move(answer.entry(started));
}

Answer ask_authority(const Asked& asked) {
  const Chain& chain = asked.chain;
  if (!chain.problem.empty()) return cannot_for_check("authority");
  Answer answer = proven("yes", authority_facts(asked));
  answer.checks({"inclusion"}).entry(chain.requested).entry(chain.approved).entry(chain.started);
  return answer;
}

Answer ask_corroborated(const Asked& asked) {
  json::Array compared;
  std::vector<std::string> files;
  Answer answer = recorded("shown", {});
  std::uint64_t count = 0;
  for (const auto& [index, entry] : asked.context.entries) {
    if (entry.kind != "corroboration.recorded" || !speaks_of(entry, asked.indexed->exhibit))
      continue;
    ++count;
    json::Object parts;
    for (const char* name :
         {"context", "dynamic", "missing_here", "missing_there", "parts", "same", "unexplained"})
      parts.set(name, whole_in(entry.data[name]));
    compared.push_back(std::move(parts));
    answer.entry(&entry);
    std::string path = corroboration_path(entry.data["corroboration"].string_or(""));
    if (asked.context.container.find(path) != nullptr) files.push_back(std::move(path));
  }
  for (const std::string& file : files) answer.file(file);
  if (count == 0) return cannot("no-second-capture");
  answer.facts = {{"count", count}, {"compared", std::move(compared)}};
  return answer;
}

// Of each redaction that is shown, how much of it is closed and how much is open, as recorded.
json::Array redactions_of(const Asked& asked, std::vector<const Entry*>& entries) {
  json::Array all;
  for (const IndexedRedaction& indexed : asked.indexed->redactions) {
    const auto at = asked.context.entries.find(indexed.entry);
    if (at == asked.context.entries.end()) continue;
    const Entry& told = at->second;
    entries.push_back(&told);
    std::uint64_t closed = 0;
    if (const json::Array* counts = told.data["closed"].as_array())
      for (const json::Value& count : *counts) closed += count_in(count).value_or(0);
    all.push_back(json::Object{{"closed", closed},
                               {"open", whole_in(told.data["open"])},
                               {"redaction", indexed.redaction}});
  }
  return all;
}

Answer ask_withheld(const Asked& asked) {
  const IndexedExhibit& indexed = *asked.indexed;
  json::Array files;
  for (const WithheldFile& file : indexed.withheld)
    files.push_back(json::Object{{"name", file.name}, {"reason", file.reason}});
  std::vector<const Entry*> of_redactions;
  json::Array redactions = redactions_of(asked, of_redactions);
  const bool anything =
      !files.empty() || indexed.excerpt.has_value() || !indexed.redactions.empty();
  json::Value parts;
  const Entry* told = nullptr;
  if (indexed.excerpt) {
    const auto at = asked.context.entries.find(*indexed.excerpt);
    if (at != asked.context.entries.end()) told = &at->second;
    if (told != nullptr) parts = whole_in(told->data["parts"]);
  }
  json::Object facts{{"files", std::move(files)},
                     {"in_part", indexed.excerpt.has_value()},
                     {"parts", std::move(parts)},
                     {"redactions", std::move(redactions)}};
  if (!indexed.attachments.empty())
    facts.set("attachments",
              json::Object{{"items", told != nullptr ? whole_in(told->data["items"]) : nullptr},
                           {"shown", std::uint64_t{indexed.attachments.size()}}});
  Answer answer = proven(anything ? "yes" : "no", std::move(facts));
  answer.checks({"exhibits"}).file("bundle.json");
  if (indexed.excerpt) answer.checks({"excerpts"}).file(excerpt_path(indexed.exhibit));
  if (!of_redactions.empty()) answer.checks({"redactions"});
  for (const Entry* entry : of_redactions) answer.entry(entry);
  return std::move(answer.entry(asked.chain.sealed).entry(told));
}

Answer ask_since(const Asked& asked) {
  struct Acts {
    std::uint64_t count = 0;
    Timestamp first;
    Timestamp last;
  };
  std::map<std::string, Acts> by_kind;
  Answer answer = recorded("shown", {});
  for (const auto& [index, entry] : asked.context.entries) {
    if (index <= asked.chain.sealed->index || !speaks_of(entry, asked.indexed->exhibit)) continue;
    Acts& acts = by_kind[entry.kind];
    if (acts.count++ == 0) acts.first = entry.time;
    acts.last = entry.time;
    answer.entry(&entry);
  }
  json::Array acts;
  for (const auto& [kind, of_kind] : by_kind)
    acts.push_back(json::Object{{"count", of_kind.count},
                                {"first", time_text(of_kind.first)},
                                {"kind", kind},
                                {"last", time_text(of_kind.last)}});
  const std::uint64_t disclosed = asked.context.entries.size();
  const std::uint64_t size = asked.context.index.tree_size;
  answer.facts = {{"acts", std::move(acts)},
                  {"disclosed", disclosed},
                  {"not_disclosed", size - std::min(size, disclosed)},
                  {"tree_size", size}};
  return answer;
}

Answer ask_rewritten(const Asked& asked) {
  const Context& context = asked.context;
  const std::uint64_t others = other_signatures(context);
  json::Value at;
  if (context.timestamp) at = time_text(context.timestamp->info.gen_time);
  Answer answer = cannot(others == 0 ? "no-witness" : "witness-unknown",
                         {{"other_signatures", others}, {"timestamp_at", std::move(at)}});
  answer.checks({"checkpoint"});
  if (context.timestamp) answer.checks({"timestamp"}).file("ledger/timestamp.tsr");
  return std::move(answer.file("ledger/checkpoint"));
}

}  // namespace sanad::verifier
