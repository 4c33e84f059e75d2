#include "crypto/pem.h"

#include <gtest/gtest.h>

#include "crypto/crypto.h"

namespace sanad::crypto {
namespace {

// The example of RFC 8410 section 10.1.
TEST(PublicKeyPem, IsTheFormOfTheStandard) {
  const std::string text =
      "-----BEGIN PUBLIC KEY-----\n"
      "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
      "-----END PUBLIC KEY-----\n";
  const auto key = parse_public_key_pem(text).value();
  EXPECT_EQ(format_base64(key), "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
  EXPECT_EQ(format_public_key_pem(key), text);
}

TEST(PublicKeyPem, AcceptsOneTextForOneKey) {
  const std::string good = format_public_key_pem(SigningKey::generate().public_key());
  ASSERT_TRUE(parse_public_key_pem(good).ok());
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = changed[i] == '#' ? '!' : '#';
    EXPECT_FALSE(parse_public_key_pem(changed).ok()) << i;
    EXPECT_FALSE(parse_public_key_pem(good.substr(0, i)).ok()) << i;
  }
  EXPECT_FALSE(parse_public_key_pem(good + "\n").ok());
}

}  // namespace
}  // namespace sanad::crypto
