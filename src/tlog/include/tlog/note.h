// Signed notes (c2sp.org/signed-note): a text with signature lines under it.
//
//   <text, ends in a newline>
//   <empty line>
//   — <key name> <base64(4-byte key id || signature)>
//
// Types: 0x01 Ed25519 over the text; 0x04 Ed25519 cosignature with a time
// (c2sp.org/tlog-cosignature). A text is worth nothing before verify_note() has accepted it. Tested
// by note_test.cc; fuzzed by note_fuzz.cc.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/crypto.h"

namespace sanad::tlog {

inline constexpr std::size_t kMaxNoteSize = 1024 * 1024;
// The format asks for 16 at least. Post-quantum signatures are up to 5 kB each.
inline constexpr std::size_t kMaxNoteSignatures = 64;
inline constexpr std::size_t kMaxKeyNameSize = 255;

enum class SignatureType : std::uint8_t { kEd25519 = 0x01, kCosignature = 0x04 };

// A public key as a note knows it.
struct VerifierKey {
  std::string name;
  SignatureType type = SignatureType::kEd25519;
  std::array<std::uint8_t, 32> public_key{};
  // First four bytes, big-endian, of SHA-256(name || 0x0A || type || public key).
  std::uint32_t id() const;
  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

// Not empty, UTF-8, no control characters, no Unicode space, no "+".
bool is_key_name(std::string_view name);

// "<name>+<8 hex digits of the id>+<base64(type || public key)>". kInvalid unless the id fits.
Result<VerifierKey> parse_vkey(std::string_view text);
std::string format_vkey(const VerifierKey& key);

struct NoteSignature {
  std::string key_name;
  std::uint32_t key_id = 0;
  Bytes signature;  // what follows the key id
  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

struct Note {
  std::string text;  // with its final newline
  std::vector<NoteSignature> signatures;
};

// kInvalid: not of the form; kLimit: too long or too many signatures. format_note() of the result
// is the same bytes again.
Result<Note> parse_note(std::string_view bytes);
std::string format_note(const Note& note);

// name: a key name. text: ends in a newline, no other control characters.
NoteSignature sign_note(std::string_view text, std::string_view name,
                        const crypto::SigningKey& key);
// A witness's statement that at time_s (POSIX seconds) this checkpoint was the largest that it
// knew.
NoteSignature cosign_note(std::string_view text, std::string_view name,
                          const crypto::SigningKey& key, std::uint64_t time_s);

struct VerifiedSignature {
  VerifierKey key;
  std::optional<std::uint64_t> time_s;  // cosignatures only
};

// The signatures by known keys, in the note's order. Signatures by others are passed over.
// kIntegrity if a known key's signature is wrong, or no known key has signed.
Result<std::vector<VerifiedSignature>> verify_note(const Note& note,
                                                   std::span<const VerifierKey> known);

}  // namespace sanad::tlog
