// ECDSA on P-384 with SHA-256 (FIPS 186-5), for a format of others that takes no Ed25519: signed
// WACZ, whose readers take this curve and this form of signature alone.
// Thread-safe. Tested by ecdsa_test.cc.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::crypto {

class EcdsaP384Key {
 public:
  // The private key is the seed as a number, taken modulo the order of the curve less one, plus
  // one (FIPS 186-5 A.2.1): the same seed gives the same key. seed: 64 bytes, secret and uniformly
  // random; kInvalid otherwise.
  static Result<EcdsaP384Key> from_seed(ByteView seed);
  EcdsaP384Key(const EcdsaP384Key&) = delete;
  EcdsaP384Key& operator=(const EcdsaP384Key&) = delete;
  EcdsaP384Key(EcdsaP384Key&&) = default;
  EcdsaP384Key& operator=(EcdsaP384Key&&) = default;
  ~EcdsaP384Key();  // wipes the private key

  const Bytes& public_key() const { return public_key_; }  // SubjectPublicKeyInfo, DER (RFC 5480)
  // 96 bytes, r and s, each 48 bytes, big-endian (IEEE P1363). Another one each time.
  Bytes sign(ByteView message) const;

 private:
  EcdsaP384Key() = default;
  Bytes private_key_;  // DER
  Bytes public_key_;
};

// public_key: as above. False also for a key of another kind.
bool verify_ecdsa_p384(ByteView public_key, ByteView message, ByteView signature);

}  // namespace sanad::crypto
