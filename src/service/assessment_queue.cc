#include "service/assessment_queue.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "assessing.h"
#include "base/stable_sort.h"
#include "service/people.h"
#include "service/running_clocks.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using records::Assessment;
using records::AssessmentPair;
using records::SheetSubject;
namespace {

using Key = std::pair<std::string, std::int64_t>;  // exhibit, and part or -1

Key key_of(const SheetSubject& subject) {
  return {subject.exhibit, subject.part ? static_cast<std::int64_t>(*subject.part) : -1};
}

SheetSubject subject_of(const Key& key) {
  SheetSubject subject{key.first, std::nullopt};
  if (key.second >= 0) subject.part = static_cast<std::uint64_t>(key.second);
  return subject;
}

using Reasons = std::map<Key, std::vector<QueueReason>>;

std::string name_of(Workspace& workspace, const std::string& officer) {
  const auto found = workspace.records().officer(officer);
  return found.ok() ? found->name : officer;
}

Result<void> add_asks(Workspace& workspace, const std::string& case_id, Reasons& reasons) {
  SANAD_TRY(const auto asks, workspace.records().assessment_asks(case_id));
  for (const records::AssessmentAsk& ask : asks) {
    const std::string name = name_of(workspace, ask.actor);
    reasons[key_of(ask.subject)].push_back(
        {ask.is_urgent ? QueueRank::kAskedUrgent : QueueRank::kAsked, "",
         fmt::format("{} asked for it{}: {}", name, ask.is_urgent ? " and said it is urgent" : "",
                     ask.reason),
         json::Object{{"officer_name", name}, {"reason", ask.reason}}, ask.at});
  }
  return {};
}

Result<void> add_matches(Workspace& workspace, const std::string& case_id, Reasons& reasons) {
  for (const char* state : {"open", "confirmed"}) {
    SANAD_TRY(
        const auto matches,
        workspace.records().matches({.case_id = case_id, .state = state, .limit = kQueueMatches}));
    for (const records::Match& match : matches) {
      const bool is_rule = match.signal == "yara" || match.signal == "term-rule";
      SheetSubject subject{match.exhibit, std::nullopt};
      if (const auto part = match.data["part_number"].as_int())
        subject.part = static_cast<std::uint64_t>(*part);
      reasons[key_of(subject)].push_back(
          {is_rule ? QueueRank::kRuleMatch : QueueRank::kListMatch, match.id,
           is_rule ? fmt::format("the rule {} of {} matches it", match.entry, match.list_name)
                   : fmt::format("it resembles an entry of the list {}", match.list_name),
           json::Object{
               {"list_name", match.list_name}, {"entry", match.entry}, {"state", match.state}},
           match.found_at});
    }
  }
  return {};
}

bool is_running(const clocks::Reading& reading) {
  return reading.state == clocks::State::kRunning || reading.state == clocks::State::kOverdue;
}

// What requests cite that fall due.
Result<void> add_due(Workspace& workspace, const std::string& case_id, Reasons& reasons) {
  SANAD_TRY(const auto requests, workspace.records().requests(case_id));
  const Timestamp soon{workspace.clock().now().unix_ms + kDueSoonMs};
  for (const records::Request& request : requests) {
    const json::Array* exhibits = request.content["exhibits"].as_array();
    if (exhibits == nullptr || exhibits->empty()) continue;
    SANAD_TRY(const auto clocks, workspace.records().clocks_of_request(request.id));
    for (const records::RunningClock& clock : clocks) {
      if (clock.course.met_at || clock.rule.nature != clocks::Nature::kDeadline) continue;
      SANAD_TRY(const ReadClock read, read_clock(workspace, clock));
      if (!is_running(read.reading) || read.reading.due > soon) continue;
      for (const json::Value& exhibit : *exhibits)
        reasons[{exhibit.string_or(""), -1}].push_back(
            {QueueRank::kDue, request.id,
             fmt::format("the request {} cites it, and its clock \"{}\" is due at {}",
                         request.reference, clock.rule.title, format_timestamp(read.reading.due)),
             json::Object{{"request_reference", request.reference},
                          {"clock", clock.id},
                          {"due", format_timestamp(read.reading.due)},
                          {"started_at", format_timestamp(clock.course.start)}},
             read.reading.due});
    }
  }
  return {};
}

// When it came about, also of what falls due.
Timestamp came_about(const QueueReason& reason) {
  const auto started = parse_timestamp(reason.details.find("started_at") != nullptr
                                           ? reason.details.find("started_at")->string_or("")
                                           : "");
  return started.ok() ? *started : reason.at;
}

// By rank; then what is due first, or came first.
bool comes_before(const QueueReason& one, const QueueReason& other) {
  return std::tuple(one.rank, one.at.unix_ms, std::string_view(one.id)) <
         std::tuple(other.rank, other.at.unix_ms, std::string_view(other.id));
}

// All that asks for assessments in a case, without what an assessment that is complete has dealt
// with.
Result<Reasons> reasons_in(Workspace& workspace, const std::string& case_id,
                           const std::map<Key, AssessmentPair>& newest) {
  Reasons reasons;
  SANAD_CHECK(add_asks(workspace, case_id, reasons));
  SANAD_CHECK(add_matches(workspace, case_id, reasons));
  SANAD_CHECK(add_due(workspace, case_id, reasons));
  for (auto it = reasons.begin(); it != reasons.end();) {
    const auto pair = newest.find(it->first);
    if (pair != newest.end() && pair->second.is_closed()) {
      const Timestamp closed = *pair->second.complete[1].completed_at;
      std::erase_if(it->second, [&](const QueueReason& one) { return came_about(one) <= closed; });
    }
    std::ranges::sort(it->second, comes_before);
    it = it->second.empty() ? reasons.erase(it) : std::next(it);
  }
  return reasons;
}

Result<std::map<Key, AssessmentPair>> newest_pairs(Workspace& workspace,
                                                   const std::string& case_id) {
  SANAD_TRY(auto pairs, workspace.records().assessment_pairs(case_id));
  std::map<Key, AssessmentPair> newest;
  for (AssessmentPair& pair : pairs) {
    const Key key = key_of(pair.subject);
    newest.emplace(key, std::move(pair));  // newest first, so that the first one stays
  }
  return newest;
}

// Whether the officer may take it. Nothing is told of what others made of it.
Result<bool> is_free_for(Workspace& workspace, const Officer& caller, const AssessmentPair& pair) {
  if (pair.is_closed()) return !outcome_of(pair).empty();
  SANAD_TRY(const auto all, workspace.records().assessments_of_pair(pair.id));
  for (const Assessment& one : all)
    if (one.assessor == caller.id && one.state != "given-back") return false;
  SANAD_TRY(const std::size_t taken, places_taken(workspace, all));
  return taken < 2;
}

Result<void> add_items(Workspace& workspace, const Officer& caller, const std::string& case_id,
                       std::vector<QueueItem>& items) {
  SANAD_TRY(const auto newest, newest_pairs(workspace, case_id));
  SANAD_TRY(Reasons reasons, reasons_in(workspace, case_id, newest));
  for (auto& [key, why] : reasons) {
    if (const auto pair = newest.find(key); pair != newest.end()) {
      SANAD_TRY(const bool is_free, is_free_for(workspace, caller, pair->second));
      if (!is_free) continue;
    }
    QueueItem item{case_id, subject_of(key), std::move(why), 0};
    SANAD_TRY(const bool is_seen, may_see(workspace, caller, case_id, item.subject.exhibit));
    if (!is_seen) continue;
    if (item.reasons.size() > kReasonsShown) {
      item.further_reasons = item.reasons.size() - kReasonsShown;
      item.reasons.resize(kReasonsShown);
    }
    items.push_back(std::move(item));
  }
  return {};
}

}  // namespace

std::string_view queue_rank_name(QueueRank rank) {
  constexpr std::string_view kNames[] = {"due", "asked-urgent", "asked", "list-match",
                                         "rule-match"};
  return kNames[static_cast<std::size_t>(rank)];
}

Result<AssessmentQueue> assessment_queue(Workspace& workspace, const Officer& caller,
                                         std::string_view case_id) {
  SANAD_CHECK(require_assessor(workspace, caller));
  std::vector<std::string> cases;
  if (case_id.empty()) {
    SANAD_TRY(auto all, workspace.records().cases());
    SANAD_CHECK(keep_seen(workspace, caller, all, [](const records::Case& one) { return one.id; }));
    for (const records::Case& one : all) cases.push_back(one.id);
  } else {
    SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
    cases.push_back(of_case.id);
  }
  AssessmentQueue queue;
  SANAD_TRY(queue.mine, seen_of(workspace, caller, workspace.records().assessments_by(caller.id)));
  std::erase_if(queue.mine, [&](const Assessment& one) {
    return one.state != "open" || std::ranges::find(cases, one.case_id) == cases.end();
  });
  for (const std::string& one : cases) SANAD_CHECK(add_items(workspace, caller, one, queue.items));
  stable_sort(queue.items, [](const QueueItem& one, const QueueItem& other) {
    return comes_before(one.reasons.front(), other.reasons.front());
  });
  if (queue.items.size() > kQueueShown) {
    queue.further_items = queue.items.size() - kQueueShown;
    queue.items.resize(kQueueShown);
  }
  return queue;
}

Result<std::vector<QueueReason>> reasons_to_assess(Workspace& workspace, std::string_view case_id,
                                                   const SheetSubject& subject) {
  SANAD_TRY(const auto newest, newest_pairs(workspace, std::string(case_id)));
  SANAD_TRY(Reasons reasons, reasons_in(workspace, std::string(case_id), newest));
  std::vector<QueueReason> found = std::move(reasons[key_of(subject)]);
  if (found.size() > kReasonsShown) found.resize(kReasonsShown);
  return found;
}

}  // namespace sanad::service
