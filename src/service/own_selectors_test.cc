#include "own_selectors.h"

#include <gtest/gtest.h>

namespace sanad::service {
namespace {

TEST(OwnSelectors, AreThoseThatAnOpenAccountIsCalledByAndNoMaskedOne) {
  OwnSelectors own;
  own.add_account("Behzad@Pier.Tirazan.example", false);
  own.add_account("+92 300 1234567", false);
  own.add_account("samira@pier.tirazan.example", true);
  own.add_account("office@pier.tirazan.example", false);
  own.add_account("office@pier.tirazan.example", true);
  own.add_lifted("imei", "490154203237518");
  EXPECT_TRUE(own.may_show("email", "behzad@pier.tirazan.example"));
  EXPECT_TRUE(own.may_show("phone", "+923001234567"));
  EXPECT_TRUE(own.may_show("imei", "490154203237518"));
  EXPECT_FALSE(own.may_show("email", "samira@pier.tirazan.example"));
  EXPECT_FALSE(own.may_show("email", "office@pier.tirazan.example")) << "another is called so too";
  EXPECT_FALSE(own.may_show("phone", "+923007654321"));
  EXPECT_FALSE(own.may_show("email", "")) << "nothing is nobody's";
}

TEST(OwnSelectors, AFirstNameIsNoHandle) {
  OwnSelectors own;
  own.add_account("behzad", false);
  EXPECT_FALSE(own.may_show("handle", "behzad"));
  EXPECT_FALSE(own.may_show("handle", "@behzad"));
}

TEST(OwnSelectors, OthersAreFoundInATextAndOwnOnesPassedOver) {
  OwnSelectors own;
  own.add_account("behzad@pier.tirazan.example", false);
  const std::string_view text =
      "behzad@pier.tirazan.example, samira@pier.tirazan.example and https://mill.tirazan.example";
  const auto hidden = own.hidden_in(text);
  ASSERT_EQ(hidden.size(), 1u);
  EXPECT_EQ(text.substr(hidden[0].offset, hidden[0].length), "samira@pier.tirazan.example");
}

}  // namespace
}  // namespace sanad::service
