// What somebody reads who looks into acts and not into content: an auditor who has no other role.
// Of an entry its kind, time, officer and case, and of its body the members that are listed for its
// kind; of a case its reference; of an authorisation its facts. Everything else of a case asks
// require_case_reader() (people.h), which refuses them. docs/oversight.md. Tested by acts_test.cc
// and by a walk over every route (sight_walk_test.cc of the server).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "service/workspace.h"

namespace sanad::service {

// Whoever has another role than auditor reads by that one.
bool reads_acts_only(const authority::Officer& caller);
// Case readers and auditors; else kDenied, recorded as act.refused.
Result<void> require_act_reader(Workspace& workspace, const authority::Officer& caller);

// The members that stand in the table for this kind; of a kind that is not in it, none. A list that
// is only counted stands as its length.
json::Value act_data(std::string_view kind, const json::Value& data);
// As view() of views.h, but of act_data() and without a summary in words.
Result<json::Object> act_view(Workspace& workspace, const records::Entry& entry);

// For whom words are not: a case without its title; an authorisation with the kinds of its targets
// and not their values, and without reasons.
void leave_out_words(records::Case& of);
void leave_out_words(authority::Authorisation& of);

// The entries that the caller may be told of, as JSON, newest first; next is the cursor of the
// following page, absent on the last. By whoever reads acts.
struct EntryPage {
  json::Array items;
  std::optional<std::uint64_t> next;
};
Result<EntryPage> case_entries(Workspace& workspace, const authority::Officer& caller,
                               std::string_view case_id, const records::EntryFilter& filter);
// Leaves those that the caller may know of: of a case and exhibit that they may see (sight.h), and
// of no assessment whose pair is incomplete (blind.h).
Result<void> keep_known(Workspace& workspace, const authority::Officer& caller,
                        std::vector<records::Entry>& entries);

}  // namespace sanad::service
