// Copies that are put up again are other bytes and the same picture.
#include "story/media.h"

#include <gtest/gtest.h>

#include "pdq/pdq.h"

namespace sanad::story {
namespace {

MediaPlan plan(std::vector<Alteration> alterations) {
  return {MediaPlan::Kind::kPicture,
          {pictures::Kind::kTerrain, 640, 400, 3, 2024},
          std::move(alterations),
          0,
          0};
}

pdq::Fingerprint fingerprint(const pictures::Picture& picture) {
  pdq::Hasher made;
  return made.fingerprint({picture.pixels, picture.width, picture.height,
                           static_cast<std::size_t>(picture.width) * 3, pdq::Layout::kRgb})
      .value();
}

using pdq::distance;

TEST(StoryMedia, CopiesAreFoundByTheirLooks) {
  const pictures::Picture original = draw(plan({}));
  const pdq::Fingerprint first = fingerprint(original);
  ASSERT_GE(first.quality, pdq::kMatchQuality);
  for (const Alteration one : {Alteration::kSmaller, Alteration::kFramed, Alteration::kDarker}) {
    const pictures::Picture copy = draw(plan({one}));
    EXPECT_NE(copy.pixels, original.pixels);
    EXPECT_LE(distance(fingerprint(copy).hash, first.hash), pdq::kMatchDistance);
  }
  const pdq::Fingerprint mirrored = fingerprint(draw(plan({Alteration::kMirrored})));
  EXPECT_GT(distance(mirrored.hash, first.hash), pdq::kMatchDistance);
  EXPECT_LE(distance(mirrored.dihedral[pdq::kMirrored], first.hash), pdq::kMatchDistance);
  EXPECT_EQ(draw(plan({Alteration::kMirrored, Alteration::kMirrored})).pixels, original.pixels);
}

TEST(StoryMedia, TheSamePlanIsTheSamePicture) {
  const auto one = draw(plan({Alteration::kSmaller, Alteration::kFramed, Alteration::kDarker}));
  const auto two = draw(plan({Alteration::kSmaller, Alteration::kFramed, Alteration::kDarker}));
  EXPECT_EQ(one.pixels, two.pixels);
  EXPECT_EQ(one.width, 320 + 2 * 6);
  const auto other =
      draw({MediaPlan::Kind::kPicture, {pictures::Kind::kTerrain, 640, 400, 3, 2025}, {}, 0, 0});
  EXPECT_GT(distance(fingerprint(other).hash, fingerprint(draw(plan({}))).hash),
            pdq::kMatchDistance);
}

}  // namespace
}  // namespace sanad::story
