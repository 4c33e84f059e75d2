#include "tlog/checkpoint.h"

#include <algorithm>

#include "base/numbers.h"

namespace sanad::tlog {
namespace {

Error malformed(std::string_view reason) {
  return Error{ErrorCode::kInvalid, "this is not a checkpoint: " + std::string(reason)};
}

// Splits off the next line, which must end in a newline and not be empty.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == rest.npos || end == 0) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

bool is_plain_line(std::string_view line) {
  return is_utf8(line) && std::none_of(line.begin(), line.end(),
                                       [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  if (text.size() > kMaxNoteSize) return Error{ErrorCode::kLimit, "the checkpoint is too long"};
  const auto origin = take_line(text);
  const auto size = origin ? take_line(text) : std::nullopt;
  const auto root = size ? take_line(text) : std::nullopt;
  if (!root) return malformed("it needs an origin, a size and a root, one line each");
  if (!is_plain_line(*origin)) return malformed("the origin has control characters");
  Checkpoint checkpoint;
  checkpoint.origin = *origin;
  SANAD_TRY_WITH(checkpoint.head.size.value, parse_decimal(*size), "size of the checkpoint");
  if (checkpoint.head.size > merkle::kMaxTreeSize) return malformed("the size is too large");
  SANAD_TRY_WITH(const Bytes hash, parse_base64(*root), "root of the checkpoint");
  if (hash.size() != checkpoint.head.root.size()) return malformed("the root is not 32 bytes");
  std::copy(hash.begin(), hash.end(), checkpoint.head.root.begin());
  while (!text.empty()) {
    const auto extension = take_line(text);
    if (!extension || !is_plain_line(*extension)) return malformed("an extension is not a line");
    if (checkpoint.extensions.size() == kMaxCheckpointExtensions) {
      return Error{ErrorCode::kLimit, "the checkpoint has too many extension lines"};
    }
    checkpoint.extensions.emplace_back(*extension);
  }
  return checkpoint;
}

std::string format_checkpoint(const Checkpoint& checkpoint) {
  std::string out = checkpoint.origin + '\n' + std::to_string(checkpoint.head.size.value) + '\n' +
                    format_base64(checkpoint.head.root) + '\n';
  for (const std::string& extension : checkpoint.extensions) out += extension + '\n';
  return out;
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const crypto::SigningKey& key) {
  Note note{format_checkpoint(checkpoint), {}};
  note.signatures.push_back(sign_note(note.text, checkpoint.origin, key));
  return format_note(note);
}

Result<OpenedCheckpoint> open_checkpoint(std::string_view signed_note, const VerifierKey& log,
                                         std::span<const VerifierKey> witnesses) {
  SANAD_TRY(const Note note, parse_note(signed_note));
  std::vector<VerifierKey> known{log};
  known.insert(known.end(), witnesses.begin(), witnesses.end());
  SANAD_TRY(const std::vector<VerifiedSignature> verified, verify_note(note, known));
  OpenedCheckpoint opened;
  SANAD_TRY(opened.checkpoint, parse_checkpoint(note.text));
  if (opened.checkpoint.origin != log.name) {
    return Error{ErrorCode::kIntegrity, "the checkpoint is of another log than the key"};
  }
  bool by_log = false;
  for (const VerifiedSignature& signature : verified) {
    if (signature.key == log) {
      by_log = true;
    } else {
      opened.cosignatures.push_back(signature);
    }
  }
  if (!by_log) {
    return Error{ErrorCode::kIntegrity, "the checkpoint is not signed by the log itself"};
  }
  return opened;
}

}  // namespace sanad::tlog
