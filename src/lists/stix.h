// What the STIX reader and writer share (STIX 2.1, OASIS Standard, 10 June 2021).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lists/model.h"
#include "lists/stix_names.h"

namespace sanad::lists {

inline constexpr std::size_t kMaxPatternBytes = 2 * kMaxValueBytes;
inline constexpr int kMaxPatternDepth = 16;
inline constexpr std::size_t kMaxAlternatives = 256;

// "file:hashes.'SHA-256' = '…'" or "url:value = '…'".
struct Comparison {
  std::string signal;
  std::string value;  // as it is written
  friend bool operator==(const Comparison&, const Comparison&) = default;
};
// Any of these; of each, all at once.
using Alternatives = std::vector<std::vector<Comparison>>;

// Reads the part of STIX patterning (section 9) that a list can hold: observations joined by OR,
// comparisons "=" and IN of file hashes and addresses, joined by AND and OR, in parentheses.
// kInvalid says what stands outside it; kLimit if it is too long, too deep or has too many cases.
Result<Alternatives> parse_stix_pattern(std::string_view pattern);

// Those and the five of TLP 1 that STIX 2.1 itself defines (section 7.2.1.4).
std::optional<Tlp> tlp_from_marking_id(std::string_view id);
}  // namespace sanad::lists
