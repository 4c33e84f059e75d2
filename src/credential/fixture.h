// A certificate and an issuer for tests: all invented.
#pragma once

#include <string>

#include "credential/badge.h"
#include "credential/encodings.h"
#include "credential/proof.h"
#include "crypto/crypto.h"

namespace sanad::credential {

inline constexpr Timestamp kIssued{1'780'000'000'000};  // 2026-05-28
inline constexpr Timestamp kWithin{1'790'000'000'000};  // 2026-09-21
inline constexpr Timestamp kEnd{1'811'536'000'000};     // a year after
inline constexpr const char* kListId = "urn:uuid:0b0e0c5e-3f52-4c1b-8f0e-6d3f0e6b7a11";

inline crypto::SigningKey key_of(std::uint8_t number) {
  return crypto::SigningKey::from_seed(Bytes(32, number)).value();
}

inline Badge sample() {
  Badge badge;
  badge.id = "urn:uuid:4a2f6a9e-6f0e-4d6e-9a35-1c7d1a2b3c4d";
  badge.issuer = format_did(key_of(1).public_key());
  badge.issuer_name = "Tirazan Cyber Academy";
  badge.holder = "Amal";
  badge.achievement = "urn:uuid:7f3b1c2d-0a1b-4c3d-8e4f-5a6b7c8d9e0f";
  badge.name = "Capture of web pages";
  badge.description = "Captures of public pages for use in court.";
  badge.criteria = "Three exercises were solved, and the record of each was read by a trainer.";
  badge.skills = {{"capture", "Capture"}};
  badge.outcomes = {{"Exercise 2", "passed"}};
  badge.evidence = {{"bundle.zip", std::string(64, 'a')}};
  badge.valid_from = kIssued;
  badge.valid_until = kEnd;
  badge.status = StatusEntry{kListId, 94'567};
  return badge;
}

inline std::string signed_text(const Badge& badge, std::uint8_t key = 1) {
  return json::format_canonical(with_proof(format_badge(badge).value(), key_of(key), kIssued));
}

}  // namespace sanad::credential
