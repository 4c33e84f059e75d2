// Permits for persons where authorisations lapse on the day of their review (policy.md). Pure.
// Tested by person_test.cc.
#pragma once

#include <span>
#include <string_view>

#include "authority/person.h"

namespace sanad::authority {

// As decide_person() of person.h. With kLapses an authorisation whose day of review has come names
// nobody, and the refusal says so (kReviewLapsed). No emergency stands in for a review here: the
// permit has no place to say so.
PersonDecision decide_person(const Officer& officer, std::string_view case_id,
                             std::string_view identifier,
                             std::span<const Authorisation> authorisations, Timestamp now,
                             ReviewDay review);

}  // namespace sanad::authority
