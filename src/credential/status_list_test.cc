#include "credential/status_list.h"

#include <gtest/gtest.h>

#include "fixture.h"

namespace sanad::credential {
namespace {

json::Object list_of(const std::vector<std::uint32_t>& revoked) {
  return format_status_list(kListId, format_did(key_of(1).public_key()), revoked, kIssued);
}
json::Object with_encoded(std::string encoded) {
  json::Object list = list_of({});
  json::Object subject = *list.find("credentialSubject")->as_object();
  subject.set("encodedList", std::move(encoded));
  list.set("credentialSubject", std::move(subject));
  return list;
}

TEST(StatusList, JustTheRevokedOnesAreTold) {
  const std::vector<std::uint32_t> revoked = {0, 7, 8, 94'567, kStatusListBits - 1};
  const StatusList list = read_status_list(list_of(revoked)).value();
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < kStatusListBits; ++i)
    if (list.is_revoked(i)) found.push_back(i);
  EXPECT_EQ(found, revoked);
  EXPECT_EQ(list.bits[0], 0x81);  // index 0 is the first, most significant bit
  EXPECT_TRUE(list.is_revoked(kStatusListBits)) << "beyond the list nothing is cleared";
}

// W3C, Bitstring Status List v1.0, the list of its example credential.
TEST(StatusList, ThePublishedExampleIsRead) {
  const StatusList list =
      read_status_list(
          with_encoded("uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"))
          .value();
  EXPECT_EQ(list.bits, Bytes(16'384, 0));
}

TEST(StatusList, WhatIsNoListIsRefused) {
  EXPECT_FALSE(read_status_list(format_badge(sample()).value()).ok());
  json::Object suspension = list_of({});
  suspension.set("credentialSubject",
                 json::Object{{"type", "BitstringStatusList"}, {"statusPurpose", "suspension"}});
  EXPECT_FALSE(read_status_list(suspension).ok());
  const std::string good =
      list_of({3}).find("credentialSubject")->operator[]("encodedList").string_or("");
  ASSERT_TRUE(read_status_list(with_encoded(good)).ok());
  EXPECT_FALSE(read_status_list(with_encoded(good.substr(1))).ok());
  EXPECT_FALSE(read_status_list(with_encoded(good.substr(0, good.size() - 4))).ok());
  EXPECT_FALSE(read_status_list(with_encoded(good + "AAAA")).ok());
  EXPECT_FALSE(read_status_list(with_encoded("u")).ok());
  EXPECT_FALSE(read_status_list(with_encoded("uH4sIAAAAAAACAwMAAAAAAAAAAAA")).ok()) << "empty";
}

}  // namespace
}  // namespace sanad::credential
