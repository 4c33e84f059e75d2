// One part of an excerpt in which words are masked (docs/formats/excerpt.md): names of bystanders,
// numbers, whole fields. What is shown is proven as ever, and of what is masked one learns how many
// words it has, the pseudonym and the reason that the agency gives, and nothing else.
// Pure and thread-safe. Tested by masked_test.cc; fuzzed by excerpt_fuzz.cc.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "part_list/words.h"

namespace sanad::part_list {

inline constexpr std::size_t kMaxReasonBytes = 500;
inline constexpr std::size_t kMaxPseudonymBytes = 100;

struct Mask {
  std::string at;           // the text, number or truth, as a JSON pointer (RFC 6901)
  std::uint64_t first = 0;  // word of a text; 0 of another scalar
  std::uint64_t words = 1;
  std::string as;      // what stands in its place, such as "Person 3"
  std::string reason;  // both of 1 byte at least
  friend bool operator==(const Mask&, const Mask&) = default;
};

// The line of an excerpt, without its line feed. line: the part in canonical JSON. kInvalid: a mask
// names what the part does not have, two meet in a word, or a text of one is too long or empty.
Result<std::string> format_masked(std::uint64_t number, const Seed& seed, std::string_view line,
                                  std::vector<Mask> masks);

struct MaskedPart {
  std::uint64_t number = 0;
  std::string part;  // canonical; null where a field has masked words
  Digest256 commitment{};
  std::map<std::string, std::uint64_t> words_for;  // how many words for each reason
};
bool is_masked_line(const json::Value& line);
// kIntegrity: it is no such line.
Result<MaskedPart> read_masked(const json::Value& line);

}  // namespace sanad::part_list
