// The signs of a query, one after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sanad::search {

struct Sign {
  enum class Kind { kOpen, kClose, kOr, kAnd, kNot, kNear, kField, kWord, kQuoted, kEnd };
  Kind kind = Kind::kEnd;
  std::string text;          // kWord and kQuoted: the text; kField: the name as typed
  std::uint32_t within = 0;  // kNear
};

// Ends with kEnd. kInvalid for a quotation that does not end, kLimit beyond kMaxQueryBytes.
Result<std::vector<Sign>> read_signs(std::string_view query);

// Digits of Arabic script as ASCII.
std::string with_ascii_digits(std::string_view text);
// The text between quotation marks, with those inside as spaces.
std::string without_quotes(std::string_view text);

}  // namespace sanad::search
