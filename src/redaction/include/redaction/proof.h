// The proof of a redacted picture: lines that cover its tiles from the first to the last in the
// largest perfect subtrees that are wholly open or wholly closed. Of open ones the seed is told, of
// closed ones the hash (docs/formats/redaction.md).
// Tested by proof_test.cc; fuzzed by proof_fuzz.cc.
#pragma once

#include <string>
#include <string_view>

#include "redaction/tiles.h"

namespace sanad::redaction {

inline constexpr std::uint64_t kMaxProofBytes = 64ULL << 20;

// leaves: leaves_of() the original with this seed.
std::string write_proof(const Seed& seed, const Grid& grid, const Mask& mask,
                        const std::vector<merkle::Hash>& leaves);

// Whether the picture is the one that root commits to, but for the closed tiles, which are black.
// picture: fits the grid. kIntegrity, with the sentence: it is not.
Result<void> verify_proof(const Grid& grid, const Mask& mask, const merkle::Hash& root,
                          const Picture& picture, std::string_view proof);

}  // namespace sanad::redaction
