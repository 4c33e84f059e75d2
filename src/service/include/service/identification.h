// Comparing exhibits with lists of known content: a job that ends with leads for people to review.
//
// Every file of an exhibit is an item, and every response in its archive is one of its own (file
// and part). An item is read by the extractor in its cage, compared (identify/library.h), and each
// entry that it resembles is recorded once as match.found. So is each rule in force that matches it
// (service/rule_sets.h), in the place of an entry. Nothing acts on a match by itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "capture/capture.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

// Queues the comparison of the case's exhibits with all lists, and the rules in force over them. By
// an investigator, a supervisor or a reviewer. Answers the job.
Result<std::string> order_identification(Workspace& workspace, const authority::Officer& caller,
                                         std::string_view case_id);

// The same of its own accord, where there are lists or rules and no such job waits already: after a
// capture was sealed, and after a list brought something new.
Result<void> queue_identification(Workspace& workspace, const std::string& case_id,
                                  const std::string& actor);

// One such job for each case that has exhibits: what is new is looked for in the past.
Result<void> queue_rescans(Workspace& workspace, const std::string& actor);

// Runs a job of kind "identify". Answers {"items", "found", "unread"}; recorded as identify.ran.
Result<json::Value> run_identification(Workspace& workspace, const records::Job& job,
                                       capture::Monitor& monitor);

// A match with what may have changed since it was found.
struct CurrentMatch {
  records::Match match;
  bool disputed = false;  // the entry, now; as found where its list no longer holds it
};
// state: "open", "confirmed" or "rejected", or empty for all. Newest first.
Result<std::vector<CurrentMatch>> list_matches(Workspace& workspace,
                                               const authority::Officer& caller,
                                               std::string_view case_id, std::string_view state);
// Nothing of the content is read. kNotFound: no such match.
Result<CurrentMatch> find_match(Workspace& workspace, const authority::Officer& caller,
                                std::string_view match);
// The same in pages, of one exhibit or, with an empty text, of all. cursor: the last match of the
// page before, of whatever state it is by now; empty for the first page. kInvalid: no such match in
// the case.
inline constexpr std::size_t kMatchesOfPage = 100;
struct MatchPage {
  std::vector<CurrentMatch> matches;
  bool has_more = false;
};
Result<MatchPage> page_of_matches(Workspace& workspace, const authority::Officer& caller,
                                  std::string_view case_id, std::string_view state,
                                  std::string_view exhibit, std::string_view cursor);
// outcome: "confirmed" or "rejected". By an investigator, a supervisor or a reviewer; recorded as
// match.reviewed. kInvalid: no reason, or another outcome.
Result<CurrentMatch> review_match(Workspace& workspace, const authority::Officer& caller,
                                  std::string_view match, std::string_view outcome,
                                  std::string_view reason);

}  // namespace sanad::service
