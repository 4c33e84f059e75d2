// Rules of the model that its checks, its sorting and the importers share.
#pragma once

#include <string_view>

#include "lists/model.h"

namespace sanad::lists {

// By time; at the same time a dispute comes before what may end it; then by every other member, so
// that only equal ones are equal.
bool feedback_before(const Feedback& a, const Feedback& b);

// [A-Za-z0-9][A-Za-z0-9._:@-]*, at most kMaxIdBytes.
bool is_entry_id(std::string_view id);

}  // namespace sanad::lists
