#include "crypto/crypto.h"

#include <gtest/gtest.h>

#include <set>

#include "base/id.h"
#include "crypto/id.h"

namespace sanad::crypto {
namespace {

// FIPS 180-4 and RFC 1321 examples.
TEST(Hash, AgreesWithThePublishedExamples) {
  EXPECT_EQ(format_hex(sha256(as_bytes("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(format_hex(sha256({})),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(format_hex(sha1(as_bytes("abc"))), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(format_hex(sha512(as_bytes("abc"))),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  Hasher md5(Hasher::Algorithm::kMd5);
  md5.update(as_bytes("abc"));
  EXPECT_EQ(format_hex(md5.finish()), "900150983cd24fb0d6963f7d28e17f72");
}

TEST(Hash, OfPiecesIsTheHashOfTheWhole) {
  const Bytes data = random_bytes(1000);
  for (const std::size_t piece : {1u, 63u, 64u, 65u, 1000u}) {
    Hasher hasher(Hasher::Algorithm::kSha256);
    for (std::size_t at = 0; at < data.size(); at += piece) {
      hasher.update(ByteView(data).subspan(at, std::min(piece, data.size() - at)));
    }
    const Digest256 whole = sha256(data);
    EXPECT_EQ(hasher.finish(), Bytes(whole.begin(), whole.end()));
  }
}

// RFC 4231 sections 4.2 and 4.3.
TEST(Hmac, AgreesWithThePublishedExamples) {
  EXPECT_EQ(format_hex(hmac_sha256(Bytes(20, 0x0b), as_bytes("Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(format_hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(format_hex(hmac_sha256({}, {})),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

// RFC 8032 section 7.1, tests 1 and 2.
TEST(Ed25519, AgreesWithThePublishedExamples) {
  const auto empty =
      SigningKey::from_seed(
          parse_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").value())
          .value();
  EXPECT_EQ(format_hex(empty.public_key()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(
      format_hex(empty.sign({})),
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
      "b46bd25bf5f0595bbe24655141438e7a100b");
  const auto one =
      SigningKey::from_seed(
          parse_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").value())
          .value();
  EXPECT_EQ(
      format_hex(one.sign(Bytes{0x72})),
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
      "1d8c387b2eaeb4302aeeb00d291612bb0c00");
}

TEST(Ed25519, RefusesAnyChangedBitOfMessageSignatureOrKey) {
  const SigningKey key = SigningKey::generate();
  const Bytes message = to_bytes("checkpoint");
  const Bytes signature = key.sign(message);
  const Bytes public_key(key.public_key().begin(), key.public_key().end());
  ASSERT_TRUE(verify_ed25519(public_key, message, signature));
  for (std::size_t bit = 0; bit < 64 * 8; ++bit) {
    const auto flip = [&](Bytes bytes) {
      bytes[bit / 8 % bytes.size()] ^= static_cast<std::uint8_t>(1u << (bit % 8));
      return bytes;
    };
    EXPECT_FALSE(verify_ed25519(public_key, message, flip(signature)));
    if (bit < message.size() * 8) {
      EXPECT_FALSE(verify_ed25519(public_key, flip(message), signature));
    }
    if (bit < 32 * 8) {
      EXPECT_FALSE(verify_ed25519(flip(public_key), message, signature));
    }
  }
  EXPECT_FALSE(verify_ed25519(public_key, message, ByteView(signature).first(63)));
  EXPECT_FALSE(verify_ed25519({}, message, signature));
  EXPECT_FALSE(SigningKey::from_seed(Bytes(31)).ok());
}

// NIST SP 800-38D, test cases 13 and 14 of the GCM submission (AES-256).
TEST(AesGcm, AgreesWithThePublishedExamples) {
  const Bytes zeros(32, 0);
  const ByteView nonce = ByteView(zeros).first(kGcmNonceSize);
  EXPECT_EQ(format_hex(seal_aes256gcm(zeros, nonce, {}, {})), "530f8afbc74536b9a963b4f1c4cb738b");
  EXPECT_EQ(format_hex(seal_aes256gcm(zeros, nonce, {}, Bytes(16, 0))),
            "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
}

TEST(AesGcm, OpensWhatItSealedAndRefusesAnyChange) {
  const Bytes key = random_bytes(32);
  const Bytes nonce = random_bytes(kGcmNonceSize);
  const Bytes associated = to_bytes("chunk 3");
  for (const std::size_t size : {0u, 1u, 16u, 100u}) {
    const Bytes plain = random_bytes(size);
    Bytes sealed = seal_aes256gcm(key, nonce, associated, plain);
    EXPECT_EQ(open_aes256gcm(key, nonce, associated, sealed).value(), plain);
    EXPECT_EQ(open_aes256gcm(key, nonce, as_bytes("chunk 4"), sealed).error().code,
              ErrorCode::kIntegrity);
    EXPECT_FALSE(open_aes256gcm(random_bytes(32), nonce, associated, sealed).ok());
    EXPECT_FALSE(open_aes256gcm(key, random_bytes(kGcmNonceSize), associated, sealed).ok());
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
      sealed[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
      EXPECT_FALSE(open_aes256gcm(key, nonce, associated, sealed).ok());
      sealed[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    }
    EXPECT_FALSE(open_aes256gcm(key, nonce, associated, ByteView(sealed).first(size)).ok());
  }
}

TEST(AesGcm, OneObjectServesManyChunksAndWipesWhatItRefuses) {
  Aes256Gcm cipher(Bytes(32, 9));
  for (std::uint8_t i = 0; i < 5; ++i) {
    const Bytes nonce(kGcmNonceSize, i);
    const Bytes plain(50, i);
    Bytes sealed(plain.size() + kGcmTagSize);
    cipher.seal(nonce, {}, plain, sealed.data());
    EXPECT_EQ(sealed, seal_aes256gcm(Bytes(32, 9), nonce, {}, plain));
    Bytes opened(plain.size());
    EXPECT_TRUE(cipher.open(nonce, {}, sealed, opened.data()));
    EXPECT_EQ(opened, plain);
    sealed.back() ^= 1;
    EXPECT_FALSE(cipher.open(nonce, {}, sealed, opened.data()));
    EXPECT_EQ(opened, Bytes(plain.size(), 0));
  }
}

TEST(Argon2id, DependsOnEveryInputAndRefusesAbsurdCosts) {
  const Argon2Cost cheap{64, 1, 1};
  const Bytes salt(16, 1);
  const Bytes key = argon2id("correct horse", salt, cheap).value();
  EXPECT_EQ(key.size(), 32u);
  EXPECT_EQ(argon2id("correct horse", salt, cheap).value(), key);
  EXPECT_NE(argon2id("correct hors", salt, cheap).value(), key);
  EXPECT_NE(argon2id("correct horse", Bytes(16, 2), cheap).value(), key);
  EXPECT_NE(argon2id("correct horse", salt, {64, 2, 1}).value(), key);
  EXPECT_NE(argon2id("correct horse", salt, {128, 1, 1}).value(), key);
  EXPECT_EQ(argon2id("x", salt, {UINT32_MAX, 1, 1}).error().code, ErrorCode::kLimit);
  EXPECT_EQ(argon2id("x", Bytes(4), cheap).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(argon2id("x", salt, {64, 0, 1}).error().code, ErrorCode::kInvalid);
}

TEST(NewId, IsWellFormedAndDoesNotRepeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = new_id("case");
    EXPECT_TRUE(is_id("case", id));
    EXPECT_TRUE(seen.insert(id).second);
  }
}

}  // namespace
}  // namespace sanad::crypto
