#include "authority/person_review.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace sanad::authority {

PersonDecision decide_person(const Officer& officer, std::string_view case_id,
                             std::string_view identifier,
                             std::span<const Authorisation> authorisations, Timestamp now,
                             ReviewDay review) {
  PersonDecision all = decide_person(officer, case_id, identifier, authorisations, now);
  if (review == ReviewDay::kReminds || !all.allowed()) return all;
  std::vector<Authorisation> standing(authorisations.begin(), authorisations.end());
  std::erase_if(standing, [&](const Authorisation& a) { return a.review_due() <= now; });
  PersonDecision reviewed = decide_person(officer, case_id, identifier, standing, now);
  if (reviewed.allowed()) return reviewed;
  const std::string& id = all.permit().authorisation();
  const auto lapsed = std::ranges::find(authorisations, id, &Authorisation::id);
  return Refusal{RefusalCode::kReviewLapsed,
                 fmt::format("the authorisation that names this account lapsed at {}, when its "
                             "review was due; a supervisor must record the review",
                             format_timestamp(lapsed->review_due())),
                 id};
}

}  // namespace sanad::authority
