#include "crypto/ecdsa.h"

#include <gtest/gtest.h>

#include "crypto/crypto.h"

namespace sanad::crypto {
namespace {

Bytes seed_of(std::uint8_t byte) { return Bytes(64, byte); }

TEST(EcdsaP384, TheSameSeedGivesTheSameKey) {
  const auto key = EcdsaP384Key::from_seed(seed_of(7)).value();
  EXPECT_EQ(key.public_key(), EcdsaP384Key::from_seed(seed_of(7))->public_key());
  EXPECT_NE(key.public_key(), EcdsaP384Key::from_seed(seed_of(8))->public_key());
  EXPECT_EQ(EcdsaP384Key::from_seed(Bytes(32, 1)).error().code, ErrorCode::kInvalid);
}

// The seed 0 is the private key 1, whose public key is the base point (FIPS 186-5, SP 800-186).
TEST(EcdsaP384, TheKeyOfTheNumberOneIsTheBasePoint) {
  const std::string spki = format_hex(EcdsaP384Key::from_seed(seed_of(0))->public_key());
  EXPECT_TRUE(spki.ends_with(
      "04aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872"
      "760ab73617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d"
      "7c90ea0e5f"))
      << spki;
}

TEST(EcdsaP384, ASignatureIsOfItsMessageAndItsKeyAlone) {
  const auto key = EcdsaP384Key::from_seed(seed_of(7)).value();
  const auto other = EcdsaP384Key::from_seed(seed_of(8)).value();
  const Bytes signature = key.sign(as_bytes("sha256:00"));
  EXPECT_EQ(signature.size(), 96u);
  EXPECT_TRUE(verify_ecdsa_p384(key.public_key(), as_bytes("sha256:00"), signature));
  EXPECT_FALSE(verify_ecdsa_p384(key.public_key(), as_bytes("sha256:01"), signature));
  EXPECT_FALSE(verify_ecdsa_p384(other.public_key(), as_bytes("sha256:00"), signature));
  Bytes longer = signature, changed = signature, with_rest = key.public_key();
  longer.push_back(0);
  changed[50] ^= 1;
  with_rest.push_back(0);
  EXPECT_FALSE(verify_ecdsa_p384(key.public_key(), as_bytes("sha256:00"), longer));
  EXPECT_FALSE(verify_ecdsa_p384(key.public_key(), as_bytes("sha256:00"), changed));
  EXPECT_FALSE(verify_ecdsa_p384(with_rest, as_bytes("sha256:00"), signature));
  EXPECT_FALSE(verify_ecdsa_p384(as_bytes("no key"), as_bytes("sha256:00"), signature));
}

}  // namespace
}  // namespace sanad::crypto
