// What a receiver states, signed: which package it took in, as what, and that its own ledger says
// so. Signed as CMS SignedData around the canonical JSON. With it the sender's chain of custody
// goes on in the receiver's ledger: the proof leads from the entry "package.opened" to a checkpoint
// that the receiver signed. Format: docs/formats/receipt.md. Tested by sharing_test.cc; fuzzed by
// receipt_fuzz.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "tlog/checkpoint.h"

namespace sanad::sharing {

inline constexpr std::size_t kMaxReceiptBytes = 1024 * 1024;

struct TakenExhibit {
  std::string exhibit;       // the sender's
  std::string number;        // the sender's
  std::string taken_as;      // the receiver's exhibit-…
  std::string taken_number;  // and its number
  std::uint64_t files = 0;
  friend bool operator==(const TakenExhibit&, const TakenExhibit&) = default;
};

struct Receipt {
  std::string receipt;  // "receipt-…"
  std::string package;
  Digest256 header_sha256{};  // of the package's line
  Digest256 bundle_sha256{};
  std::string sender;    // agency that sealed the package
  std::string receiver;  // agency that took it in
  Digest256 receiver_card{};
  Timestamp received_at, issued_at;
  std::string received_by, issued_by;  // names
  std::vector<TakenExhibit> exhibits;
  std::string leaf;   // of the entry "package.opened": canonical JSON
  std::string proof;  // .tlog-proof, with the receiver's checkpoint
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

std::string format_receipt(const Receipt& receipt);
Result<Receipt> parse_receipt(std::string_view text);  // kInvalid, kLimit

// That the receiver's ledger, under this key, holds the leaf and its kind is package.opened.
// kIntegrity if not. Answers the checkpoint.
Result<tlog::Checkpoint> check_receipt_proof(const Receipt& receipt,
                                             const tlog::VerifierKey& ledger);

}  // namespace sanad::sharing
