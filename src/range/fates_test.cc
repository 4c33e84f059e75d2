#include "fates.h"

#include <gtest/gtest.h>

namespace sanad::range {
namespace {

constexpr std::string_view kHost = "forum.tirazan.example";

TEST(Fates, APageIsThereUntilItIsToldOtherwise) {
  Fates fates;
  EXPECT_EQ(fates.of(kHost, "/thread/1").fate, Fate::kThere);
  ASSERT_TRUE(fates.set(kHost, "/thread/1", Fate::kGone, "").ok());
  EXPECT_EQ(fates.of(kHost, "/thread/1").fate, Fate::kGone);
  EXPECT_EQ(fates.of(kHost, "/thread/2").fate, Fate::kThere);
  EXPECT_EQ(fates.of("news.tirazan.example", "/thread/1").fate, Fate::kThere);
  ASSERT_TRUE(fates.set(kHost, "/thread/1", Fate::kThere, "").ok());
  EXPECT_EQ(fates.of(kHost, "/thread/1").fate, Fate::kThere);
}

TEST(Fates, AMovedPageStandsElsewhereAndACopiedOneInBothPlaces) {
  Fates fates;
  ASSERT_TRUE(fates.set(kHost, "/thread/1", Fate::kMoved, "/archive/1").ok());
  EXPECT_EQ(fates.of(kHost, "/thread/1").fate, Fate::kMoved);
  EXPECT_EQ(fates.of(kHost, "/thread/1").path, "/archive/1");
  EXPECT_EQ(fates.of(kHost, "/archive/1").fate, Fate::kThere);
  EXPECT_EQ(fates.of(kHost, "/archive/1").path, "/thread/1");
  ASSERT_TRUE(fates.set(kHost, "/thread/1", Fate::kCopied, "/archive/2").ok());
  EXPECT_EQ(fates.of(kHost, "/thread/1").path, "/thread/1");
  EXPECT_EQ(fates.of(kHost, "/archive/2").path, "/thread/1");
  EXPECT_EQ(fates.of(kHost, "/archive/1").path, "/archive/1") << "the place before stands for none";
  fates.reset();
  EXPECT_EQ(fates.of(kHost, "/archive/2").path, "/archive/2");
}

TEST(Fates, RefuseWhatNoPageCanBeTold) {
  Fates fates;
  EXPECT_FALSE(fates.set(kHost, "thread/1", Fate::kGone, "").ok());
  EXPECT_FALSE(fates.set(kHost, "/thread/1", Fate::kGone, "/elsewhere").ok());
  EXPECT_FALSE(fates.set(kHost, "/thread/1", Fate::kMoved, "").ok());
  EXPECT_FALSE(fates.set(kHost, "/thread/1", Fate::kMoved, "https://elsewhere.example/").ok());
  EXPECT_FALSE(fates.set(kHost, "/thread/1", Fate::kMoved, "/thread/1").ok());
  ASSERT_TRUE(fates.set(kHost, "/thread/1", Fate::kMoved, "/thread/9").ok());
  EXPECT_FALSE(fates.set(kHost, "/thread/9", Fate::kGone, "").ok()) << "another page stands there";
  EXPECT_FALSE(fates.set(kHost, "/thread/2", Fate::kMoved, "/thread/9").ok());
  EXPECT_FALSE(fates.set(kHost, "/thread/2", Fate::kMoved, "/thread/1").ok())
      << "it would go round";
  for (std::size_t n = 0; n < kMaxFates - 1; ++n)
    ASSERT_TRUE(fates.set(kHost, "/post/" + std::to_string(n), Fate::kGone, "").ok());
  EXPECT_EQ(fates.set(kHost, "/post/last", Fate::kGone, "").error().code, ErrorCode::kLimit);
  EXPECT_TRUE(fates.set(kHost, "/post/0", Fate::kChanged, "").ok());
}

TEST(Fates, HaveNamesThatAreReadBack) {
  for (const Fate fate :
       {Fate::kThere, Fate::kChanged, Fate::kGone, Fate::kGeoBlocked, Fate::kMoved, Fate::kCopied})
    EXPECT_EQ(parse_fate(fate_name(fate)), fate);
  EXPECT_FALSE(parse_fate("lost"));
}

}  // namespace
}  // namespace sanad::range
