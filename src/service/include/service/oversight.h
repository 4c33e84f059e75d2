// Oversight: what was done with the powers of the agency, counted for those who answer for it, and
// shown act by act to those who look into it, without what was collected and without the people in
// it.
//
//   statistics   of half a year or a year, as a parliament or a review committee is owed them:
//   counts
//                alone, small ones left out with whatever would let them be worked out
//   report       refusals, overrides, lapses and unmaskings, one by one
//   entries      the ledger, act by act
//   registers    how many requests, holds, disposals ... there are, by state
//   access       who looked at, copied, searched or handed out an exhibit, a case, what is known of
//   one
//                person (by pseudonym), or what one officer had in hand
// By auditors and supervisors. That somebody asked is an entry too. docs/oversight.md. Tested by
// oversight_test.cc and suppression_test.cc.
#pragma once

#include <string>
#include <string_view>

#include "service/acts.h"
#include "service/workspace.h"

namespace sanad::service {

// period: "2026", "2026-H1" or "2026-H2", of UTC. kInvalid; kConflict: it is not over. Answers
// {"period", "from", "until", "smallest", "tables": [{"key", "rows": [{"key", "count"}],
// "total"}]}; null: left out.
Result<json::Object> oversight_statistics(Workspace& workspace, const authority::Officer& caller,
                                          std::string_view period);
// The same as lines "table,row,count", and as a page in "en" or "ur".
std::string statistics_csv(const json::Object& statistics);
std::string statistics_html(const json::Object& statistics, std::string_view language);

// from: included, until: not. {"refusals", "overrides", "lapses", "unmaskings"}, each a list of
// acts.
Result<json::Object> oversight_report(Workspace& workspace, const authority::Officer& caller,
                                      Timestamp from, Timestamp until);

// subject: an exhibit or case (identifier or reference), an officer (identifier or name), or
// "CASE#12", the person of that pseudonym in the case. Of what was disposed of, what its tombstone
// says. kNotFound.
Result<json::Object> oversight_access(Workspace& workspace, const authority::Officer& caller,
                                      std::string_view subject);

// The ledger, act by act: {"entry", "at", "kind", "officer", "officer_name", "case", "data"}, data
// as act_data() of acts.h. Newest first. filter.case_id: a reference does too.
Result<EntryPage> oversight_entries(Workspace& workspace, const authority::Officer& caller,
                                    const records::EntryFilter& filter);

// How many there are of each register, by state: {"registers": [{"register", "total", "states":
// [{"state", "count"}]}]}. Of one case, or of all that the caller may see. Of assessments the pairs
// that are complete.
Result<json::Object> oversight_registers(Workspace& workspace, const authority::Officer& caller,
                                         std::string_view case_id);

}  // namespace sanad::service
