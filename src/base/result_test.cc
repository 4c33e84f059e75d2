#include "base/result.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <memory>

namespace sanad {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return Error{ErrorCode::kInvalid, "give an even number"};
  return value / 2;
}
Result<void> even(int value) {
  SANAD_CHECK_WITH(half(value), "checking");
  return {};
}
Result<int> quarter(int value) {
  SANAD_TRY(const int once, half(value));
  SANAD_TRY_WITH(const int twice, half(once), "the second time");
  return twice;
}

TEST(Result, CarriesTheValueThroughTry) {
  ASSERT_TRUE(quarter(8).ok());
  EXPECT_EQ(quarter(8).value(), 2);
}

TEST(Result, ReturnsTheFirstErrorUnchangedAndAddsContextWhenAsked) {
  EXPECT_EQ(quarter(3).error().message, "give an even number");
  EXPECT_EQ(quarter(6).error().message, "the second time: give an even number");
  EXPECT_EQ(quarter(6).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(even(1).error().message, "checking: give an even number");
  EXPECT_TRUE(even(2).ok());
}

TEST(Result, HoldsValuesThatCanOnlyMove) {
  Result<std::unique_ptr<int>> held = std::make_unique<int>(7);
  std::unique_ptr<int> taken = std::move(held).value();
  EXPECT_EQ(*taken, 7);
}

TEST(Result, FallsBackOnlyOnError) {
  EXPECT_EQ(half(4).value_or(9), 2);
  EXPECT_EQ(half(5).value_or(9), 9);
}

TEST(Error, OfTheSystemSaysWhatAndWhyAndKeepsTheNumber) {
  const Error error = io_error("writing the ledger", ENOSPC);
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_EQ(error.errno_value, ENOSPC);
  EXPECT_EQ(error.message, "writing the ledger: No space left on device");
  EXPECT_EQ(error.with_context("case").errno_value, ENOSPC);
}

TEST(Error, EveryCodeHasItsOwnWord) {
  EXPECT_EQ(error_code_name(ErrorCode::kDenied), "denied");
  EXPECT_EQ(error_code_name(ErrorCode::kNotFound), "not_found");
  for (int a = 0; a < 8; ++a) {
    for (int b = 0; b < a; ++b) {
      EXPECT_NE(error_code_name(ErrorCode{a}), error_code_name(ErrorCode{b}));
    }
  }
}

}  // namespace
}  // namespace sanad
