// What the files about assessments share.
#pragma once

#include "refusing.h"
#include "service/assessments.h"

namespace sanad::service {

// The facets that the step "uses" goes through, as far as the set in force has them.
inline constexpr std::string_view kUseFacets[] = {"gifct-behaviour", "unodc-use", "unodc-function"};
bool is_use_facet(std::string_view facet);

// Of the two places of a pair: complete, or open with an officer who is still there.
Result<std::size_t> places_taken(Workspace& workspace, const std::vector<records::Assessment>& all);

Result<void> require_assessor(Workspace& workspace, const authority::Officer& caller);

// Refuses an outcome that acts while what speaks for somebody is unanswered on the exhibit.
// refusal: its code and reason are filled in.
Result<void> check_unanswered(Workspace& workspace, const authority::Officer& caller,
                              std::string_view case_id, const std::string& exhibit,
                              const json::Value& outcome, const review::Words& words,
                              ActRefusal refusal);

}  // namespace sanad::service
