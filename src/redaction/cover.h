// Lines that cover the pieces of a picture or a recording from the first to the last, in the
// largest perfect subtrees that are wholly open or wholly closed (docs/formats/redaction.md).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/tiles.h"

namespace sanad::redaction {

// log2 of how many pieces a seed stands for that covers all of them.
unsigned level_of(std::uint64_t pieces);

std::string write_cover(const Seed& seed, const Mask& mask,
                        const std::vector<merkle::Hash>& leaves);

// What is shown, and the words for what is wrong with it.
struct Shown {
  std::function<Digest256(const Seed& salt, std::uint64_t number)> commitment;
  std::function<bool(std::uint64_t number)> is_blank;
  std::string_view boxes;      // what asks for the lines
  std::string_view not_blank;  // the sentence
  std::string_view original;   // what was committed to
};
// kIntegrity, with the sentence: the pieces are not those that root commits to.
Result<void> verify_cover(const Mask& mask, const merkle::Hash& root, const Shown& shown,
                          std::string_view lines);

}  // namespace sanad::redaction
