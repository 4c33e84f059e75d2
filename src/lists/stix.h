// What the STIX reader and writer share (STIX 2.1, OASIS Standard, 10 June 2021).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lists/model.h"

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

// A pattern for one value; nullopt if STIX has no place for that signal.
std::optional<std::string> format_stix_pattern(std::string_view signal, std::string_view value);

// Identifiers of the markings that OASIS and FIRST published for TLP 2.0.
std::string_view tlp_marking_id(Tlp tlp);
// Those and the five of TLP 1 that STIX 2.1 itself defines (section 7.2.1.4).
std::optional<Tlp> tlp_from_marking_id(std::string_view id);
inline constexpr std::string_view kTlpExtension =
    "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

// A name-based UUID (RFC 9562, version 5) in this module's own namespace.
std::string name_uuid(std::string_view name);
bool is_uuid(std::string_view text);

}  // namespace sanad::lists
