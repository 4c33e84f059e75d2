// Letters without spaces, and the hashes of their runs.
#pragma once

#include <cstdint>
#include <vector>

#include "text/fingerprint.h"

namespace sanad::text {

// The letters of a folded text without the spaces, and where each stands in it.
struct Stream {
  std::u32string letters;
  std::vector<std::uint32_t> places;
};
Stream without_spaces(const Folded& folded);

// hashes[i] is of letters [i, i + kShingleLetters); empty for a shorter text.
std::vector<std::uint64_t> shingle_hashes(const std::u32string& letters);

}  // namespace sanad::text
