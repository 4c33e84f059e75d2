// Inclusion proofs (an entry is in a tree) and consistency proofs (a tree extends another), as in
// RFC 6962 sections 2.1.1 and 2.1.2. Making needs the subtrees' hashes; verifying needs only the
// proof. Tested by proof_test.cc for all small trees; fuzzed by merkle_fuzz.cc.
#pragma once

#include <vector>

#include "merkle/merkle.h"

namespace sanad::merkle {

// No proof within kMaxTreeSize is longer.
inline constexpr std::size_t kMaxProofHashes = 63;

// Hashes from the leaf's sibling up to the root's child. kInvalid unless index < size.
Result<std::vector<Hash>> make_inclusion_proof(LeafIndex index, TreeSize size,
                                               const HashReader& reader);

// The root that a proof leads to. kInvalid unless index < size and the proof has just the length
// that they call for.
Result<Hash> root_from_inclusion_proof(const Hash& leaf, LeafIndex index, TreeSize size,
                                       std::span<const Hash> proof);

// kIntegrity if the proof leads elsewhere; kInvalid as above.
Result<void> verify_inclusion(const Hash& leaf, LeafIndex index, TreeSize size,
                              std::span<const Hash> proof, const Hash& root);

// A tree as a checkpoint states it.
struct TreeHead {
  TreeSize size;
  Hash root{};
  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

// Shows that the first old_size leaves of a tree of new_size are those of the older tree. Empty if
// old_size is 0 or equals new_size. kInvalid unless old_size <= new_size.
Result<std::vector<Hash>> make_consistency_proof(TreeSize old_size, TreeSize new_size,
                                                 const HashReader& reader);

// kIntegrity if newer does not extend older; kInvalid if the proof has another length than the
// sizes call for, or older is larger.
Result<void> verify_consistency(const TreeHead& older, const TreeHead& newer,
                                std::span<const Hash> proof);

}  // namespace sanad::merkle
