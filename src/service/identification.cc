#include "service/identification.h"

#include <fmt/format.h>

#include <algorithm>

#include "queue.h"
#include "service/lists.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Role;

namespace {

constexpr std::size_t kMaxReasonBytes = 4096;
constexpr std::size_t kJobsLookedAt = 200;

Result<void> require_identifier(Workspace& workspace, const authority::Officer& caller,
                                std::string_view to_do) {
  return require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor, Role::kReviewer},
                      to_do);
}

Result<bool> has_something_to_compare_with(Workspace& workspace) {
  SANAD_TRY(const auto lists, workspace.records().lists());
  if (!lists.empty()) return true;
  SANAD_TRY(const auto sets, workspace.records().rule_sets());
  return std::ranges::any_of(sets, [](const records::RuleSet& set) { return !set.retired_at; });
}

// One that waits will see whatever there is when it begins.
Result<std::string> waiting_or_new_job(Workspace& workspace, const std::string& case_id,
                                       const std::string& actor) {
  SANAD_TRY(const auto jobs, workspace.jobs().of_case(case_id, kJobsLookedAt));
  for (const records::Job& waiting : jobs) {
    if (waiting.kind == "identify" && waiting.state == records::JobState::kQueued)
      return waiting.id;
  }
  return queue_job(workspace, "identify", case_id, actor, json::Object{});
}

}  // namespace

Result<std::string> order_identification(Workspace& workspace, const authority::Officer& caller,
                                         std::string_view case_id) {
  SANAD_CHECK(require_identifier(workspace, caller, "compare exhibits with lists"));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_TRY(const bool is_any, has_something_to_compare_with(workspace));
  if (!is_any)
    return Error{ErrorCode::kInvalid,
                 "there is no list to compare with and no rule to run; import one with \"sanad "
                 "list import\" or \"sanad rules import\""};
  return waiting_or_new_job(workspace, of_case.id, caller.id);
}

Result<void> queue_identification(Workspace& workspace, const std::string& case_id,
                                  const std::string& actor) {
  SANAD_TRY(const bool is_any, has_something_to_compare_with(workspace));
  if (is_any) SANAD_CHECK(waiting_or_new_job(workspace, case_id, actor));
  return {};
}

Result<void> queue_rescans(Workspace& workspace, const std::string& actor) {
  SANAD_TRY(const auto cases, workspace.records().cases());
  for (const records::Case& one : cases) {
    if (one.exhibits > 0) SANAD_CHECK(queue_identification(workspace, one.id, actor));
  }
  return {};
}

static Result<CurrentMatch> as_it_stands(Workspace& workspace, records::Match match) {
  SANAD_TRY(const auto now, workspace.library().is_disputed(match.list, match.entry));
  const bool disputed = now.value_or(match.data["disputed"].bool_or(false));
  return CurrentMatch{std::move(match), disputed};
}

static Result<void> require_match_state(std::string_view state) {
  if (state.empty() || state == "open" || state == "confirmed" || state == "rejected") return {};
  return Error{ErrorCode::kInvalid,
               "the state of a match is \"open\", \"confirmed\" or \"rejected\""};
}

Result<MatchPage> page_of_matches(Workspace& workspace, const authority::Officer& caller,
                                  std::string_view case_id, std::string_view state,
                                  std::string_view exhibit, std::string_view cursor) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_CHECK(require_match_state(state));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  auto matches = workspace.records().matches(
      records::MatchFilter{of_case.id, std::string(state), std::string(exhibit),
                           std::string(cursor), kMatchesOfPage + 1});
  if (!matches.ok() && matches.error().code == ErrorCode::kNotFound)
    return Error{ErrorCode::kInvalid, "the cursor is \"next\" of the page before"};
  if (!matches.ok()) return matches.error();
  MatchPage page;
  page.has_more = matches->size() > kMatchesOfPage;
  if (page.has_more) matches->pop_back();
  for (records::Match& match : *matches) {
    SANAD_TRY(const bool is_seen, may_see(workspace, caller, match.case_id, match.exhibit));
    if (!is_seen) continue;
    SANAD_TRY(CurrentMatch current, as_it_stands(workspace, std::move(match)));
    page.matches.push_back(std::move(current));
  }
  return page;
}

Result<std::vector<CurrentMatch>> list_matches(Workspace& workspace,
                                               const authority::Officer& caller,
                                               std::string_view case_id, std::string_view state) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_CHECK(require_match_state(state));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_TRY(auto matches, workspace.records().matches(of_case.id));
  std::vector<CurrentMatch> found;
  for (records::Match& match : matches) {
    if (!state.empty() && match.state != state) continue;
    SANAD_TRY(const bool is_seen, may_see(workspace, caller, match.case_id, match.exhibit));
    if (!is_seen) continue;
    SANAD_TRY(CurrentMatch current, as_it_stands(workspace, std::move(match)));
    found.push_back(std::move(current));
  }
  return found;
}

Result<CurrentMatch> find_match(Workspace& workspace, const authority::Officer& caller,
                                std::string_view match) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(records::Match found, workspace.records().match(match));
  SANAD_CHECK(require_sight(workspace, caller, found.case_id, found.exhibit));
  return as_it_stands(workspace, std::move(found));
}

Result<CurrentMatch> review_match(Workspace& workspace, const authority::Officer& caller,
                                  std::string_view match, std::string_view outcome,
                                  std::string_view reason) {
  SANAD_CHECK(require_identifier(workspace, caller, "review a match"));
  if (outcome != "confirmed" && outcome != "rejected") {
    return Error{ErrorCode::kInvalid, "the outcome of a review is \"confirmed\" or \"rejected\""};
  }
  if (reason.empty()) return Error{ErrorCode::kInvalid, "give a reason: others will rely on it"};
  if (reason.size() > kMaxReasonBytes) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("the reason is longer than {} bytes; shorten it", kMaxReasonBytes)};
  }
  SANAD_TRY(const records::Match found, workspace.records().match(match));
  SANAD_CHECK(require_sight(workspace, caller, found.case_id, found.exhibit));
  SANAD_CHECK(workspace.custody().record({"match.reviewed", caller.id, found.case_id,
                                          json::Object{{"match", found.id},
                                                       {"exhibit", found.exhibit},
                                                       {"outcome", outcome},
                                                       {"reason", reason}}}));
  SANAD_TRY(records::Match reviewed, workspace.records().match(found.id));
  return as_it_stands(workspace, std::move(reviewed));
}

}  // namespace sanad::service
