#include "service/acts.h"

#include <algorithm>
#include <map>

#include "base/id.h"
#include "service/blind.h"
#include "service/people.h"
#include "service/sight.h"
#include "service/views.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
namespace {

bool reads_content(Role role) {
  return role == Role::kInvestigator || role == Role::kSupervisor ||
         role == Role::kEvidenceOfficer || role == Role::kReviewer;
}

// The case and exhibits that an entry names: who may not see one of them is not told of it. What is
// of no case may be about one, as a tombstone is.
std::vector<std::pair<std::string, std::string>> named_in(const records::Entry& entry) {
  const std::string of_case =
      entry.case_id.empty() ? entry.data["case"].string_or("") : entry.case_id;
  std::vector<std::pair<std::string, std::string>> named{{of_case, ""}};
  const auto add = [&](const json::Value& exhibit) {
    const std::string id = exhibit.string_or("");
    if (is_id("exhibit", id)) named.emplace_back(of_case, id);
  };
  for (const char* member : {"exhibit", "target", "about", "subject", "other"})
    add(entry.data[member]);
  if (const json::Array* several = entry.data["exhibits"].as_array())
    std::ranges::for_each(*several, add);
  if (const json::Array* cites = entry.data["cites"].as_array())
    for (const json::Value& one : *cites) add(one["exhibit"]);
  return named;
}

}  // namespace

bool reads_acts_only(const Officer& caller) {
  return caller.has(Role::kAuditor) &&
         std::ranges::none_of(caller.roles, [](Role one) { return reads_content(one); });
}

Result<void> require_act_reader(Workspace& workspace, const Officer& caller) {
  if (caller.active && caller.has(Role::kAuditor)) return {};
  return require_case_reader(workspace, caller);
}

Result<json::Object> act_view(Workspace& workspace, const records::Entry& entry) {
  records::Entry act = entry;
  act.data = act_data(entry.kind, entry.data);
  SANAD_TRY(json::Object shown, view(workspace, act));
  shown.set("summary", "");
  return shown;
}

void leave_out_words(records::Case& of) { of.title.clear(); }

void leave_out_words(authority::Authorisation& of) {
  authority::AuthorisationRequest& request = of.request;
  for (authority::Target& target : request.targets) target.value.clear();
  for (std::string* words :
       {&request.instrument_reference, &request.issuing_authority, &request.legitimate_aim,
        &request.necessity, &request.less_intrusive_means, &request.adequacy,
        &request.proportionality, &request.collateral_intrusion, &of.note})
    words->clear();
  request.protected_groups.clear();
}

Result<void> keep_known(Workspace& workspace, const Officer& caller,
                        std::vector<records::Entry>& entries) {
  SANAD_CHECK(leave_out_unknown(workspace, &caller, entries));
  std::map<std::pair<std::string, std::string>, bool> sights;
  std::vector<records::Entry> known;
  for (records::Entry& entry : entries) {
    bool is_seen = true;
    for (const auto& named : named_in(entry)) {
      const auto [at, is_new] = sights.try_emplace(named, false);
      if (is_new) {
        SANAD_TRY(at->second, may_see(workspace, caller, named.first, named.second));
      }
      is_seen = is_seen && at->second;
    }
    if (is_seen) known.push_back(std::move(entry));
  }
  entries = std::move(known);
  return {};
}

Result<EntryPage> case_entries(Workspace& workspace, const Officer& caller,
                               std::string_view case_id, const records::EntryFilter& filter) {
  SANAD_CHECK(require_act_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  records::EntryFilter of = filter;
  of.case_id = of_case.id;
  SANAD_TRY(auto entries, workspace.records().entries(of));
  EntryPage page;
  if (entries.size() == of.limit) page.next = entries.back().index;
  SANAD_CHECK(keep_known(workspace, caller, entries));
  const bool acts_only = reads_acts_only(caller);
  for (const records::Entry& entry : entries) {
    SANAD_TRY(json::Object item, acts_only ? act_view(workspace, entry) : view(workspace, entry));
    page.items.emplace_back(std::move(item));
  }
  return page;
}

}  // namespace sanad::service
