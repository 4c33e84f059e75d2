#include "service/exposure.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "looks.h"
#include "refusing.h"
#include "review/steps.h"
#include "service/people.h"
#include "service/planning.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Strictness;
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::size_t kMatchesLookedAt = 5'000;

review::ExposureLimits limits_of(const authority::Policy& policy) {
  return {policy.looks_per_day, policy.looks_per_week, policy.break_after_looks,
          policy.break_minutes};
}

Result<review::Exposure> exposure_of(Workspace& workspace, const Officer& officer,
                                     const authority::Policy& policy) {
  const Timestamp now = workspace.clock().now();
  SANAD_TRY(const auto looks,
            workspace.records().looks(officer.id, {now.unix_ms - review::kExposureWeekMs}));
  return review::count_exposure(looks, limits_of(policy), now);
}

std::string_view words_for(std::string_view limit) {
  if (limit == "week") return "the limit of looks within seven days is reached";
  if (limit == "day") return "the limit of looks within 24 hours is reached";
  return "a break is due";
}

// Once for each time that it is reached, without any number.
Result<void> record_reached(Workspace& workspace, const Officer& officer,
                            const review::Exposure& exposure) {
  if (!exposure.reached) return {};
  SANAD_TRY(const auto known, workspace.records().reached_limits(workspace.clock().now()));
  const bool is_known = std::ranges::any_of(known, [&](const records::ReachedLimit& one) {
    return one.officer == officer.id && one.limit == *exposure.reached;
  });
  if (is_known) return {};
  SANAD_CHECK(workspace.custody().record(
      {"exposure.reached", officer.id, "",
       json::Object{{"limit", *exposure.reached}, {"until", format_timestamp(*exposure.until)}}}));
  return {};
}

void add_labels(const json::Value& list, std::set<std::string>& labels) {
  const json::Array* all = list.as_array();
  if (all == nullptr) return;
  for (const json::Value& one : *all) labels.insert(one.string_or(""));
}

// Labels that a list gave to what an exhibit resembles, unless a person rejected that, and that two
// assessments gave it.
Result<std::set<std::string>> labels_on(Workspace& workspace, const records::Exhibit& exhibit) {
  std::set<std::string> labels;
  SANAD_TRY(const auto matches,
            workspace.records().matches(
                {.case_id = exhibit.case_id, .exhibit = exhibit.id, .limit = kMatchesLookedAt}));
  for (const records::Match& match : matches)
    if (match.state != "rejected") add_labels(match.data["labels"], labels);
  SANAD_TRY(const auto pairs, workspace.records().assessment_pairs(exhibit.case_id));
  for (const records::AssessmentPair& pair : pairs) {
    if (pair.subject.exhibit != exhibit.id || !pair.is_closed()) continue;
    for (const records::Assessment& one : pair.complete) {
      const auto uses = one.written.find(review::Step::kUses);
      if (uses == one.written.end()) continue;
      for (const std::string& label : review::labels_of(uses->second)) labels.insert(label);
    }
  }
  return labels;
}

Result<void> require_company(Workspace& workspace, const Officer& caller,
                             const records::Exhibit& exhibit, const authority::Policy& policy) {
  if (policy.two_persons_for.empty()) return {};
  SANAD_TRY(const auto labels, labels_on(workspace, exhibit));
  const auto severe = std::ranges::find_if(
      policy.two_persons_for, [&](const std::string& label) { return labels.contains(label); });
  if (severe == policy.two_persons_for.end()) return {};
  SANAD_TRY(const bool is_accompanied,
            workspace.records().is_accompanied(caller.id, exhibit.id, workspace.clock().now()));
  if (is_accompanied) return {};
  return refuse_act(workspace, caller, exhibit.case_id,
                    {"view", exhibit.number, "two-persons",
                     fmt::format("nobody looks at {} alone ({}): ask a colleague to record that "
                                 "they look at it with you",
                                 exhibit.number, *severe),
                     ""});
}

}  // namespace

Result<void> permit_look(Workspace& workspace, const Officer& caller,
                         const records::Exhibit& exhibit) {
  SANAD_TRY(const authority::Policy policy, policy_of(workspace));
  SANAD_CHECK(require_company(workspace, caller, exhibit, policy));
  if (policy.exposure != Strictness::kRefuse) return {};
  SANAD_TRY(const review::Exposure exposure, exposure_of(workspace, caller, policy));
  if (!exposure.reached) return {};
  // Of the workspace, so that those who read the case are not told.
  return refuse_act(workspace, caller, "",
                    {"view", exhibit.number, "exposure-limit",
                     fmt::format("{}; you can go on looking at {} (UTC)",
                                 words_for(*exposure.reached), format_timestamp(*exposure.until)),
                     ""});
}

Result<void> after_look(Workspace& workspace, const Officer& caller) {
  SANAD_TRY(const authority::Policy policy, policy_of(workspace));
  if (policy.exposure == Strictness::kOff) return {};
  SANAD_TRY(const review::Exposure exposure, exposure_of(workspace, caller, policy));
  return record_reached(workspace, caller, exposure);
}

Result<json::Object> my_exposure(Workspace& workspace, const Officer& caller) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const authority::Policy policy, policy_of(workspace));
  SANAD_TRY(const review::Exposure exposure, exposure_of(workspace, caller, policy));
  json::Array days;
  for (const review::DayCount& one : exposure.days)
    days.emplace_back(json::Object{{"day", one.day}, {"looks", one.looks}});
  const bool counts = policy.exposure != Strictness::kOff && exposure.reached;
  return json::Object{
      {"last_day", exposure.last_day},
      {"last_week", exposure.last_week},
      {"since_break", exposure.since_break},
      {"days", std::move(days)},
      {"limits", json::Object{{"exposure", authority::strictness_name(policy.exposure)},
                              {"looks_per_day", policy.looks_per_day},
                              {"looks_per_week", policy.looks_per_week},
                              {"break_after_looks", policy.break_after_looks},
                              {"break_minutes", policy.break_minutes}}},
      {"reached", counts ? json::Value(*exposure.reached) : json::Value(nullptr)},
      {"until", counts ? json::Value(format_timestamp(*exposure.until)) : json::Value(nullptr)}};
}

Result<json::Array> who_reached_a_limit(Workspace& workspace, const Officer& caller) {
  SANAD_CHECK(require_role(workspace, caller, {authority::Role::kSupervisor},
                           "see who reached a limit of looks"));
  SANAD_TRY(const auto reached, workspace.records().reached_limits(workspace.clock().now()));
  std::set<std::pair<std::string, std::string>> officers;
  for (const records::ReachedLimit& one : reached) {
    SANAD_TRY(const Officer officer, workspace.records().officer(one.officer));
    officers.emplace(officer.name, officer.id);
  }
  json::Array items;
  for (const auto& [name, id] : officers)
    items.emplace_back(json::Object{{"officer", id}, {"name", name}});
  return items;
}

Result<void> look_together(Workspace& workspace, const Officer& caller, std::string_view exhibit,
                           std::string_view officer, std::int64_t minutes) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Exhibit found, exhibit_for(workspace, caller, exhibit));
  SANAD_TRY(const Officer other, workspace.records().officer(officer));
  if (other.id == caller.id)
    return Error{ErrorCode::kInvalid, "two persons are two; the other one records this for you"};
  if (minutes < 1 || minutes > kMaxTogetherMinutes)
    return Error{ErrorCode::kInvalid,
                 fmt::format("you look together for 1 to {} minutes", kMaxTogetherMinutes)};
  SANAD_CHECK(check_role(other,
                         {authority::Role::kInvestigator, authority::Role::kSupervisor,
                          authority::Role::kEvidenceOfficer, authority::Role::kReviewer},
                         "look at an exhibit"));
  const Timestamp until{workspace.clock().now().unix_ms + minutes * kMinuteMs};
  SANAD_CHECK(workspace.custody().record(
      {"exposure.accompanied", caller.id, found.case_id,
       json::Object{
           {"exhibit", found.id}, {"officer", other.id}, {"until", format_timestamp(until)}}}));
  return {};
}

}  // namespace sanad::service
