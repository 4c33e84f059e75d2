#include "credential/encodings.h"

#include <gtest/gtest.h>

#include "crypto/crypto.h"

namespace sanad::credential {
namespace {

// draft-msporny-base58-03, section 5.
TEST(Base58, PublishedExamples) {
  EXPECT_EQ(format_base58(as_bytes("Hello World!")), "2NEpo7TZRRrLZSi2U");
  EXPECT_EQ(format_base58(as_bytes("The quick brown fox jumps over the lazy dog.")),
            "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z");
  EXPECT_EQ(format_base58(Bytes{0x00, 0x00, 0x28, 0x7f, 0xb4, 0xcd}), "11233QC4");
}

// RFC 9285, section 4.3 and 4.4.
TEST(Base45, PublishedExamples) {
  EXPECT_EQ(format_base45(as_bytes("AB")), "BB8");
  EXPECT_EQ(format_base45(as_bytes("Hello!!")), "%69 VD92EX0");
  EXPECT_EQ(format_base45(as_bytes("base-45")), "UJCLQE7W581");
  EXPECT_EQ(to_text(parse_base45("QED8WEX0").value()), "ietf!");
}

TEST(Encodings, EveryLengthComesBackAlike) {
  for (std::size_t length = 0; length < 80; ++length) {
    Bytes bytes = crypto::random_bytes(length);
    if (length > 3) bytes[0] = bytes[1] = 0;
    EXPECT_EQ(parse_base58(format_base58(bytes)).value(), bytes);
    EXPECT_EQ(parse_base45(format_base45(bytes)).value(), bytes);
    EXPECT_EQ(parse_base64url(format_base64url(bytes)).value(), bytes);
  }
}

TEST(Encodings, WhatNoEncoderWritesIsRefused) {
  for (const char* text : {"0", "O", "I", "l", "2 N", "é"})
    EXPECT_FALSE(parse_base58(text).ok()) << text;
  EXPECT_EQ(parse_base58(std::string(kMaxBase58Characters + 1, '2')).error().code,
            ErrorCode::kLimit);
  // RFC 9285 section 6: "GGW" is 65,536, one more than two bytes hold.
  for (const char* text : {"GGW", ":::", "B", "BB8B", "5U", "bb8", "BB\n"})
    EXPECT_FALSE(parse_base45(text).ok()) << text;
  for (const char* text : {"QQ==", "+/", "Q", "QR"}) EXPECT_FALSE(parse_base64url(text).ok());
}

TEST(DidKey, IsTheKeyAndNothingElse) {
  const PublicKey key = crypto::SigningKey::generate().public_key();
  const std::string did = format_did(key);
  EXPECT_TRUE(did.starts_with("did:key:z6Mk"));
  EXPECT_EQ(parse_did(did).value(), key);
  EXPECT_EQ(parse_method(format_method(key)).value(), key);
  EXPECT_FALSE(parse_method(did).ok());
  EXPECT_FALSE(parse_method(did + "#key-1").ok());
  EXPECT_FALSE(parse_did(did + "2").ok());
  EXPECT_FALSE(parse_did(did.substr(0, did.size() - 1)).ok());
  EXPECT_FALSE(parse_did("did:web:academy.tirazan.example").ok());
  // did:key's own example of a P-256 key.
  EXPECT_FALSE(parse_did("did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169").ok());
}

}  // namespace
}  // namespace sanad::credential
