#include "service/lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cage/input.h"
#include "closed_content.h"
#include "crypto/crypto.h"
#include "crypto/id.h"
#include "extract/extract.h"
#include "items.h"
#include "lists/format.h"
#include "lists/signal.h"
#include "sealed_text.h"
#include "service/exhibits.h"
#include "service/facets.h"
#include "service/identification.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Role;

namespace {

Result<void> require_list_keeper(Workspace& workspace, const authority::Officer& caller,
                                 std::string_view to_do) {
  return require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor, Role::kReviewer},
                      to_do);
}

Result<lists::List> open_sealed(Workspace& workspace, const records::List& record) {
  SANAD_TRY(const std::string text, open_sealed_text(workspace, record.sha256));
  SANAD_TRY_WITH(lists::List list, lists::parse_list(text),
                 fmt::format("the list {}", record.name));
  return list;
}

// With what this agency's officers have said since; the agency speaks, not the officer.
Result<lists::List> compose(Workspace& workspace, const records::List& record) {
  SANAD_TRY(lists::List list, open_sealed(workspace, record));
  SANAD_TRY(const auto feedback, workspace.records().feedback(record.id));
  SANAD_TRY(const std::string agency, workspace.records().agency());
  for (const records::ListFeedback& one : feedback) {
    const auto entry = std::ranges::find(list.entries, one.entry, &lists::Entry::id);
    const auto opinion = lists::parse_opinion(one.opinion);
    if (entry == list.entries.end() || !opinion) continue;
    entry->feedback.push_back({agency, *opinion, one.reason, one.at});
  }
  lists::sort_list(list);
  return list;
}

Result<identify::Update> put_into_library(Workspace& workspace, const records::List& record) {
  SANAD_TRY(const lists::List list, compose(workspace, record));
  return workspace.library().put(record.id, list, std::to_string(record.changed_index));
}

// A name that is mistyped would give entries that nothing is compared with, and lookups that find
// nothing.
Result<void> require_known_signal(std::string_view signal) {
  if (lists::is_known_signal(signal) || signal == "vpdq") return {};
  return Error{
      ErrorCode::kInvalid,
      fmt::format("\"{}\" is no signal; write md5, sha1, sha256, sha512, pdq, points, vpdq, "
                  "vpoints, tlsh, ssdeep, chromaprint, landmarks, text or url",
                  signal)};
}

Result<lists::Imported> read_file(Workspace& workspace, std::string_view bytes,
                                  const ListOrder& order) {
  if (!order.signal.empty()) SANAD_CHECK(require_known_signal(order.signal));
  SANAD_TRY(const lists::FacetSet facets, facets_in_force(workspace));
  SANAD_TRY(const std::string agency, workspace.records().agency());
  lists::ImportOptions options;
  options.name = order.name;
  options.owner = order.owner.empty() ? agency : order.owner;
  options.provenance = order.provenance;
  options.licence = order.licence;
  options.version = order.version;
  options.tlp = order.tlp;
  options.signal = order.signal;
  options.imported_at = workspace.clock().now();
  options.facets = &facets;
  const lists::Format format = order.format.value_or(lists::guess_format(bytes));
  SANAD_TRY_WITH(lists::Imported imported, lists::import_list(format, bytes, options),
                 fmt::format("as {}", lists::format_name(format)));
  if (order.expires_at) imported.list.expires_at = order.expires_at;
  if (imported.list.entries.empty()) {
    return Error{ErrorCode::kInvalid,
                 imported.problems.empty()
                     ? "there is no entry in the file; look at its format"
                     : fmt::format("no entry could be taken; the first fault: {}: {}",
                                   imported.problems[0].where, imported.problems[0].sentence)};
  }
  return imported;
}

// Seals, records, and compares with from now on. about: where it came from, for the entry.
Result<ImportedList> publish(Workspace& workspace, const authority::Officer& caller,
                             const lists::List& list, json::Object about) {
  const std::string text = lists::format_list(list);
  SANAD_TRY(const std::string digest, seal_text(workspace, text));
  const auto earlier = workspace.records().list(list.name);
  const std::string id = earlier.ok() ? earlier->id : crypto::new_id("list");
  for (auto& [name, value] : json::Object{{"list", id},
                                          {"name", list.name},
                                          {"owner", list.owner},
                                          {"provenance", list.provenance},
                                          {"licence", list.licence},
                                          {"tlp", lists::tlp_name(list.tlp)},
                                          {"version", list.version},
                                          {"sha256", digest},
                                          {"size", text.size()},
                                          {"entries", list.entries.size()}})
    about.set(name, value);
  if (list.expires_at) about.set("expires_at", format_timestamp(*list.expires_at));
  SANAD_CHECK(workspace.custody().record({"list.imported", caller.id, "", std::move(about)}));
  ImportedList outcome;
  SANAD_TRY(outcome.list, workspace.records().list(id));
  SANAD_TRY(outcome.update, put_into_library(workspace, outcome.list));
  if (outcome.update.wants_rescan) SANAD_CHECK(queue_rescans(workspace, caller.id));
  return outcome;
}

}  // namespace

Result<Timestamp> parse_expiry(std::string_view text) {
  constexpr std::size_t kDay = std::string_view("2026-12-31").size();
  constexpr std::int64_t kDayMs = 86'400'000;
  const bool is_day = text.size() == kDay;
  const auto at = parse_timestamp(is_day ? std::string(text) + "T00:00:00Z" : std::string(text));
  if (!at.ok())
    return Error{ErrorCode::kInvalid, "the expiry is a day, as 2026-12-31, or a time in UTC"};
  return is_day ? Timestamp{at->unix_ms + kDayMs} : *at;
}

Result<ImportedList> import_list(Workspace& workspace, const authority::Officer& caller,
                                 std::string_view bytes, const ListOrder& order) {
  SANAD_CHECK(require_list_keeper(workspace, caller, "import a list"));
  if (order.expires_at && *order.expires_at <= workspace.clock().now())
    return Error{ErrorCode::kInvalid, "the expiry has passed; nothing would be found by the list"};
  SANAD_TRY(lists::Imported imported, read_file(workspace, bytes, order));
  const lists::Format format = order.format.value_or(lists::guess_format(bytes));
  SANAD_TRY(ImportedList outcome,
            publish(workspace, caller, imported.list,
                    {{"format", lists::format_name(format)},
                     {"source_sha256", format_hex(crypto::sha256(as_bytes(bytes)))},
                     {"not_understood", imported.counts.not_understood}}));
  outcome.counts = imported.counts;
  outcome.problems = std::move(imported.problems);
  outcome.problems_not_kept = imported.problems_not_kept;
  return outcome;
}

Result<ImportedList> bank(Workspace& workspace, const authority::Officer& caller,
                          const BankOrder& order) {
  SANAD_CHECK(require_list_keeper(workspace, caller, "put an exhibit into a list"));
  if (order.reason.empty())
    return Error{ErrorCode::kInvalid, "give the reason: whoever meets the entry will read it"};
  SANAD_TRY(const records::Exhibit exhibit, exhibit_for(workspace, caller, order.exhibit));
  SANAD_CHECK(open_file(workspace, caller, exhibit, order.file, Access::kCopy,
                        fmt::format("into the list {}", order.list)));
  SANAD_TRY(const Item source, readable(workspace, caller, exhibit, order.file,
                                        read_item(workspace, exhibit, order.file, order.part)));
  SANAD_TRY(const cage::Input input, cage::Input::of(source.bytes));
  SANAD_TRY(const json::Value item,
            extract::fingerprint_with_text(workspace.extractor(), input.fd(), source.hints));
  SANAD_TRY(std::vector<lists::Entry> entries, workspace.library().entries_of(item));
  lists::List list;
  if (const auto earlier = workspace.records().list(order.list); earlier.ok()) {
    SANAD_TRY(list, open_sealed(workspace, *earlier));
  } else {
    list.name = order.list;
    SANAD_TRY(list.owner, workspace.records().agency());
    list.tlp = lists::Tlp::kAmberStrict;
    list.provenance = "reviewed by this agency";
  }
  json::Array banked;
  for (lists::Entry& entry : entries) {
    banked.emplace_back(entry.id);
    entry.labels = order.labels;
    entry.note = order.reason;
    entry.provenance = fmt::format("exhibit {}, {}", exhibit.number, order.file);
    entry.added_at = workspace.clock().now();
    const auto there = std::ranges::find(list.entries, entry.id, &lists::Entry::id);
    if (there == list.entries.end()) list.entries.push_back(std::move(entry));
  }
  list.version = format_timestamp(workspace.clock().now());
  lists::sort_list(list);
  SANAD_CHECK(lists::check_list(list));
  return publish(workspace, caller, list,
                 {{"format", "bank"},
                  {"source_sha256", item["sha256"]},
                  {"not_understood", 0},
                  {"banked", json::Object{{"exhibit", exhibit.id},
                                          {"file", order.file},
                                          {"part", order.part},
                                          {"entries", std::move(banked)}}}});
}

Result<std::vector<records::List>> list_lists(Workspace& workspace,
                                              const authority::Officer& caller) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  return workspace.records().lists();
}

Result<records::List> find_list(Workspace& workspace, const authority::Officer& caller,
                                std::string_view id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  return workspace.records().list(id);
}

Result<lists::List> read_list(Workspace& workspace, const authority::Officer& caller,
                              std::string_view id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::List record, workspace.records().list(id));
  return compose(workspace, record);
}

Result<std::shared_ptr<const lists::List>> share_list(Workspace& workspace,
                                                      const authority::Officer& caller,
                                                      std::string_view id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::List record, workspace.records().list(id));
  auto& cache = workspace.list_cache();
  if (auto kept = cache.find(record.id, record.changed_index)) return kept;
  SANAD_TRY(lists::List read, compose(workspace, record));
  auto list = std::make_shared<const lists::List>(std::move(read));
  cache.put(record.id, record.changed_index, record.size, list);
  return list;
}

namespace {

Result<lists::Exported> written(const lists::List& list, lists::Format format,
                                std::string_view signal) {
  switch (format) {
    case lists::Format::kOwn:
      return lists::Exported{lists::format_list(list), {}};
    case lists::Format::kPlain:
      return lists::export_plain(list, signal, lists::PlainStyle::kBare);
    case lists::Format::kThreatExchangeCsv:
      return lists::export_threatexchange_csv(list);
    case lists::Format::kThreatExchangeJson:
      return lists::export_threatexchange_json(list);
    case lists::Format::kStix:
      return lists::export_stix(list);
    case lists::Format::kMisp:
      return lists::export_misp(list);
  }
  return Error{ErrorCode::kInvalid, "no such format of lists"};
}

}  // namespace

Result<lists::Exported> export_list(Workspace& workspace, const authority::Officer& caller,
                                    std::string_view id, lists::Format format,
                                    std::string_view signal) {
  SANAD_TRY(const lists::List list, read_list(workspace, caller, id));
  SANAD_TRY(const records::List record, workspace.records().list(id));
  SANAD_TRY(lists::Exported exported, written(list, format, signal));
  // Before it leaves.
  SANAD_CHECK(workspace.custody().record(
      {"list.exported", caller.id, "",
       json::Object{{"list", record.id},
                    {"name", record.name},
                    {"format", lists::format_name(format)},
                    {"signal", format == lists::Format::kPlain ? signal : std::string_view()},
                    {"sha256", format_hex(crypto::sha256(as_bytes(exported.text)))},
                    {"size", std::uint64_t{exported.text.size()}}}}));
  return exported;
}

Result<void> give_feedback(Workspace& workspace, const authority::Officer& caller,
                           std::string_view list, std::string_view entry, lists::Opinion opinion,
                           std::string_view reason) {
  SANAD_CHECK(require_list_keeper(workspace, caller, "say what the agency thinks of an entry"));
  if (reason.empty())
    return Error{ErrorCode::kInvalid, "give a reason: the list's owner will read it"};
  SANAD_TRY(const records::List record, workspace.records().list(list));
  SANAD_TRY(lists::List content, compose(workspace, record));
  const auto found = std::ranges::find(content.entries, entry, &lists::Entry::id);
  if (found == content.entries.end()) {
    return Error{
        ErrorCode::kNotFound,
        fmt::format("the list {} has no entry \"{}\"; check its identifier", record.name, entry)};
  }
  // What a list could not carry must not be recorded: it could never be exported again.
  SANAD_TRY(const std::string agency, workspace.records().agency());
  found->feedback.push_back({agency, opinion, std::string(reason), workspace.clock().now()});
  lists::sort_list(content);  // entries keep their places
  SANAD_CHECK(lists::check_entry(*found));
  SANAD_CHECK(workspace.custody().record({"list.feedback", caller.id, "",
                                          json::Object{{"list", record.id},
                                                       {"entry", entry},
                                                       {"opinion", lists::opinion_name(opinion)},
                                                       {"reason", reason}}}));
  SANAD_TRY(const records::List changed, workspace.records().list(record.id));
  SANAD_CHECK(put_into_library(workspace, changed));
  return {};
}

Result<std::vector<identify::Hit>> look_up(Workspace& workspace, const authority::Officer& caller,
                                           std::string_view signal, std::string_view value,
                                           unsigned radius, std::string_view list) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_CHECK(require_known_signal(signal));
  SANAD_CHECK(require_whole_library(workspace));
  std::string id;
  if (!list.empty()) {
    SANAD_TRY(const records::List record, workspace.records().list(list));
    id = record.id;
  }
  return workspace.library().lookup(signal, value, radius, id, workspace.clock().now());
}

// A list that was sealed and not recorded, because the program died between the two.
static Result<void> name_unclaimed_lists(Workspace& workspace) {
  if (!workspace.keyring().case_key(kListsKey).ok()) return {};
  std::set<std::string> named;
  for (const char* kind : {"list.imported", "rules.imported", "screening.list-imported",
                           "facets.replaced", "objects.unclaimed", "validation.recorded"}) {
    SANAD_TRY(const auto entries,
              workspace.records().entries({.kind = kind, .limit = SIZE_MAX / 4}));
    for (const records::Entry& entry : entries) {
      named.insert(entry.data["sha256"].string_or(""));
      named.insert(entry.data["further_answers"].string_or(""));
      if (const json::Array* kept = entry.data["kept"].as_array()) {
        for (const json::Value& digest : *kept) named.insert(digest.string_or(""));
      }
    }
  }
  json::Array kept;
  SANAD_TRY(const auto objects, workspace.vault().list(kListsKey));
  for (const vault::ListedObject& object : objects) {
    if (!object.info.ok()) continue;  // the fixity check names it
    const std::string digest = format_hex(object.info->sha256);
    if (!named.contains(digest)) kept.emplace_back(digest);
  }
  if (kept.empty()) return {};
  SANAD_CHECK(workspace.custody().record({"objects.unclaimed", std::string(custody::kSystem), "",
                                          json::Object{{"kept", std::move(kept)}}}));
  return {};
}

Result<void> require_whole_library(Workspace& workspace) {
  SANAD_TRY(const auto records, workspace.records().lists());
  SANAD_TRY(const auto there, workspace.library().lists());
  for (const records::List& record : records) {
    const auto found = std::ranges::find(there, record.id, &identify::ListState::id);
    if (found != there.end() && found->stamp == std::to_string(record.changed_index)) continue;
    return Error{ErrorCode::kIntegrity,
                 fmt::format("the list {} cannot be compared with, since what was sealed of it is "
                             "damaged or gone; restore the vault from a backup, or "
                             "import another version of the list",
                             record.name)};
  }
  return {};
}

Result<void> complete_library(Workspace& workspace) {
  SANAD_CHECK(name_unclaimed_lists(workspace));
  SANAD_TRY(const auto records, workspace.records().lists());
  SANAD_TRY(const auto there, workspace.library().lists());
  for (const records::List& record : records) {
    const auto found = std::ranges::find(there, record.id, &identify::ListState::id);
    if (found != there.end() && found->stamp == std::to_string(record.changed_index)) continue;
    const auto put = put_into_library(workspace, record);
    // A damaged list must not close the workspace: who compares with it is told, and the fixity
    // check names it.
    const bool is_damaged = !put.ok() && (put.error().code == ErrorCode::kIntegrity ||
                                          put.error().code == ErrorCode::kNotFound);
    if (!put.ok() && !is_damaged) return put.error();
  }
  for (const identify::ListState& state : there) {
    if (std::ranges::find(records, state.id, &records::List::id) == records.end()) {
      SANAD_CHECK(workspace.library().remove(state.id));
    }
  }
  return {};
}

}  // namespace sanad::service
