// Proof files (c2sp.org/tlog-proof@v1, extension .tlog-proof): that an entry is in a log, checkable
// offline with the entry and the log's key.
//
//   c2sp.org/tlog-proof@v1
//   extra <base64>                 optional; not authenticated
//   index <decimal>
//   <base64 hash>                  zero or more, from the leaf's sibling to the root's child
//   <empty line>
//   <signed checkpoint>
// Tested by proof_test.cc; fuzzed by checkpoint_fuzz.cc. By hand: docs/formats/proof.md.
#pragma once

#include "tlog/checkpoint.h"

namespace sanad::tlog {

inline constexpr std::size_t kMaxProofExtraSize = 48 * 1024;
inline constexpr std::size_t kMaxProofFileSize = kMaxNoteSize + 128 * 1024;

struct ProofFile {
  std::optional<Bytes> extra;
  merkle::LeafIndex index;
  std::vector<merkle::Hash> hashes;
  std::string checkpoint;  // signed note, byte for byte
};

// Strict: format_proof() of the result is the same bytes again. The checkpoint must be well formed
// but nothing is verified. kInvalid, kLimit.
Result<ProofFile> parse_proof(std::string_view bytes);
std::string format_proof(const ProofFile& proof);

// Checks signatures and that entry stands at proof.index of the checkpoint's tree. kIntegrity if
// not.
Result<OpenedCheckpoint> verify_proof(const ProofFile& proof, ByteView entry,
                                      const VerifierKey& log,
                                      std::span<const VerifierKey> witnesses = {});

}  // namespace sanad::tlog
