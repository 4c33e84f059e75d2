#include "service/unused.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/numbers.h"
#include "crypto/crypto.h"
#include "reasons.h"
#include "service/blind.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using present::ScheduledItem;

namespace {

constexpr std::size_t kAllEntries = SIZE_MAX / 4;
// An entry of the ledger has at most 65,535 bytes.
constexpr std::size_t kNumbersAnEntry = 1000;
constexpr std::string_view kDecided = "unused.decided";
constexpr std::string_view kNumbered = "unused.numbered";
constexpr std::string_view kIssued = "schedules.issued";

struct Described {
  std::string_view kind, words;
};
// Entries that are not in a bundle, in words that tell nothing of what stands in them.
constexpr Described kInWords[] = {
    {"act.refused", "an act that was refused"},
    {"bundle.exported", "the export of a bundle"},
    {"exhibit.copied", "a copy of a file that was taken"},
    {"exhibit.viewed", "a look at a file"},
    {"identify.ran", "a comparison with lists of known content"},
    {"match.found", "a resemblance to an entry of a list"},
    {"match.reviewed", "the review of such a resemblance"},
    {"person.unmasked", "the lifting of a mask"},
    {"person.viewed", "a look at all of one account"},
    {"request.approved", "the approval of a request to a provider"},
    {"request.drafted", "the draft of a request to a provider"},
    {"request.issued", "a request to a provider"},
    {"request.answered", "a provider's answer"},
    {"search.ran", "a search in the material"},
    {"screening.ran", "a screening against lists of people"},
    {"screening.lead", "a lead of such a screening"},
    {"sheet.saved", "a verification sheet"},
};

struct Rule {
  std::string_view prefix, why;
};
// What is sensitive by its kind, until an officer decides otherwise.
constexpr Rule kSensitive[] = {
    {"complaint.", "it leads to who complained"},
    {"indicator.", "a partner's material, lent under terms"},
    {"match.", "a partner's material, lent under terms"},
    {"package.", "a partner's material, lent under terms"},
    {"screening.", "data of persons on lists who have no part in the case"},
};

bool is_about_schedules(std::string_view kind) {
  return kind == kDecided || kind == kNumbered || kind == kIssued;
}

std::string entry_item(std::uint64_t index) { return fmt::format("entry {}", index); }

Result<void> require_disclosing(Workspace& workspace, const Officer& caller) {
  return require_role(workspace, caller,
                      {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer},
                      "decide on unused material");
}

// The newest decision on each thing.
Result<std::map<std::string, records::Entry>> decisions_in(Workspace& workspace,
                                                           const std::string& case_id) {
  SANAD_TRY(auto entries, workspace.records().entries({.case_id = case_id,
                                                       .kind = std::string(kDecided),
                                                       .limit = kAllEntries,
                                                       .oldest_first = true}));
  std::map<std::string, records::Entry> newest;
  for (records::Entry& entry : entries) {
    std::string item = entry.data["item"].string_or("");
    newest.insert_or_assign(std::move(item), std::move(entry));
  }
  return newest;
}

using Numbers = std::map<std::string, std::uint64_t>;

Result<Numbers> numbers_in(Workspace& workspace, const std::string& case_id) {
  SANAD_TRY(const auto entries, workspace.records().entries({.case_id = case_id,
                                                             .kind = std::string(kNumbered),
                                                             .limit = kAllEntries,
                                                             .oldest_first = true}));
  Numbers numbers;
  for (const records::Entry& entry : entries) {
    const json::Array* items = entry.data["items"].as_array();
    auto number = static_cast<std::uint64_t>(entry.data["first"].int_or(0));
    if (items == nullptr) continue;
    for (const json::Value& item : *items) numbers.try_emplace(item.string_or(""), number++);
  }
  return numbers;
}

// What was decided of a thing, and its number.
void complete(const std::map<std::string, records::Entry>& decisions, const Numbers& numbers,
              ScheduledItem& item) {
  if (const auto number = numbers.find(item.item); number != numbers.end())
    item.number = number->second;
  const auto made = decisions.find(item.item);
  if (made == decisions.end()) return;
  const json::Value& data = made->second.data;
  item.sensitive = data["sensitive"].string_or("");
  item.test = data["test"].string_or("");
  item.note = data["note"].string_or("");
  item.decided_by = made->second.actor;
}

ScheduledItem of_exhibit(const records::Exhibit& exhibit) {
  ScheduledItem item;
  item.item = exhibit.id;
  item.description = fmt::format("Exhibit {}: {}{}", exhibit.number,
                                 exhibit.is_import() ? "an import" : "a capture of ", exhibit.url);
  item.at = format_timestamp(exhibit.ended_at);
  item.entry = exhibit.sealed_index;
  return item;
}

ScheduledItem of_entry(const records::Entry& entry) {
  ScheduledItem item;
  item.item = entry_item(entry.index);
  const auto words = std::ranges::find(kInWords, entry.kind, &Described::kind);
  item.description = fmt::format("An entry of the ledger ({}){}{}", entry.kind,
                                 words == std::end(kInWords) ? "" : ": ",
                                 words == std::end(kInWords) ? std::string_view() : words->words);
  item.at = format_timestamp(entry.at);
  item.entry = entry.index;
  for (const Rule& rule : kSensitive)
    if (entry.kind.starts_with(rule.prefix)) item.sensitive = rule.why;
  return item;
}

// The thing that an officer names, as items are called.
Result<std::string> item_named(Workspace& workspace, const Officer& caller,
                               const records::Case& of_case, const std::string& name) {
  const auto no_such = [&] {
    return Error{ErrorCode::kNotFound,
                 fmt::format("the case {} has no \"{}\": name an exhibit, or an entry as \"entry "
                             "17\"",
                             of_case.reference, name)};
  };
  constexpr std::string_view kEntry = "entry ";
  if (!name.starts_with(kEntry)) {
    const auto exhibit = exhibit_for(workspace, caller, name);
    if (!exhibit.ok() && exhibit.error().code != ErrorCode::kNotFound) return exhibit.error();
    if (!exhibit.ok() || exhibit->case_id != of_case.id) return no_such();
    return exhibit->id;
  }
  SANAD_TRY_WITH(const std::uint64_t index, parse_decimal(name.substr(kEntry.size())), name);
  SANAD_TRY(const auto entries,
            workspace.records().entries({.case_id = of_case.id, .before = index + 1, .limit = 1}));
  if (entries.empty() || entries.front().index != index || is_about_schedules(entries.front().kind))
    return no_such();
  return entry_item(index);
}

// Every entry of the case that may leave it. kConflict: some may not yet.
Result<std::vector<records::Entry>> entries_of(Workspace& workspace, const records::Case& of_case) {
  SANAD_TRY(auto entries, workspace.records().entries(
                              {.case_id = of_case.id, .limit = kAllEntries, .oldest_first = true}));
  const std::size_t all = entries.size();
  SANAD_CHECK(leave_out_unknown(workspace, nullptr, entries));
  if (entries.size() != all)
    return Error{ErrorCode::kConflict,
                 "two officers are assessing something of the case, and not both are done; the "
                 "schedules name everything, and wait for them"};
  return entries;
}

}  // namespace

Result<void> decide_unused(Workspace& workspace, const Officer& caller, std::string_view case_id,
                           const UnusedDecision& decision) {
  SANAD_CHECK(require_disclosing(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  if (std::ranges::find(kDisclosureTests, decision.test) == std::end(kDisclosureTests))
    return Error{ErrorCode::kInvalid,
                 fmt::format("say whether it undermines the case of the prosecution, assists the "
                             "accused, or neither: {}",
                             fmt::join(kDisclosureTests, ", "))};
  if (!decision.sensitive.empty())
    SANAD_CHECK(require_words(decision.sensitive, "why it is sensitive"));
  if (!decision.note.empty()) SANAD_CHECK(require_words(decision.note, "the note"));
  SANAD_TRY(std::string item, item_named(workspace, caller, of_case, decision.item));
  SANAD_CHECK(workspace.custody().record({std::string(kDecided), caller.id, of_case.id,
                                          json::Object{{"item", std::move(item)},
                                                       {"sensitive", decision.sensitive},
                                                       {"test", decision.test},
                                                       {"note", decision.note}}}));
  return {};
}

Result<std::vector<ScheduledItem>> unused_items(Workspace& workspace, const records::Case& of_case,
                                                const std::set<std::string>& exhibits,
                                                const std::set<std::uint64_t>& entries) {
  SANAD_TRY(const auto decisions, decisions_in(workspace, of_case.id));
  SANAD_TRY(const Numbers numbers, numbers_in(workspace, of_case.id));
  SANAD_TRY(const auto all_exhibits, workspace.records().exhibits(of_case.id));
  SANAD_TRY(const auto all_entries, entries_of(workspace, of_case));
  std::vector<ScheduledItem> items;
  for (const records::Exhibit& exhibit : all_exhibits)
    if (!exhibits.contains(exhibit.id)) items.push_back(of_exhibit(exhibit));
  for (const records::Entry& entry : all_entries)
    if (!entries.contains(entry.index) && !is_about_schedules(entry.kind))
      items.push_back(of_entry(entry));
  for (ScheduledItem& item : items) complete(decisions, numbers, item);
  return items;
}

Result<std::vector<ScheduledItem>> list_unused(Workspace& workspace, const Officer& caller,
                                               std::string_view case_id) {
  SANAD_CHECK(require_disclosing(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_CHECK(require_whole_sight(workspace, caller, of_case.id));
  SANAD_TRY(const auto decisions, decisions_in(workspace, of_case.id));
  SANAD_TRY(const Numbers numbers, numbers_in(workspace, of_case.id));
  SANAD_TRY(const auto exhibits, workspace.records().exhibits(of_case.id));
  std::vector<ScheduledItem> items;
  for (const records::Exhibit& exhibit : exhibits) items.push_back(of_exhibit(exhibit));
  SANAD_TRY(auto entries, workspace.records().entries(
                              {.case_id = of_case.id, .limit = kAllEntries, .oldest_first = true}));
  SANAD_CHECK(leave_out_unknown(workspace, &caller, entries));
  for (const records::Entry& entry : entries)
    if (decisions.contains(entry_item(entry.index))) items.push_back(of_entry(entry));
  for (ScheduledItem& item : items) complete(decisions, numbers, item);
  return items;
}

Result<void> require_decided(Workspace& workspace, const records::Case& of_case,
                             const std::set<std::string>& exhibits) {
  SANAD_TRY(const auto decisions, decisions_in(workspace, of_case.id));
  SANAD_TRY(const auto all, workspace.records().exhibits(of_case.id));
  std::vector<std::string> open;
  for (const records::Exhibit& exhibit : all)
    if (!exhibits.contains(exhibit.id) && !decisions.contains(exhibit.id))
      open.push_back(exhibit.number);
  if (open.empty()) return {};
  const std::size_t named = std::min<std::size_t>(open.size(), 20);
  return Error{
      ErrorCode::kInvalid,
      fmt::format("{} {} not in the bundle, and nobody said whether {} sensitive or may "
                  "help the accused: decide with \"sanad unused decide\"",
                  fmt::join(open.begin(), open.begin() + static_cast<std::ptrdiff_t>(named), ", "),
                  open.size() == 1 ? "is" : "are", open.size() == 1 ? "it is" : "they are")};
}

Result<IssuedSchedules> issue_schedules(Workspace& workspace, const std::string& actor,
                                        const records::Case& of_case, const std::string& bundle,
                                        present::Build build, std::vector<ScheduledItem> items) {
  SANAD_TRY(const Numbers numbers, numbers_in(workspace, of_case.id));
  std::uint64_t next = 1;
  for (const auto& [item, number] : numbers) next = std::max(next, number + 1);
  json::Array fresh;
  std::uint64_t first = next;
  const auto record_numbers = [&]() -> Result<void> {
    if (fresh.empty()) return {};
    SANAD_CHECK(workspace.custody().record(
        {std::string(kNumbered), actor, of_case.id,
         json::Object{{"first", first}, {"items", std::exchange(fresh, {})}}}));
    first = next;
    return {};
  };
  for (ScheduledItem& item : items) {
    if (item.number != 0) continue;
    item.number = next++;
    fresh.emplace_back(item.item);
    if (fresh.size() == kNumbersAnEntry) SANAD_CHECK(record_numbers());
  }
  SANAD_CHECK(record_numbers());
  std::ranges::sort(items, {}, &ScheduledItem::number);
  SANAD_TRY(std::string agency, workspace.records().agency());
  const present::Schedules schedules{bundle,
                                     std::move(agency),
                                     of_case.id,
                                     of_case.reference,
                                     format_timestamp(workspace.clock().now()),
                                     std::move(items)};
  IssuedSchedules issued;
  issued.files = present::format_schedules(schedules, build);
  const auto sensitive = std::ranges::count_if(
      schedules.items, [](const ScheduledItem& item) { return !item.sensitive.empty(); });
  const auto unexamined = std::ranges::count_if(
      schedules.items, [](const ScheduledItem& item) { return item.test.empty(); });
  json::Array digests;
  for (const present::ScheduleFile& file : issued.files)
    digests.emplace_back(json::Object{{"name", file.name},
                                      {"sha256", format_hex(crypto::sha256(as_bytes(file.json)))}});
  SANAD_TRY(issued.entry,
            workspace.custody().record(
                {std::string(kIssued), actor, of_case.id,
                 json::Object{{"bundle", bundle},
                              {"build", present::build_name(build)},
                              {"non_sensitive",
                               static_cast<std::int64_t>(schedules.items.size()) - sensitive},
                              {"sensitive", static_cast<std::int64_t>(sensitive)},
                              {"not_examined", static_cast<std::int64_t>(unexamined)},
                              {"schedules", std::move(digests)}}}));
  return issued;
}

json::Object view(const ScheduledItem& item) {
  return json::Object{
      {"item", item.item},
      {"number", item.number == 0 ? json::Value(nullptr) : json::Value(item.number)},
      {"description", item.description},
      {"at", item.at},
      {"entry", item.entry},
      {"sensitive", item.sensitive},
      {"test", item.test},
      {"note", item.note},
      {"decided_by", item.decided_by}};
}

}  // namespace sanad::service
