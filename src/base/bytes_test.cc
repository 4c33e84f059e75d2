#include "base/bytes.h"

#include <gtest/gtest.h>

#include <random>

namespace sanad {
namespace {

TEST(Hex, IsLowerCaseAndTwoDigitsAByte) {
  EXPECT_EQ(format_hex(Bytes{0x00, 0x0f, 0xa5, 0xff}), "000fa5ff");
  EXPECT_EQ(parse_hex("000fa5ff").value(), (Bytes{0x00, 0x0f, 0xa5, 0xff}));
  EXPECT_TRUE(parse_hex("").value().empty());
}

TEST(Hex, RefusesUpperCaseOddLengthAndOtherCharacters) {
  for (const char* text : {"A0", "0", "0g", "0x00", " 00", "00 ", "\xff\xff"}) {
    ASSERT_FALSE(parse_hex(text).ok()) << text;
    EXPECT_EQ(parse_hex(text).error().code, ErrorCode::kInvalid);
  }
}

// RFC 4648 section 10.
TEST(Base64, AgreesWithThePublishedVectors) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(format_base64(as_bytes(plain)), coded);
    EXPECT_EQ(to_text(parse_base64(coded).value()), plain);
  }
  EXPECT_EQ(format_base64url(Bytes{0xfb, 0xff}), "-_8");
}

TEST(Base64, RefusesEveryOtherSpellingOfAValue) {
  for (const char* text : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "====", "=", "Z===", "Zg==Zg==",
                           "Zg= =", "Zm9v\n", "Zm 9v", "-_8=", "Z=g=", "Zm9vYg=a"}) {
    EXPECT_FALSE(parse_base64(text).ok()) << text;
  }
}

TEST(Base64, ReadsBackWhatItWroteAndAcceptsOneTextForOneValue) {
  std::mt19937 random(1);
  constexpr std::string_view kAlphabet = "Aa0+/=Zgw";
  for (int round = 0; round < 2000; ++round) {
    Bytes bytes(random() % 70);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    EXPECT_EQ(parse_base64(format_base64(bytes)).value(), bytes);
    EXPECT_EQ(parse_hex(format_hex(bytes)).value(), bytes);
    std::string text;
    for (unsigned i = 0; i < 8; ++i) text += kAlphabet[random() % kAlphabet.size()];
    if (const auto parsed = parse_base64(text); parsed.ok()) {
      EXPECT_EQ(format_base64(parsed.value()), text);
    }
  }
}

TEST(Digest, IsExactly64LowerCaseHexDigits) {
  const std::string good(64, 'a');
  EXPECT_EQ(format_hex(parse_digest256(good).value()), good);
  EXPECT_FALSE(parse_digest256(good.substr(2)).ok());
  EXPECT_FALSE(parse_digest256(good + "aa").ok());
  EXPECT_FALSE(parse_digest256(std::string(64, 'A')).ok());
}

TEST(EqualConstantTime, ComparesContentAndLength) {
  EXPECT_TRUE(equal_constant_time(as_bytes("abc"), as_bytes("abc")));
  EXPECT_FALSE(equal_constant_time(as_bytes("abc"), as_bytes("abd")));
  EXPECT_FALSE(equal_constant_time(as_bytes("abc"), as_bytes("ab")));
  EXPECT_TRUE(equal_constant_time({}, {}));
}

}  // namespace
}  // namespace sanad
