// What waits to be assessed, why, and why at its place. The order follows from rules that are told
// with each item, not from a score; an officer takes what they will. Tested by assessments_test.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::size_t kQueueShown = 200;
inline constexpr std::size_t kReasonsShown = 10;
// Newest matches of a case that are looked at for the queue.
inline constexpr std::size_t kQueueMatches = 5'000;
// A request that falls due within this time puts what it cites to the front.
inline constexpr std::int64_t kDueSoonMs = 7LL * 24 * 60 * 60 * 1000;

// In the order in which they come.
enum class QueueRank : std::uint8_t { kDue, kAskedUrgent, kAsked, kListMatch, kRuleMatch };
std::string_view queue_rank_name(QueueRank rank);  // "due", "asked-urgent", …

struct QueueReason {
  QueueRank rank = QueueRank::kAsked;
  std::string id;        // of the match, request or clock; empty of what an officer asked
  std::string sentence;  // in English; the workbench has its own words
  json::Object details;  // names of list, rule, request, officer
  Timestamp at;          // when it came about, or falls due
};

struct QueueItem {
  std::string case_id;
  records::SheetSubject subject;
  std::vector<QueueReason> reasons;  // the one that gives the place first
  std::size_t further_reasons = 0;
};

struct AssessmentQueue {
  std::vector<records::Assessment> mine;  // that the officer has open
  std::vector<QueueItem> items;           // at most kQueueShown
  std::size_t further_items = 0;
};

// Of what an officer may still take. By a reviewer, an investigator or a supervisor. case_id: empty
// for all cases.
Result<AssessmentQueue> assessment_queue(Workspace& workspace, const authority::Officer& caller,
                                         std::string_view case_id);
// Why this one waits, whoever has it; empty: it does not.
Result<std::vector<QueueReason>> reasons_to_assess(Workspace& workspace, std::string_view case_id,
                                                   const records::SheetSubject& subject);

Result<json::Object> view(Workspace& workspace, const AssessmentQueue& queue);

}  // namespace sanad::service
