// A line of an excerpt (docs/formats/excerpt.md) as a document to read: what is masked stands there
// as the pseudonym in square brackets.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "json/json.h"

namespace sanad::present {

struct ShownPart {
  std::uint64_t number = 0;
  json::Value part;
  std::uint64_t masked_words = 0;
};
// Absent: the line is of closed parts. kInvalid: it is no line of an excerpt.
Result<std::optional<ShownPart>> read_shown_part(std::string_view line);

}  // namespace sanad::present
