// The pixels that PDQ looks at, taken without the others, against those of the whole picture.
#include <gtest/gtest.h>

#include "corpus_fixture.h"
#include "media/fingerprint.h"
#include "media/picture.h"

namespace sanad::media {
namespace {

using pictures::Kind;

// The obvious version: the whole picture, and of it the pixels that pdq.h names.
Bytes shrunk(const Picture& whole) {
  const int channels = whole.layout == pdq::Layout::kGrey ? 1 : 3;
  Bytes out;
  for (int i = 0; i < pdq::kShrinkSide; ++i) {
    for (int j = 0; j < pdq::kShrinkSide; ++j) {
      const std::int64_t pixel = std::int64_t{pdq::shrunk_from(i, whole.height)} * whole.width +
                                 pdq::shrunk_from(j, whole.width);
      const auto at = whole.pixels.begin() + pixel * channels;
      out.insert(out.end(), at, at + channels);
    }
  }
  return out;
}

std::string name_of(int width, int height, const JpegForm& form) {
  return std::to_string(width) + "x" + std::to_string(height) + " " + std::to_string(form.across) +
         "x" + std::to_string(form.down) + (form.progressive ? " progressive" : "");
}

void expect_same(const Bytes& file, const std::string& what) {
  const auto whole = decode_picture(file);
  const auto samples = decode_samples(file);
  ASSERT_TRUE(whole.ok() && samples.ok()) << what;
  EXPECT_EQ(samples->width, whole->width) << what;
  EXPECT_EQ(samples->height, whole->height) << what;
  EXPECT_EQ(samples->picture.layout, whole->layout) << what;
  EXPECT_EQ(samples->picture.damaged, whole->damaged) << what;
  EXPECT_EQ(samples->picture.orientation, whole->orientation) << what;
  ASSERT_EQ(samples->picture.width, pdq::kShrinkSide) << what;
  EXPECT_TRUE(samples->picture.pixels == shrunk(*whole)) << what;
}

constexpr JpegForm kForms[] = {{.quality = 90, .across = 1, .down = 1},
                               {.quality = 75, .across = 2, .down = 1},
                               {.quality = 30, .across = 1, .down = 2},
                               {.quality = 85, .across = 2, .down = 2},
                               {.quality = 5, .across = 2, .down = 2, .orientation = 6},
                               {.quality = 100, .across = 2, .down = 2, .progressive = true},
                               {.quality = 40, .across = 2, .down = 1, .progressive = true}};

TEST(JpegSamples, AreThePixelsOfTheWholePictureInEverySampling) {
  constexpr int kSides[][2] = {{513, 512}, {512, 513}, {16, 600}, {600, 5},   {529, 527},
                               {640, 480}, {1023, 33}, {97, 770}, {800, 601}, {1311, 1007}};
  std::uint64_t seed = 0;
  for (const auto& [width, height] : kSides) {
    for (const Kind kind : {Kind::kTerrain, Kind::kNoise, Kind::kShapes}) {
      const auto picture = pictures::draw({kind, width, height, 3, ++seed});
      for (const JpegForm& form : kForms) {
        expect_same(write_jpeg(picture, form),
                    name_of(width, height, form) + " " + std::to_string(seed));
      }
    }
    expect_same(write_jpeg(pictures::draw({Kind::kTerrain, width, height, 1, seed}), {}), "grey");
  }
}

TEST(JpegSamples, AreThoseOfTheWholePictureWhereTheFileEndsEarly) {
  const auto picture = pictures::draw({Kind::kTerrain, 700, 523, 3, 9});
  for (const JpegForm& form : kForms) {
    const Bytes file = write_jpeg(picture, form);
    for (const std::size_t part : {3U, 5U, 8U}) {
      const Bytes some(file.begin(),
                       file.begin() + static_cast<std::ptrdiff_t>(file.size() * part / 10));
      expect_same(some, name_of(700, 523, form) + " cut");
    }
  }
}

TEST(JpegSamples, AreThoseOfTheWholePictureWhereBytesOfTheFileAreOthers) {
  const Bytes file = write_jpeg(pictures::draw({Kind::kTerrain, 600, 300, 3, 4}), {});
  for (std::size_t at = 20; at < file.size(); at += 997) {
    Bytes changed = file;
    changed[at] ^= 0x15;
    const auto whole = decode_picture(changed, {.max_pixels = 1'000'000});
    const auto samples = decode_samples(changed, {.max_pixels = 1'000'000});
    ASSERT_EQ(whole.ok(), samples.ok()) << at;
    if (!whole.ok()) {
      EXPECT_EQ(samples.error().message, whole.error().message);
    } else if (whole->width > pdq::kShrinkSide) {
      EXPECT_TRUE(samples->picture.pixels == shrunk(*whole)) << at;
    }
  }
}

// Small pictures, inks and other formats are decoded whole.
TEST(JpegSamples, AreTheWholePictureWhereNothingCanBeLeftOut) {
  const auto big = pictures::draw({Kind::kShapes, 700, 400, 3, 3});
  const auto small = pictures::draw({Kind::kShapes, 512, 400, 3, 3});
  for (const Bytes& file :
       {write_jpeg(small, {}), write_jpeg(big, {.inks = true}), write_png(big, {})}) {
    const auto samples = decode_samples(file);
    ASSERT_TRUE(samples.ok());
    EXPECT_TRUE(samples->picture.pixels == decode_picture(file)->pixels);
    EXPECT_EQ(samples->picture.height, 400);
  }
}

TEST(JpegSamples, KeepLimitsAndErrors) {
  const Bytes file = write_jpeg(pictures::draw({Kind::kNoise, 600, 600, 3, 3}), {});
  EXPECT_EQ(decode_samples(file, {.max_pixels = 359'999}).error().code, ErrorCode::kLimit);
  EXPECT_EQ(decode_samples(ByteView(file).first(20)).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(decode_samples(as_bytes("no picture")).error().code, ErrorCode::kInvalid);
}

TEST(JpegSamples, GiveTheFingerprintOfTheWholePicture) {
  for (const JpegForm& form : kForms) {
    const Bytes file = write_jpeg(pictures::draw({Kind::kTerrain, 1500, 1100, 3, 8}), form);
    const auto all = fingerprint(file);
    ASSERT_TRUE(all.ok());
    const auto whole = fingerprint_picture(*decode_picture(file));
    EXPECT_EQ(all->picture->pdq.dihedral, whole->pdq.dihedral);
    EXPECT_EQ(all->picture->pdq.quality, whole->pdq.quality);
    EXPECT_EQ(all->picture->width, 1500);
    EXPECT_EQ(all->picture->height, 1100);
    EXPECT_EQ(all->picture->version, whole->version);
  }
}

}  // namespace
}  // namespace sanad::media
