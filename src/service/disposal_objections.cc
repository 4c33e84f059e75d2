// What speaks against a disposal: each with a sentence that says what to do.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "part_lines.h"
#include "service/assessments.h"
#include "service/disposal.h"
#include "service/exculpatory.h"
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

// The exhibit, or all of the case.
Result<std::vector<std::string>> exhibits_meant(Workspace& workspace, const std::string& case_id,
                                                const std::string& exhibit_id) {
  if (!exhibit_id.empty()) return std::vector{exhibit_id};
  std::vector<std::string> exhibits;
  SANAD_TRY(const auto all, workspace.records().exhibits(case_id));
  for (const records::Exhibit& one : all) exhibits.push_back(one.id);
  return exhibits;
}

bool is_among(const std::vector<std::string>& exhibits, std::string_view exhibit) {
  return std::ranges::find(exhibits, exhibit) != exhibits.end();
}

// An assessment that somebody began, or two that differ. Who assesses is not told.
Result<void> add_assessments(Workspace& workspace, const std::string& case_id,
                             const std::vector<std::string>& exhibits,
                             std::vector<Objection>& found) {
  SANAD_TRY(const auto pairs, workspace.records().assessment_pairs(case_id));
  std::set<std::string> unfinished;
  for (const records::AssessmentPair& pair : pairs) {
    if (!is_among(exhibits, pair.subject.exhibit) || !outcome_of(pair).empty()) continue;
    SANAD_TRY(const auto both, workspace.records().assessments_of_pair(pair.id));
    const bool is_begun = std::ranges::any_of(
        both, [](const records::Assessment& one) { return one.state != "given-back"; });
    if (is_begun) unfinished.insert(pair.subject.exhibit);
  }
  for (const std::string& id : unfinished) {
    SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(id));
    found.push_back(
        {"assessment-open", fmt::format("{} is being assessed; wait until two have written their "
                                        "assessments and, where they differ, a third decided",
                                        exhibit.number)});
  }
  return {};
}

// What speaks for somebody, and complaints, that nobody answered.
Result<void> add_unanswered(Workspace& workspace, const std::string& case_id,
                            const std::string& exhibit_id, const std::vector<std::string>& exhibits,
                            std::vector<Objection>& found) {
  SANAD_TRY(const auto notes, unanswered_on(workspace, case_id, exhibits));
  for (const records::ExculpatoryNote& one : notes)
    found.push_back({"unanswered", fmt::format("{}, which speaks for somebody, is not answered; "
                                               "another officer answers it first",
                                               one.id)});
  SANAD_TRY(const auto complaints, workspace.records().complaints(case_id));
  for (const records::Complaint& one : complaints) {
    const std::string about = one.data["about"].string_or("");
    // About the case, or another act of it, it may need any of its material.
    const bool is_elsewhere =
        !exhibit_id.empty() && about.starts_with("exhibit-") && about != exhibit_id;
    if (one.outcome.empty() && !is_elsewhere)
      found.push_back({"unanswered", fmt::format("the complaint {} is not answered; a supervisor "
                                                 "answers it first",
                                                 one.reference)});
  }
  return {};
}

// A package that can still be opened, and that not every partner has acknowledged.
Result<void> add_packages(Workspace& workspace, const std::string& case_id,
                          const std::vector<std::string>& exhibits, std::vector<Objection>& found) {
  SANAD_TRY(const auto packages, workspace.records().packages(case_id, "out"));
  for (const records::Package& one : packages) {
    const json::Array* packed = one.data["exhibits"].as_array();
    const json::Array* partners = one.data["partners"].as_array();
    SANAD_TRY(const Timestamp ends, parse_timestamp(one.data["expires_at"].string_or("")));
    const bool holds_it =
        packed != nullptr && std::ranges::any_of(*packed, [&](const json::Value& exhibit) {
          return is_among(exhibits, exhibit.string_or(""));
        });
    if (!holds_it || ends <= workspace.clock().now()) continue;
    SANAD_TRY(const auto receipts, workspace.records().receipts(one.id));
    if (partners == nullptr || receipts.size() < partners->size())
      found.push_back({"shared", fmt::format("the package {} with it is on its way; take in the "
                                             "receipts for it, or wait until it ends on {}",
                                             one.id, day(ends))});
  }
  return {};
}

// Whether the release's selector stands in the list of parts.
Result<bool> has_selector(Workspace& workspace, const std::string& exhibit_id,
                          const records::Release& release) {
  SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(exhibit_id));
  auto list = open_list(workspace, exhibit);
  if (!list.ok() && list.error().code == ErrorCode::kNotFound) return false;
  if (!list.ok()) return list.error();
  const std::string type = release.data["type"].string_or("");
  const std::string value = release.data["value"].string_or("");
  bool has = false;
  SANAD_CHECK(for_each_line(*list, [&](const part_list::Reader::Line& line) -> Result<void> {
    if (has || line.is_set_aside || line.text.find("\"selectors\"") == std::string_view::npos)
      return {};
    SANAD_TRY_WITH(const json::Value part, json::parse(line.text), "the list of parts");
    for (const char* what : {"item", "record"}) {
      const json::Array* hits = part[what]["selectors"].as_array();
      has =
          has || (hits != nullptr && std::ranges::any_of(*hits, [&](const json::Value& hit) {
                    return hit["kind"].string_or("") == type && hit["value"].string_or("") == value;
                  }));
    }
    return {};
  }));
  return has;
}

Result<bool> came_from(Workspace& workspace, const std::string& exhibit,
                       const records::Release& release) {
  if (release.data["source"]["kind"].string_or("") == "selector")
    return has_selector(workspace, exhibit, release);
  SANAD_TRY(const auto lists, workspace.records().lists_from(exhibit));
  return is_among(lists, release.data["source"]["list"].string_or(""));
}

// Indicators that partners may fetch. Of lists, releases of other cases count too.
Result<void> add_releases(Workspace& workspace, const std::string& case_id,
                          const std::vector<std::string>& exhibits, std::vector<Objection>& found) {
  SANAD_TRY(const auto releases, workspace.records().releases(""));
  for (const records::Release& one : releases) {
    const auto until = parse_timestamp(one.data["valid_until"].string_or(""));
    const bool is_over =
        one.withdrawn_at.has_value() || (until.ok() && *until <= workspace.clock().now());
    const bool is_selector = one.data["source"]["kind"].string_or("") == "selector";
    if (is_over || (is_selector && one.case_id != case_id)) continue;
    for (const std::string& exhibit : exhibits) {
      SANAD_TRY(const bool came, came_from(workspace, exhibit, one));
      if (!came) continue;
      found.push_back(
          {"shared", fmt::format("the indicator {} that came from it may be read by partners; "
                                 "withdraw it first",
                                 one.id)});
      break;
    }
  }
  return {};
}

// Partners may still be told of a list's entry that came from it.
Result<void> add_shares(Workspace& workspace, const std::vector<std::string>& exhibits,
                        std::vector<Objection>& found) {
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
  SANAD_TRY(const auto exhibits, exhibits_meant(workspace, case_id, exhibit));
  SANAD_CHECK(add_assessments(workspace, case_id, exhibits, found));
  SANAD_CHECK(add_unanswered(workspace, case_id, exhibit, exhibits, found));
  SANAD_CHECK(add_packages(workspace, case_id, exhibits, found));
  SANAD_CHECK(add_releases(workspace, case_id, exhibits, found));
  SANAD_CHECK(add_shares(workspace, exhibits, found));
  return found;
}

}  // namespace sanad::service
