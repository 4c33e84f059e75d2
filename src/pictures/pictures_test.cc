#include "pictures/pictures.h"

#include <gtest/gtest.h>

#include <set>

namespace sanad::pictures {
namespace {

TEST(Pictures, AreMoreThanThreeHundredWithNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const Plan& plan : plans()) names.insert(plan.name());
  EXPECT_EQ(names.size(), plans().size());
  EXPECT_GE(names.size(), 300U);
}

TEST(Pictures, AreTheSameEachTimeAndFillTheirSize) {
  for (const Plan& plan : plans()) {
    if (plan.width > 100) continue;
    const Picture picture = draw(plan);
    EXPECT_EQ(picture.pixels.size(),
              static_cast<std::size_t>(plan.width * plan.height * plan.channels))
        << plan.name();
    EXPECT_EQ(picture.pixels, draw(plan).pixels) << plan.name();
  }
}

}  // namespace
}  // namespace sanad::pictures
