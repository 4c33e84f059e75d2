#include "tlog/note.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace sanad::tlog {
namespace {

constexpr std::string_view kSignaturePrefix = "\xE2\x80\x94 ";  // em dash, space
constexpr std::size_t kKeyIdSize = 4;
constexpr std::size_t kEd25519Size = 64;
constexpr std::size_t kTimeSize = 8;

// Spaces beyond ASCII (Unicode White_Space), as UTF-8.
constexpr std::string_view kUnicodeSpaces[] = {
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81",
    "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86",
    "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8",
    "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"};

Error malformed(std::string_view reason) {
  return Error{ErrorCode::kInvalid, fmt::format("this is not a signed note: {}", reason)};
}

void append_big_endian(Bytes& out, std::uint64_t value, std::size_t size) {
  for (std::size_t i = size; i-- > 0;) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::uint64_t read_big_endian(ByteView bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) value = value << 8 | byte;
  return value;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }

Result<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(kSignaturePrefix)) return malformed("a signature line must start with —");
  line.remove_prefix(kSignaturePrefix.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return malformed("a signature line has no signature");
  NoteSignature signature;
  signature.key_name = line.substr(0, space);
  if (!is_key_name(signature.key_name)) return malformed("a key's name has forbidden characters");
  SANAD_TRY_WITH(const Bytes bytes, parse_base64(line.substr(space + 1)), "signature line");
  if (bytes.size() <= kKeyIdSize) return malformed("a signature is too short");
  signature.key_id = static_cast<std::uint32_t>(read_big_endian(ByteView(bytes).first(kKeyIdSize)));
  signature.signature.assign(bytes.begin() + kKeyIdSize, bytes.end());
  return signature;
}

Bytes cosigned_message(std::string_view text, std::uint64_t time_s) {
  return to_bytes(fmt::format("cosignature/v1\ntime {}\n{}", time_s, text));
}

// The time of a valid cosignature.
std::optional<std::uint64_t> verify_cosignature(const Note& note, const VerifierKey& key,
                                                ByteView signature) {
  if (signature.size() != kTimeSize + kEd25519Size) return std::nullopt;
  const std::uint64_t time_s = read_big_endian(signature.first(kTimeSize));
  if (time_s > INT64_MAX) return std::nullopt;
  const Bytes message = cosigned_message(note.text, time_s);
  if (!crypto::verify_ed25519(key.public_key, message, signature.subspan(kTimeSize))) {
    return std::nullopt;
  }
  return time_s;
}

Result<VerifiedSignature> verify_signature(const Note& note, const NoteSignature& signature,
                                           const VerifierKey& key) {
  VerifiedSignature verified{key, std::nullopt};
  bool valid = false;
  if (key.type == SignatureType::kCosignature) {
    verified.time_s = verify_cosignature(note, key, signature.signature);
    valid = verified.time_s.has_value();
  } else {
    valid = crypto::verify_ed25519(key.public_key, as_bytes(note.text), signature.signature);
  }
  if (valid) return verified;
  return Error{ErrorCode::kIntegrity,
               fmt::format("the signature of {} does not fit the signed text", key.name)};
}

}  // namespace

std::uint32_t VerifierKey::id() const {
  Bytes message = to_bytes(name);
  message.push_back('\n');
  message.push_back(static_cast<std::uint8_t>(type));
  message.insert(message.end(), public_key.begin(), public_key.end());
  return static_cast<std::uint32_t>(
      read_big_endian(ByteView(crypto::sha256(message)).first(kKeyIdSize)));
}

bool is_key_name(std::string_view name) {
  if (name.empty() || name.size() > kMaxKeyNameSize || !is_utf8(name)) return false;
  if (std::any_of(name.begin(), name.end(),
                  [](char c) { return is_control(c) || c == ' ' || c == '+'; })) {
    return false;
  }
  return std::none_of(std::begin(kUnicodeSpaces), std::end(kUnicodeSpaces),
                      [&](std::string_view space) { return name.find(space) != name.npos; });
}

Result<VerifierKey> parse_vkey(std::string_view text) {
  const Error error{ErrorCode::kInvalid,
                    "this is not a note key of the form name+id+base64 for an Ed25519 key"};
  const std::size_t first = text.find('+');
  const std::size_t second = first == text.npos ? text.npos : text.find('+', first + 1);
  if (second == text.npos) return error;
  const Result<Bytes> bytes = parse_base64(text.substr(second + 1));
  if (!bytes.ok() || bytes->size() != 33) return error;
  VerifierKey key;
  key.name = text.substr(0, first);
  const std::uint8_t type = bytes.value().front();
  if (type != static_cast<std::uint8_t>(SignatureType::kEd25519) &&
      type != static_cast<std::uint8_t>(SignatureType::kCosignature)) {
    return error;
  }
  key.type = SignatureType{type};
  std::copy(bytes.value().begin() + 1, bytes.value().end(), key.public_key.begin());
  if (!is_key_name(key.name) || format_vkey(key) != text) return error;
  return key;
}

std::string format_vkey(const VerifierKey& key) {
  Bytes bytes{static_cast<std::uint8_t>(key.type)};
  bytes.insert(bytes.end(), key.public_key.begin(), key.public_key.end());
  return fmt::format("{}+{:08x}+{}", key.name, key.id(), format_base64(bytes));
}

Result<Note> parse_note(std::string_view bytes) {
  if (bytes.size() > kMaxNoteSize) return Error{ErrorCode::kLimit, "the signed note is too long"};
  if (!is_utf8(bytes)) return malformed("it is not UTF-8");
  if (std::any_of(bytes.begin(), bytes.end(), [](char c) { return is_control(c) && c != '\n'; })) {
    return malformed("it has control characters");
  }
  const std::size_t split = bytes.rfind("\n\n");
  if (split == bytes.npos) return malformed("there is no empty line above the signatures");
  Note note;
  note.text = bytes.substr(0, split + 1);
  std::string_view rest = bytes.substr(split + 2);
  if (rest.empty() || rest.back() != '\n') return malformed("the last line has no end");
  while (!rest.empty()) {
    if (note.signatures.size() == kMaxNoteSignatures) {
      return Error{ErrorCode::kLimit, "the note has too many signatures"};
    }
    const std::size_t end = rest.find('\n');
    SANAD_TRY(NoteSignature signature, parse_signature_line(rest.substr(0, end)));
    note.signatures.push_back(std::move(signature));
    rest.remove_prefix(end + 1);
  }
  return note;
}

std::string format_note(const Note& note) {
  std::string out = note.text;
  out += '\n';
  for (const NoteSignature& signature : note.signatures) {
    Bytes bytes;
    append_big_endian(bytes, signature.key_id, kKeyIdSize);
    bytes.insert(bytes.end(), signature.signature.begin(), signature.signature.end());
    out += kSignaturePrefix;
    out += signature.key_name;
    out += ' ';
    out += format_base64(bytes);
    out += '\n';
  }
  return out;
}

NoteSignature sign_note(std::string_view text, std::string_view name,
                        const crypto::SigningKey& key) {
  assert(is_key_name(name) && text.ends_with('\n'));
  const VerifierKey verifier{std::string(name), SignatureType::kEd25519, key.public_key()};
  return {verifier.name, verifier.id(), key.sign(as_bytes(text))};
}

NoteSignature cosign_note(std::string_view text, std::string_view name,
                          const crypto::SigningKey& key, std::uint64_t time_s) {
  assert(is_key_name(name) && text.ends_with('\n') && time_s <= INT64_MAX);
  const VerifierKey verifier{std::string(name), SignatureType::kCosignature, key.public_key()};
  Bytes bytes;
  append_big_endian(bytes, time_s, kTimeSize);
  const Bytes signature = key.sign(cosigned_message(text, time_s));
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return {verifier.name, verifier.id(), std::move(bytes)};
}

Result<std::vector<VerifiedSignature>> verify_note(const Note& note,
                                                   std::span<const VerifierKey> known) {
  std::vector<VerifiedSignature> verified;
  for (const NoteSignature& signature : note.signatures) {
    for (const VerifierKey& key : known) {
      if (key.name != signature.key_name || key.id() != signature.key_id) continue;
      SANAD_TRY(VerifiedSignature valid, verify_signature(note, signature, key));
      verified.push_back(std::move(valid));
    }
  }
  if (verified.empty()) {
    return Error{ErrorCode::kIntegrity, "none of the known keys has signed this text"};
  }
  return verified;
}

}  // namespace sanad::tlog
