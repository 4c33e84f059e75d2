// A folded text, letter by letter.
#pragma once

#include <functional>
#include <string_view>

#include "base/result.h"

namespace sanad::text {

// The letters of fold() without its spaces, in memory that does not grow with the text. kLimit as
// fold().
Result<void> for_each_letter(std::string_view text, const std::function<void(char32_t)>& to);

}  // namespace sanad::text
