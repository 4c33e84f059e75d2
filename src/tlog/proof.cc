#include "tlog/proof.h"

#include <algorithm>

#include "base/numbers.h"

namespace sanad::tlog {
namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

Error malformed(std::string_view reason) {
  return Error{ErrorCode::kInvalid, "this is not a log proof: " + std::string(reason)};
}

// The next line without its newline; nullopt if no newline is left.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == rest.npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

Result<std::vector<merkle::Hash>> take_hashes(std::string_view& rest) {
  std::vector<merkle::Hash> hashes;
  while (true) {
    const auto line = take_line(rest);
    if (!line) return malformed("there is no empty line before the checkpoint");
    if (line->empty()) return hashes;
    if (hashes.size() == merkle::kMaxProofHashes) {
      return Error{ErrorCode::kLimit, "the proof has more hashes than any log needs"};
    }
    SANAD_TRY_WITH(const Bytes bytes, parse_base64(*line), "hash of the proof");
    if (bytes.size() != merkle::Hash().size()) return malformed("a hash is not 32 bytes");
    std::copy(bytes.begin(), bytes.end(), hashes.emplace_back().begin());
  }
}

}  // namespace

Result<ProofFile> parse_proof(std::string_view bytes) {
  if (bytes.size() > kMaxProofFileSize) return Error{ErrorCode::kLimit, "the proof is too long"};
  ProofFile proof;
  if (take_line(bytes) != kFirstLine) return malformed("its first line is another one");
  auto line = take_line(bytes);
  if (line && line->starts_with(kExtra)) {
    SANAD_TRY_WITH(proof.extra, parse_base64(line->substr(kExtra.size())), "extra data");
    if (proof.extra->empty()) return malformed("the extra data are empty");
    if (proof.extra->size() > kMaxProofExtraSize) {
      return Error{ErrorCode::kLimit, "the extra data of the proof are too long"};
    }
    line = take_line(bytes);
  }
  if (!line || !line->starts_with(kIndex)) return malformed("the line of the index is missing");
  SANAD_TRY_WITH(proof.index.value, parse_decimal(line->substr(kIndex.size())), "index");
  SANAD_TRY(proof.hashes, take_hashes(bytes));
  SANAD_TRY(const Note note, parse_note(bytes));
  SANAD_TRY(const Checkpoint checkpoint, parse_checkpoint(note.text));
  if (proof.index.value >= checkpoint.head.size.value) {
    return malformed("the index lies beyond the checkpoint");
  }
  proof.checkpoint = bytes;
  return proof;
}

std::string format_proof(const ProofFile& proof) {
  std::string out(kFirstLine);
  out += '\n';
  if (proof.extra) {
    out += kExtra;
    out += format_base64(*proof.extra) + '\n';
  }
  out += kIndex;
  out += std::to_string(proof.index.value) + '\n';
  for (const merkle::Hash& hash : proof.hashes) out += format_base64(hash) + '\n';
  return out + '\n' + proof.checkpoint;
}

Result<OpenedCheckpoint> verify_proof(const ProofFile& proof, ByteView entry,
                                      const VerifierKey& log,
                                      std::span<const VerifierKey> witnesses) {
  SANAD_TRY(OpenedCheckpoint opened, open_checkpoint(proof.checkpoint, log, witnesses));
  const merkle::TreeHead& head = opened.checkpoint.head;
  SANAD_CHECK(merkle::verify_inclusion(merkle::leaf_hash(entry), proof.index, head.size,
                                       proof.hashes, head.root));
  return opened;
}

}  // namespace sanad::tlog
