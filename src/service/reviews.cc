#include <fmt/format.h>

#include <algorithm>

#include "four_eyes.h"
#include "reasons.h"
#include "service/papers.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {
namespace {

using authority::Authorisation;
using authority::AuthorisationState;
using authority::Officer;
using authority::Paper;
using authority::PaperVersion;
using authority::Role;

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;

// What a review needs to know of its subject.
struct Reviewed {
  std::string id;
  std::string case_id;
  std::vector<std::string> authors;  // who asked for it or wrote it
  std::optional<Timestamp> ends;
  std::string why_not;  // it cannot be reviewed; empty: it can
};

Reviewed reviewed_of(const Authorisation& a, Timestamp now) {
  Reviewed of{a.id, a.case_id, {a.requester}, a.request.valid_to, ""};
  if (a.state != AuthorisationState::kApproved)
    of.why_not = fmt::format("the authorisation is {}", authority::state_name(a.state));
  else if (a.request.valid_to <= now)
    of.why_not = "the authorisation has ended; ask for a new one";
  return of;
}

Reviewed reviewed_of(const Paper& paper, Timestamp now) {
  Reviewed of{paper.id, paper.case_id, {}, std::nullopt, ""};
  for (const PaperVersion& one : paper.versions) of.authors.push_back(one.author);
  const PaperVersion* counts = paper.standing();
  if (counts) of.ends = counts->expires;
  if (!counts || paper.closed_at || (of.ends && *of.ends <= now))
    of.why_not = "the paper " + paper.why_not_in_force(now);
  else if (!paper.review_due())
    of.why_not = "the paper has no day of review";
  return of;
}

Result<Reviewed> find_reviewed(Workspace& workspace, std::string_view subject) {
  const Timestamp now = workspace.clock().now();
  if (subject.starts_with("authorisation-")) {
    SANAD_TRY(const Authorisation found, workspace.records().authorisation(subject));
    return reviewed_of(found, now);
  }
  SANAD_TRY(const Paper found, workspace.records().paper(subject));
  return reviewed_of(found, now);
}

Result<void> may_review(const Officer& caller, const Reviewed& of) {
  SANAD_CHECK(check_role(caller, {Role::kSupervisor}, "record a review"));
  if (std::ranges::find(of.authors, caller.id) != of.authors.end())
    return Error{ErrorCode::kDenied,
                 "no one reviews what they asked for or wrote; another supervisor must"};
  return {};
}

json::Object due_json(std::string_view subject, std::string_view kind, std::string_view title,
                      Timestamp due, std::string_view state) {
  return json::Object{{"subject", subject},
                      {"kind", kind},
                      {"title", title},
                      {"due", format_timestamp(due)},
                      {"state", state}};
}

}  // namespace

Result<void> record_review(Workspace& workspace, const Officer& caller, std::string_view subject,
                           std::string_view finding, std::string_view next_review) {
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Reviewed of, find_reviewed(workspace, subject));
  SANAD_CHECK(require_sight(workspace, caller, of.case_id));
  SANAD_CHECK(enforce(workspace, caller, of.case_id, "review", of.id, may_review(caller, of)));
  SANAD_CHECK(require_words(finding, "what the review found"));
  SANAD_TRY_WITH(const Timestamp next, parse_timestamp(next_review), "the day of the next review");
  if (!of.why_not.empty()) return Error{ErrorCode::kConflict, of.why_not};
  if (next <= workspace.clock().now())
    return Error{ErrorCode::kInvalid, "the next review must lie in the future"};
  if (of.ends && *of.ends < next)
    return Error{ErrorCode::kInvalid, fmt::format("it ends at {}; the next review must come before",
                                                  format_timestamp(*of.ends))};
  SANAD_CHECK(workspace.custody().record(
      {"review.recorded", caller.id, of.case_id,
       json::Object{
           {"subject", of.id}, {"finding", finding}, {"next_review", format_timestamp(next)}}}));
  return {};
}

Result<json::Array> due_reviews(Workspace& workspace, const Officer& caller,
                                std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_TRY(const authority::Policy policy, policy_of(workspace));
  const Timestamp now = workspace.clock().now();
  const Timestamp horizon{now.unix_ms + policy.remind_days * kDayMs};
  json::Array items;
  SANAD_TRY(const auto authorisations, workspace.records().authorisations(of_case.id));
  for (const Authorisation& a : authorisations) {
    if (!a.is_valid_at(now) || a.review_due() > horizon) continue;
    const bool is_over = a.review_due() <= now;
    items.emplace_back(due_json(a.id, "authorisation", a.request.instrument_reference,
                                a.review_due(),
                                !is_over                      ? "due"
                                : policy.authorisations_lapse ? "lapsed"
                                                              : "overdue"));
  }
  SANAD_TRY(const Law law, law_of(workspace));
  SANAD_TRY(const auto papers, workspace.records().papers(of_case.id));
  for (const Paper& paper : papers) {
    const auto due = paper.review_due();
    if (!due || *due > horizon || !reviewed_of(paper, now).why_not.empty()) continue;
    const authority::Form* form = form_of(law, paper);
    items.emplace_back(due_json(paper.id, paper.document, form ? form->title.en : paper.form, *due,
                                *due <= now ? "lapsed" : "due"));
  }
  return items;
}

}  // namespace sanad::service
