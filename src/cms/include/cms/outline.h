// What of a sealed message is neither content nor secret, in a form of our own.
//
// Opening is split in two, because a message is bytes of a stranger and opening needs our key:
//
//   in the cage     read_envelope(), read_signed(): walk the message (BER), give an outline of it
//                   and its content's bytes; they have no key
//   in the server   EnvelopeOpener, SignedOpener (cms.h): take the outline in the form of
//                   parse_…(), and the bytes; they decrypt and verify, and parse no ASN.1
//
// An outline that lies costs its message and no more: whatever it says, only the key that a message
// was sealed for gives its plain bytes, and only what a registered key has signed verifies.
// Forms: JSON as format_…() writes it, and no other. Tested by cms_test.cc; fuzzed by cms_fuzz.cc.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"

namespace sanad::cms {

inline constexpr std::size_t kMaxNames = 10'000;
inline constexpr std::size_t kMaxAttributes = 16;
inline constexpr std::size_t kMaxAttributeBytes = 8 * 1024;

// A certificate as a message refers to it.
struct CertificateName {
  Bytes issuer;          // DER
  Bytes serial;          // as an INTEGER has it
  Bytes key_identifier;  // may be empty
  bool operator==(const CertificateName&) const = default;
};
// Of a certificate of ours, or of one that an officer registered. Errors: read_certificate()'s.
Result<CertificateName> name_of(ByteView certificate);

enum class Hash { kSha1, kSha256, kSha384, kSha512 };

// AuthEnvelopedData. Sizes are in bytes.
struct EnvelopeOutline {
  std::optional<std::size_t> place;  // for which of the names; the rest is empty where for none
  Bytes point;                       // the sender's, of P-256, not compressed: 65
  Hash derivation = Hash::kSha256;   // of the key that wraps (X9.63)
  std::size_t wrapping = 32;         // size of that key: 16, 24 or 32
  Bytes material;                    // that goes into it besides; may be empty
  Bytes wrapped;                     // the content's key (RFC 3394)
  Bytes nonce;                       // 12
  Bytes tag;                         // 16
  bool operator==(const EnvelopeOutline&) const = default;
};

// SignedData with one signer, who signed attributes (RFC 5652, 5.4).
struct SignedOutline {
  struct Attribute {
    Bytes type;    // the bytes of its OID
    Bytes values;  // what its SET holds; empty for the content's digest, which the opener fills in
    bool operator==(const Attribute&) const = default;
  };
  std::vector<std::size_t> places;  // the names that the signer may be; none: a stranger
  Hash hash = Hash::kSha256;        // not SHA-1
  std::vector<Attribute> attributes;
  // ECDSA: r and s, without leading zeros. RSA (PKCS #1 v1.5): the signature, and nothing.
  bool is_rsa = false;
  Bytes signature, signature_s;
  bool operator==(const SignedOutline&) const = default;
};

// JSON. kInvalid from parse_…(): anything but what format_…() gives for an outline within limits.
std::string format_outline(const EnvelopeOutline& outline);
std::string format_outline(const SignedOutline& outline);
Result<EnvelopeOutline> parse_envelope_outline(std::string_view text);
Result<SignedOutline> parse_signed_outline(std::string_view text);

struct EnvelopeRead {
  EnvelopeOutline outline;
  std::unique_ptr<ByteSource> content;  // encrypted; borrows source
};
struct SignedRead {
  SignedOutline outline;
  std::unique_ptr<ByteSource> content;
};
// Call these in the cage. kInvalid: no such message, or one that uses what is not used here.
// kLimit: its frame is longer than kMaxFrameBytes. Else the error of source.
Result<EnvelopeRead> read_envelope(RandomSource& source, std::span<const CertificateName> names);
Result<SignedRead> read_signed(RandomSource& source, std::span<const CertificateName> names);

}  // namespace sanad::cms
