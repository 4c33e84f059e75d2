#include "records/accounts.h"

#include <gtest/gtest.h>

namespace sanad::records {
namespace {

constexpr Timestamp kNow{1'800'000'000'000};

TEST(SignInLink, WorksOnceAndInTime) {
  Accounts accounts(open_operational(":memory:").value());
  const std::string token = accounts.make_link("officer-1", kNow, 1000).value();
  const auto opened = accounts.sign_in_with_link(token, kNow);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  EXPECT_EQ(opened->session.officer, "officer-1");
  EXPECT_EQ(accounts.sign_in_with_link(token, kNow).error().code, ErrorCode::kDenied);
  const std::string late = accounts.make_link("officer-1", kNow, 1000).value();
  EXPECT_EQ(accounts.sign_in_with_link(late, {kNow.unix_ms + 1000}).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(accounts.sign_in_with_link("guess", kNow).error().code, ErrorCode::kDenied);
}

TEST(Session, LastsUntilItEnds) {
  Accounts accounts(open_operational(":memory:").value());
  const auto opened =
      accounts.sign_in_with_link(accounts.make_link("officer-1", kNow, 1000).value(), kNow);
  EXPECT_EQ(accounts.session(opened->token, kNow)->csrf, opened->session.csrf);
  EXPECT_NE(opened->token, opened->session.csrf);
  EXPECT_FALSE(accounts.session(opened->token, {kNow.unix_ms + kSessionMs}).ok());
  EXPECT_FALSE(accounts.session(opened->session.csrf, kNow).ok());
  ASSERT_TRUE(accounts.end_session(opened->token).ok());
  EXPECT_FALSE(accounts.session(opened->token, kNow).ok());
}

TEST(Session, AllOfAnOfficerCanBeEnded) {
  Accounts accounts(open_operational(":memory:").value());
  const auto one =
      accounts.sign_in_with_link(accounts.make_link("officer-1", kNow, 1000).value(), kNow);
  const auto two =
      accounts.sign_in_with_link(accounts.make_link("officer-2", kNow, 1000).value(), kNow);
  ASSERT_TRUE(accounts.end_sessions_of("officer-1").ok());
  EXPECT_FALSE(accounts.session(one->token, kNow).ok());
  EXPECT_TRUE(accounts.session(two->token, kNow).ok());
}

TEST(Password, IsRequiredToBeLongAndIsChecked) {
  Accounts accounts(open_operational(":memory:").value());
  EXPECT_EQ(accounts.set_password("officer-1", "short").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(
      accounts.set_password("officer-1", std::string(kMaxPasswordBytes + 1, 'x')).error().code,
      ErrorCode::kInvalid);
  EXPECT_FALSE(accounts.has_password("officer-1").value());
  ASSERT_TRUE(accounts.set_password("officer-1", "a long passphrase").ok());
  EXPECT_TRUE(accounts.has_password("officer-1").value());
  EXPECT_TRUE(accounts.sign_in_with_password("officer-1", "a long passphrase", kNow).ok());
  EXPECT_EQ(accounts.sign_in_with_password("officer-1", "a long passphrasE", kNow).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(accounts.sign_in_with_password("officer-2", "a long passphrase", kNow).error().code,
            ErrorCode::kDenied);
}

TEST(Password, GuessingIsPaused) {
  Accounts accounts(open_operational(":memory:").value());
  ASSERT_TRUE(accounts.set_password("officer-1", "a long passphrase").ok());
  for (int i = 0; i < kMaxPasswordTries; ++i) {
    EXPECT_EQ(accounts.sign_in_with_password("officer-1", "a wrong guess", kNow).error().code,
              ErrorCode::kDenied);
  }
  EXPECT_EQ(accounts.sign_in_with_password("officer-1", "a long passphrase", kNow).error().code,
            ErrorCode::kLimit);
  EXPECT_TRUE(accounts
                  .sign_in_with_password("officer-1", "a long passphrase",
                                         {kNow.unix_ms + kPasswordPauseMs})
                  .ok());
}

}  // namespace
}  // namespace sanad::records
