// Whole numbers as text, strictly: one text for one value.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace sanad {

// ASCII decimal without sign, white space or leading zeros ("0" itself is accepted), at most
// 2^64 - 1. kInvalid otherwise.
Result<std::uint64_t> parse_decimal(std::string_view text);

}  // namespace sanad
