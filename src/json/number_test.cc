#include "number.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>

namespace sanad::json {
namespace {

std::string written(double value) {
  std::string out;
  append_number(out, value);
  return out;
}

// RFC 8785 appendix B.
TEST(Number, IsWrittenAsTheAppendixOfTheStandardShows) {
  const std::pair<std::uint64_t, const char*> samples[] = {
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"},
      {0x41b3de4355555556, "333333333.3333334"},
      {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"},
      {0x43143ff3c1cb0959, "1424953923781206.2"},
  };
  for (const auto& [bits, text] : samples) EXPECT_EQ(written(std::bit_cast<double>(bits)), text);
}

TEST(Number, ReadsBackEveryDoubleExactly) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 200'000; ++i) {
    const double value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    const std::string text = written(value);
    ASSERT_EQ(scan_number(text), text.size());
    ASSERT_EQ(read_number(text), value == 0 ? 0.0 : value) << text;
  }
}

TEST(Number, ReadsAsTheSystemsLibraryDoes) {
  for (const char* text :
       {"0.1", "1e23", "123456789012345678901234567890", "4.9e-324", "2.2250738585072011e-308",
        "1E+2", "-1.5e-7", "0e999999999999999999999"}) {
    EXPECT_EQ(read_number(text), std::strtod(text, nullptr)) << text;
  }
}

TEST(Number, BecomesZeroBelowTheSmallestDoubleAndNothingBeyondTheLargest) {
  EXPECT_EQ(read_number("1e-400"), 0.0);
  EXPECT_EQ(read_number("0.00001e-99999999999999999999999"), 0.0);
  EXPECT_EQ(read_number("0." + std::string(400, '0') + "1"), 0.0);
  EXPECT_TRUE(std::signbit(read_number("-1e-400").value()));
  EXPECT_EQ(read_number("1e400"), std::nullopt);
  EXPECT_EQ(read_number("-1" + std::string(400, '0')), std::nullopt);
  EXPECT_EQ(read_number("1e99999999999999999999999"), std::nullopt);
}

TEST(Number, FollowsTheGrammarOfJson) {
  for (const char* good : {"0", "-0", "10", "0.5", "1e5", "1E-5", "1.25e+10"}) {
    EXPECT_EQ(scan_number(good), std::string_view(good).size()) << good;
  }
  for (const char* bad : {"", "-", "+1", ".5", "a", "-a", "1.", "1.e5", "1e", "1e+", "NaN"}) {
    EXPECT_EQ(scan_number(bad), 0u) << bad;
  }
  EXPECT_EQ(scan_number("01"), 1u);
  EXPECT_EQ(scan_number("1,2"), 1u);
}

}  // namespace
}  // namespace sanad::json
