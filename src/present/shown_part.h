// A line of an excerpt (docs/formats/excerpt.md) as a document to read: what is masked stands there
// as the pseudonym in square brackets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace sanad::present {

struct ShownPart {
  std::uint64_t number = 0;
  json::Value part;
  std::uint64_t masked_words = 0;
  std::vector<std::string> masked;  // JSON pointers to what has masked words
  // Whether a word of what the pointer names is masked.
  bool is_masked(std::string_view pointer) const;
};
// Absent: the line is of closed parts. kInvalid: it is no line of an excerpt.
Result<std::optional<ShownPart>> read_shown_part(std::string_view line);
Result<std::optional<ShownPart>> shown_part_of(json::Value line);

}  // namespace sanad::present
