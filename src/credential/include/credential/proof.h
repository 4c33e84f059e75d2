// A proof on a JSON document: W3C Data Integrity 1.0 with the cryptosuite eddsa-jcs-2022 (W3C
// Data Integrity EdDSA Cryptosuites 1.0, section 3.3) and the key in the proof as a did:key.
//
//   Ed25519(key, SHA-256(JCS(proof without proofValue)) || SHA-256(JCS(document without proof)))
//
// DEVIATION: one proof, with no members beyond those named below. Sets and chains of proofs,
// "expires", "domain" and "challenge" are told as kNotTaken and never passed over. And where the
// standard lets contexts be added behind those that were signed (step 4), the document's must be
// the proof's, so that nothing in the file is unsigned. Tested by proof_test.cc with the vectors
// that W3C publishes.
#pragma once

#include <string_view>

#include "base/time.h"
#include "credential/encodings.h"
#include "crypto/crypto.h"
#include "json/json.h"

namespace sanad::credential {

enum class Proof {
  kHolds,
  kAbsent,              // the document has none
  kNotTaken,            // it has several, or members that are not read here
  kUnknownType,         // not a DataIntegrityProof
  kUnknownCryptosuite,  // not eddsa-jcs-2022
  kWrongPurpose,        // not assertionMethod
  kUnknownKey,          // the key is not named as a did:key of an Ed25519 key
  kMalformed,           // no 64 bytes in base58btc, no time, or another context than the document's
  kBroken,              // the signature is not that key's on these words
};
std::string_view proof_name(Proof proof);  // "holds", "unknown-cryptosuite"

struct CheckedProof {
  Proof proof = Proof::kAbsent;
  PublicKey key{};  // where proof is kHolds or kBroken
};
CheckedProof check_proof(const json::Object& document);

// The document with a proof, which it must not have yet. created has whole seconds in the proof.
json::Object with_proof(json::Object document, const crypto::SigningKey& key, Timestamp created);

// "2026-11-24T16:50:00Z": without fraction, as proofs and credentials have it.
std::string format_second(Timestamp at);

}  // namespace sanad::credential
