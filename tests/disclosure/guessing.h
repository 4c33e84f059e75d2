// Tries all that a hidden thing of few values could be, against every commitment that a bundle
// tells, with whatever in the bundle could be a salt.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "merkle/merkle.h"
#include "part_list/words.h"
#include "redaction/tiles.h"

namespace sanad::disclosure {

// What of a bundle could be a commitment or a salt: every value of 32 bytes that is written in it
// as hexadecimal or base64 or lies in it as a whole file, and every one of 16 bytes, halves of
// those of 32 too.
struct Values {
  std::set<Digest256> digests;
  std::set<part_list::Seed> seeds;
  void add(std::string_view bytes);
};

// All four-digit numbers as a word of a masked text, as it is cut: with the space behind it. Which
// of them, with one of these salts, is one of these commitments?
std::optional<std::string> guess_word(const std::set<part_list::Seed>& salts,
                                      const std::set<Digest256>& commitments);

// Likewise as the one unknown word of a closed part, of which all else is known. before and behind:
// the part's line around it. Hashes of leaves among commitments.
std::optional<std::string> guess_part(const std::set<part_list::Seed>& seeds,
                                      std::string_view before, std::string_view behind,
                                      const std::set<Digest256>& commitments);

// Which of these contents is closed in a tile of the picture.
std::optional<std::size_t> guess_tile(const std::set<Digest256>& salts, const redaction::Grid& grid,
                                      std::uint64_t tile, const std::vector<Bytes>& contents,
                                      const std::set<Digest256>& commitments);

// The four-digit number.
std::string code_of(unsigned value);

}  // namespace sanad::disclosure
