// The textual forms of bytes that credentials use, strictly: one text for one value.
//   base58btc   draft-msporny-base58-03, the alphabet of Bitcoin; leading zero bytes are "1"
//   multibase   "z" and base58btc; "u" and base64url without padding
//   did:key     an Ed25519 public key: "did:key:z6Mk…" (multicodec 0xed, then 32 bytes)
//   base45      RFC 9285, what a QR code holds at 5.5 bits for a character
// Tested by encodings_test.cc; fuzzed by credential_fuzz.cc.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::credential {

using PublicKey = std::array<std::uint8_t, 32>;

// Base58 is of quadratic cost, so that longer texts are refused (kLimit).
inline constexpr std::size_t kMaxBase58Characters = 256;
std::string format_base58(ByteView bytes);
Result<Bytes> parse_base58(std::string_view text);

Result<Bytes> parse_base64url(std::string_view text);

// "did:key:z6Mk…"; the key's method, by which proofs name it, is "did:key:z6Mk…#z6Mk…".
std::string format_did(const PublicKey& key);
std::string format_method(const PublicKey& key);
// kInvalid: not a did:key of an Ed25519 key.
Result<PublicKey> parse_did(std::string_view did);
Result<PublicKey> parse_method(std::string_view method);

std::string format_base45(ByteView bytes);
Result<Bytes> parse_base45(std::string_view text);

}  // namespace sanad::credential
