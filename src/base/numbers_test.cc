#include "base/numbers.h"

#include <gtest/gtest.h>

namespace sanad {
namespace {

TEST(Decimal, ReadsEveryValueOf64Bits) {
  EXPECT_EQ(parse_decimal("0").value(), 0u);
  EXPECT_EQ(parse_decimal("907").value(), 907u);
  EXPECT_EQ(parse_decimal("18446744073709551615").value(), UINT64_MAX);
}

TEST(Decimal, RefusesEveryOtherSpelling) {
  for (const char* text :
       {"", "00", "01", "+1", "-1", " 1", "1 ", "1.0", "1e3", "0x1", "١", "18446744073709551616"}) {
    EXPECT_FALSE(parse_decimal(text).ok()) << text;
  }
}

}  // namespace
}  // namespace sanad
