// What speaks against a disposal: each with a sentence that says what to do.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "service/disposal.h"
#include "service/retention.h"
#include "service/running_clocks.h"
#include "service/tokens.h"

namespace sanad::service {

using records::Request;
namespace {

std::string day(Timestamp at) { return format_timestamp(at).substr(0, 10); }

Result<void> add_retention(Workspace& workspace, const std::string& case_id,
                           const std::string& exhibit_id, std::vector<Objection>& found) {
  Kept kept;
  if (exhibit_id.empty()) {
    SANAD_TRY(const records::Case of_case, workspace.records().find_case(case_id));
    SANAD_TRY(kept, kept_until(workspace, of_case));
  } else {
    SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(exhibit_id));
    SANAD_TRY(kept, kept_until(workspace, exhibit));
  }
  if (!kept.rule) {
    found.push_back({"no-retention-rule",
                     "no rule says how long this material is kept; a supervisor sets one first"});
  } else if (kept.until > workspace.clock().now()) {
    found.push_back(
        {"retention-not-over",
         fmt::format("it is kept until {} under \"{}\" ({} {}); wait until then", day(kept.until),
                     kept.rule->name, kept.rule->pack, kept.rule->provision)});
  }
  return {};
}

bool is_open(const Request& request) {
  return request.state != "answered" && request.state != "withdrawn" &&
         request.corrected_by.empty();
}

// Named, or relied on without being named: a capture of the address that the request is about.
bool cites(const Request& request, const records::Exhibit& exhibit) {
  const json::Array* ids = request.content["exhibits"].as_array();
  if (ids == nullptr || ids->empty())
    return !exhibit.url.empty() && request.content["url"].string_or("") == exhibit.url;
  return std::ranges::any_of(*ids, [&](const json::Value& id) {
    return id.string_or("") == exhibit.id || id.string_or("") == exhibit.number;
  });
}

// The case's requests that are about the exhibit; without one all.
Result<std::vector<Request>> requests_about(Workspace& workspace, const std::string& case_id,
                                            const std::string& exhibit_id) {
  SANAD_TRY(auto requests, workspace.records().requests(case_id));
  if (exhibit_id.empty()) return requests;
  SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(exhibit_id));
  std::erase_if(requests, [&](const Request& one) { return !cites(one, exhibit); });
  return requests;
}

void add_requests(Workspace& workspace, const std::vector<Request>& requests,
                  std::vector<Objection>& found) {
  for (const Request& one : requests) {
    const auto recheck = workspace.records().recheck(one.id);
    const bool is_rechecked = recheck.ok() && recheck->next_at.has_value();
    if (is_open(one)) {
      found.push_back({"request-open", fmt::format("the request {} is {}; wait for its answer or "
                                                   "withdraw it",
                                                   one.reference, one.state)});
    } else if (is_rechecked) {
      found.push_back({"request-open",
                       fmt::format("the page of the request {} is still re-checked; end that first",
                                   one.reference)});
    }
  }
}

// Clocks of those requests, and of the case itself: a duty that the material may be needed for.
Result<void> add_clocks(Workspace& workspace, const std::string& case_id,
                        const std::vector<Request>& requests, std::vector<Objection>& found) {
  std::set<std::string> about{""};
  for (const Request& one : requests) about.insert(one.id);
  SANAD_TRY(const auto clocks, workspace.records().clocks(case_id));
  for (const records::RunningClock& clock : clocks) {
    if (clock.rule.key == kRetentionReview || !about.contains(clock.request)) continue;
    SANAD_TRY(const ReadClock read, read_clock(workspace, clock));
    const auto state = read.reading.state;
    if (state == clocks::State::kMet || state == clocks::State::kMetLate ||
        state == clocks::State::kEnded)
      continue;
    found.push_back(
        {"clock-running", fmt::format("the clock \"{}\" is {}; it must be met or end first",
                                      clock.rule.title, clocks::name(state))});
  }
  return {};
}

// Partners may still be told of a list's entry that came from it.
Result<void> add_shares(Workspace& workspace, const std::string& case_id,
                        const std::string& exhibit_id, std::vector<Objection>& found) {
  std::vector<std::string> exhibits{exhibit_id};
  if (exhibit_id.empty()) {
    exhibits.clear();
    SANAD_TRY(const auto all, workspace.records().exhibits(case_id));
    for (const records::Exhibit& one : all) exhibits.push_back(one.id);
  }
  SANAD_TRY(const auto tokens, workspace.records().tokens());
  const Timestamp now = workspace.clock().now();
  for (const std::string& exhibit : exhibits) {
    SANAD_TRY(const auto lists, workspace.records().lists_from(exhibit));
    for (const records::Token& token : tokens) {
      const bool opens = !token.revoked_at && token.expires_at > now &&
                         std::ranges::any_of(lists, [&](const std::string& list) {
                           return std::ranges::find(token.lists, list) != token.lists.end();
                         });
      if (opens)
        found.push_back(
            {"shared", fmt::format("a list with content of it is shared with {}; revoke "
                                   "the token {} first",
                                   token.partner, token.id)});
    }
  }
  return {};
}

}  // namespace

Result<std::vector<Objection>> objections_to(Workspace& workspace, const std::string& case_id,
                                             const std::string& exhibit) {
  std::vector<Objection> found;
  // The strongest first.
  SANAD_TRY(const auto holds, standing_holds(workspace, case_id, exhibit));
  for (const records::Hold& hold : holds)
    found.push_back({"legal-hold", fmt::format("{} holds it since {} ({}); it stays until a "
                                               "supervisor lifts that",
                                               hold.id, day(hold.placed_at), hold.ground)});
  SANAD_CHECK(add_retention(workspace, case_id, exhibit, found));
  SANAD_TRY(const auto requests, requests_about(workspace, case_id, exhibit));
  add_requests(workspace, requests, found);
  SANAD_CHECK(add_clocks(workspace, case_id, requests, found));
  SANAD_CHECK(add_shares(workspace, case_id, exhibit, found));
  return found;
}

}  // namespace sanad::service
