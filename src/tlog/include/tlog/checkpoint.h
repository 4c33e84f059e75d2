// Checkpoints (c2sp.org/tlog-checkpoint): a log's size and root at a moment, as a signed note.
//
//   <origin>\n<size in decimal>\n<base64 root>\n[<extension>\n ...]
// Tested by checkpoint_test.cc; fuzzed by checkpoint_fuzz.cc.
#pragma once

#include "merkle/proof.h"
#include "tlog/note.h"

namespace sanad::tlog {

inline constexpr std::size_t kMaxCheckpointExtensions = 64;

struct Checkpoint {
  std::string origin;
  merkle::TreeHead head;
  std::vector<std::string> extensions;  // not empty, one line each; Sanad writes none
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// The text of the note, without signatures. Strict: one text for one value.
Result<Checkpoint> parse_checkpoint(std::string_view text);
std::string format_checkpoint(const Checkpoint& checkpoint);

// The signed note; the key's name is the origin, which must be a key name.
std::string sign_checkpoint(const Checkpoint& checkpoint, const crypto::SigningKey& key);

struct OpenedCheckpoint {
  Checkpoint checkpoint;
  std::vector<VerifiedSignature> cosignatures;  // by the given witnesses
};

// Accepts a checkpoint only under the log's own key, whose name must be the origin.
// kInvalid: malformed; kIntegrity: not signed by the log, or a known key's signature is wrong.
Result<OpenedCheckpoint> open_checkpoint(std::string_view signed_note, const VerifierKey& log,
                                         std::span<const VerifierKey> witnesses = {});

}  // namespace sanad::tlog
