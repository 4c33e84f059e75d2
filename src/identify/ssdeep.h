// Which ssdeep digests can be near at all: asking the extractor costs a process, and hardly any two
// digests are.
#pragma once

#include <string_view>

namespace sanad::identify {

// False only where the two have a score of 0. Digests are compared at a block size that both have
// (the same, or one twice the other), and have a score only if they share seven characters in a row
// there once runs of one character are cut to three, or are the same (Kornblum 2006, and libfuzzy
// 2.14 from Debian 12).
bool may_be_near(std::string_view a, std::string_view b);

}  // namespace sanad::identify
