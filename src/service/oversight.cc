#include "service/oversight.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/id.h"
#include "base/numbers.h"
#include "keeping_acts.h"
#include "oversight_acts.h"
#include "service/acts.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using records::Entry;
namespace {

json::Object act_json(Workspace& workspace, const Entry& entry) {
  return json::Object{{"entry", entry.index},
                      {"at", format_timestamp(entry.at)},
                      {"kind", entry.kind},
                      {"officer", entry.actor},
                      {"officer_name", name_of(workspace, entry.actor)},
                      {"case", entry.case_id},
                      {"data", act_data(entry.kind, entry.data)}};
}

bool is_override(const Entry& entry) {
  const json::Array* overridden = entry.data["permit"]["overridden"].as_array();
  return entry.kind == "emergency.declared" || entry.kind == "emergency.decided" ||
         (overridden != nullptr && !overridden->empty());
}
bool is_lapse(const Entry& entry) {
  return entry.kind == "emergency.lapsed" || entry.kind == "clock.overdue" ||
         entry.kind == "clock.ended";
}

// Acts by which somebody got at content or at persons, wrote what they found in it, or handed it
// out.
constexpr std::array<std::string_view, 13> kAccesses = {
    "exhibit.viewed",   "exhibit.copied",     "bundle.exported",        "search.ran",
    "search.kept",      "person.unmasked",    "person.viewed",          "sheet.saved",
    "assessment.taken", "assessment.written", "assessment.adjudicated", "package.sealed",
    "package.copied"};

bool names_exhibit(const Entry& entry, std::string_view exhibit) {
  if (entry.data["exhibit"].string_or("") == exhibit) return true;
  const json::Array* several = entry.data["exhibits"].as_array();
  return several != nullptr && std::ranges::any_of(*several, [&](const json::Value& one) {
           return one.string_or("") == exhibit;
         });
}

struct Subject {
  std::string kind, name;  // "exhibit", "case", "officer" or "person"
  std::string case_id, exhibit, officer;
  std::int64_t pseudonym = -1;
  std::optional<records::Disposal> gone;
};

Result<Subject> find_subject(Workspace& workspace, std::string_view text) {
  Subject subject;
  subject.name = text;
  if (const std::size_t mark = text.rfind('#'); mark != std::string_view::npos) {
    SANAD_TRY(const records::Case of_case, workspace.records().find_case(text.substr(0, mark)));
    SANAD_TRY_WITH(const std::uint64_t number, parse_decimal(text.substr(mark + 1)),
                   "the number of the pseudonym");
    subject.kind = "person";
    subject.case_id = of_case.id;
    subject.pseudonym = static_cast<std::int64_t>(number);
    return subject;
  }
  SANAD_TRY(subject.gone, workspace.records().tombstone(text));
  if (subject.gone) {
    subject.kind = subject.gone->exhibit.empty() ? "case" : "exhibit";
    return subject;
  }
  if (const auto exhibit = workspace.records().exhibit(text); exhibit.ok()) {
    subject.kind = "exhibit";
    subject.exhibit = exhibit->id;
    subject.case_id = exhibit->case_id;
    return subject;
  }
  if (const auto of_case = workspace.records().find_case(text); of_case.ok()) {
    subject.kind = "case";
    subject.case_id = of_case->id;
    return subject;
  }
  const auto officer = workspace.records().officer(text);
  if (!officer.ok())
    return Error{
        ErrorCode::kNotFound,
        fmt::format("there is no exhibit, case or officer \"{}\"; of a person write CASE#12, "
                    "with the pseudonym",
                    text)};
  subject.kind = "officer";
  subject.officer = officer->id;
  return subject;
}

bool concerns(const Entry& entry, const Subject& subject) {
  if (std::ranges::find(kAccesses, entry.kind) == kAccesses.end()) return false;
  if (subject.kind == "officer") return entry.actor == subject.officer;
  if (subject.kind == "exhibit") return names_exhibit(entry, subject.exhibit);
  if (entry.case_id != subject.case_id) return false;
  return subject.kind == "case" || (entry.kind.starts_with("person.") &&
                                    entry.data["pseudonym"].int_or(-1) == subject.pseudonym);
}

// Officer, what was done and to which exhibit or case, how often, when first and last.
struct Accesses {
  std::int64_t count = 0;
  Timestamp first, last;
};

}  // namespace

Result<void> require_overseer(Workspace& workspace, const Officer& caller, std::string_view what) {
  return require_keeper(workspace, caller, {Role::kAuditor, Role::kSupervisor}, "",
                        "oversight.read", what, "look into what others did");
}

Result<void> begin_oversight(Workspace& workspace, const Officer& caller, std::string_view what,
                             std::string_view subject) {
  SANAD_CHECK(require_overseer(workspace, caller, what));
  SANAD_CHECK(workspace.custody().record(
      {"oversight.asked", caller.id, "", json::Object{{"what", what}, {"subject", subject}}}));
  return {};
}

Result<std::vector<Entry>> all_entries(Workspace& workspace) {
  return workspace.records().entries({.limit = SIZE_MAX / 4, .oldest_first = true});
}

Result<std::vector<Entry>> entries_for(Workspace& workspace, const Officer& caller) {
  SANAD_TRY(auto entries, all_entries(workspace));
  SANAD_CHECK(keep_known(workspace, caller, entries));
  return entries;
}

Result<EntryPage> oversight_entries(Workspace& workspace, const Officer& caller,
                                    const records::EntryFilter& filter) {
  std::string subject = filter.case_id;
  records::EntryFilter of = filter;
  if (!of.case_id.empty()) {
    SANAD_CHECK(require_overseer(workspace, caller, "entries"));
    SANAD_TRY(const records::Case of_case, case_for(workspace, caller, of.case_id));
    of.case_id = of_case.id;
  }
  // A further page of the same is not asked for anew.
  if (of.before) {
    SANAD_CHECK(require_overseer(workspace, caller, "entries"));
  } else {
    SANAD_CHECK(begin_oversight(workspace, caller, "entries", subject));
  }
  SANAD_TRY(auto entries, workspace.records().entries(of));
  EntryPage page;
  if (entries.size() == of.limit) page.next = entries.back().index;
  SANAD_CHECK(keep_known(workspace, caller, entries));
  for (const Entry& entry : entries) page.items.emplace_back(act_json(workspace, entry));
  return page;
}

Result<json::Object> oversight_report(Workspace& workspace, const Officer& caller, Timestamp from,
                                      Timestamp until) {
  if (until <= from)
    return Error{ErrorCode::kInvalid, "the end of the report lies before its beginning"};
  SANAD_CHECK(
      begin_oversight(workspace, caller, "report",
                      fmt::format("{} {}", format_timestamp(from), format_timestamp(until))));
  SANAD_TRY(const auto entries, entries_for(workspace, caller));
  json::Array refusals, overrides, lapses, unmaskings;
  for (const Entry& entry : entries) {
    if (entry.at < from || entry.at >= until || entry.destroyed) continue;
    if (entry.kind == "act.refused") refusals.emplace_back(act_json(workspace, entry));
    if (is_override(entry)) overrides.emplace_back(act_json(workspace, entry));
    if (is_lapse(entry)) lapses.emplace_back(act_json(workspace, entry));
    if (entry.kind == "person.unmasked") unmaskings.emplace_back(act_json(workspace, entry));
  }
  return json::Object{{"from", format_timestamp(from)},  {"until", format_timestamp(until)},
                      {"refusals", std::move(refusals)}, {"overrides", std::move(overrides)},
                      {"lapses", std::move(lapses)},     {"unmaskings", std::move(unmaskings)}};
}

Result<json::Object> oversight_access(Workspace& workspace, const Officer& caller,
                                      std::string_view text) {
  SANAD_CHECK(require_overseer(workspace, caller, "access"));
  SANAD_TRY(const Subject subject, find_subject(workspace, text));
  SANAD_CHECK(require_sight(workspace, caller, subject.case_id, subject.exhibit));
  SANAD_CHECK(begin_oversight(workspace, caller, "access", subject.name));
  json::Array accesses;
  if (subject.gone) {
    if (const json::Array* known = subject.gone->begun["accesses"].as_array()) {
      for (const json::Value& one : *known) {
        for (const auto& [member, kind] :
             {std::pair{"viewed", "exhibit.viewed"}, std::pair{"copied", "exhibit.copied"}}) {
          if (one[member].int_or(0) == 0) continue;
          accesses.emplace_back(
              json::Object{{"officer", one["officer"]},
                           {"officer_name", name_of(workspace, one["officer"].string_or(""))},
                           {"kind", kind},
                           {"case", subject.gone->case_id},
                           {"exhibit", subject.gone->exhibit},
                           {"count", one[member]},
                           {"first", one["first"]},
                           {"last", one["last"]}});
        }
      }
    }
  }
  std::map<std::array<std::string, 4>, Accesses> found;
  SANAD_TRY(const auto entries, entries_for(workspace, caller));
  for (const Entry& entry : entries) {
    if (subject.gone || entry.destroyed || !concerns(entry, subject)) continue;
    Accesses& one =
        found[{entry.actor, entry.kind, entry.case_id, entry.data["exhibit"].string_or("")}];
    if (one.count++ == 0) one.first = entry.at;
    one.last = entry.at;
  }
  for (const auto& [key, one] : found)
    accesses.emplace_back(json::Object{{"officer", key[0]},
                                       {"officer_name", name_of(workspace, key[0])},
                                       {"kind", key[1]},
                                       {"case", key[2]},
                                       {"exhibit", key[3]},
                                       {"count", one.count},
                                       {"first", format_timestamp(one.first)},
                                       {"last", format_timestamp(one.last)}});
  return json::Object{{"subject", subject.name},
                      {"kind", subject.kind},
                      {"disposal", subject.gone ? json::Value(subject.gone->id) : nullptr},
                      {"accesses", std::move(accesses)}};
}

}  // namespace sanad::service
