// How much covered material an officer looked at, for that officer. Every look is recorded
// (exhibit.viewed); their number is told to nobody else, and no number of it stands in an entry. A
// supervisor is told that a limit of the policy is reached, not how. Tested by exposure_test.cc.
#pragma once

#include <string>
#include <string_view>

#include "review/exposure.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::int64_t kMaxTogetherMinutes = 240;

// The officer's own.
Result<json::Object> my_exposure(Workspace& workspace, const authority::Officer& caller);
// By a supervisor: officers with a limit that is reached now, [{"officer", "name"}], by name.
Result<json::Array> who_reached_a_limit(Workspace& workspace, const authority::Officer& caller);

// Says that the caller looks at the exhibit together with another officer, for some minutes from
// now; recorded as exposure.accompanied. By whoever may read a case. kInvalid: oneself, or no such
// time. kNotFound.
Result<void> look_together(Workspace& workspace, const authority::Officer& caller,
                           std::string_view exhibit, std::string_view officer,
                           std::int64_t minutes);

}  // namespace sanad::service
