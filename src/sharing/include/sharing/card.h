// What an agency hands to others so that they can send to it and check what it sends: its name, two
// certificates and two public keys. Not secret; but whoever takes one in must be told its
// fingerprint by another way. Format: docs/formats/package.md. Tested by sharing_test.cc; fuzzed by
// card_fuzz.cc.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "tlog/note.h"

namespace sanad::sharing {

inline constexpr std::size_t kMaxCardBytes = 40 * 1024;
inline constexpr std::size_t kMaxAgencyBytes = 200;

struct Card {
  std::string agency;
  tlog::VerifierKey agency_key;  // signs bundles
  tlog::VerifierKey ledger_key;  // signs checkpoints
  Bytes signing;                 // certificate (DER) for packages and receipts that it sends
  Bytes sealing;                 // certificate (DER) for packages that are sent to it
  friend bool operator==(const Card&, const Card&) = default;
};

// Canonical JSON.
std::string format_card(const Card& card);
// Accepts what format_card() writes, a line feed after it too. kInvalid says what is wrong, also of
// the certificates; kLimit: too long.
Result<Card> parse_card(std::string_view text);
// SHA-256 of format_card(), what two people read to each other.
Digest256 card_fingerprint(const Card& card);
// "1f0a-93bc-…": in groups of four.
std::string fingerprint_words(const Digest256& fingerprint);
// Accepts it with or without dashes and spaces, in any case. kInvalid: not 64 hexadecimal digits.
Result<Digest256> parse_fingerprint(std::string_view text);

}  // namespace sanad::sharing
