// What a rule found stands in its match, in the words or bytes of the item. Lists of matches and of
// entries tell only how much of it there is: reading it is a look at the exhibit, which is recorded
// (service/evidence.h).
#pragma once

#include "json/json.h"

namespace sanad::service {

// match: what match.found says. Takes phrases and excerpts out of the details of a match by a rule,
// and sets "passages_not_shown" to how many they were. A match with an entry of a list has none:
// its details say where, not what.
void leave_out_passages(json::Object& match);

}  // namespace sanad::service
