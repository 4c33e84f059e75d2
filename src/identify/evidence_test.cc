#include "identify/evidence.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "pictures/pictures.h"

namespace sanad::identify {
namespace {

using pictures::Picture;

// The obvious version of turning and mirroring: pixel by pixel.
template <typename From>  // (x, y) of the new picture -> the pixel's number in the old one
Picture moved(const Picture& in, int width, int height, From from) {
  Picture out{width, height, 3, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int at = from(x, y) * 3;
      out.pixels.insert(out.pixels.end(), in.pixels.begin() + at, in.pixels.begin() + at + 3);
    }
  }
  return out;
}
Picture mirrored(const Picture& in) {
  return moved(in, in.width, in.height,
               [&](int x, int y) { return y * in.width + in.width - 1 - x; });
}
Picture turned_clockwise(const Picture& in) {
  return moved(in, in.height, in.width,
               [&](int x, int y) { return (in.height - 1 - x) * in.width + y; });
}
Picture turned_clockwise(Picture picture, int times) {
  for (int i = 0; i < times; ++i) picture = turned_clockwise(picture);
  return picture;
}
Picture shown(const Picture& picture, const Align& how) {
  return turned_clockwise(how.mirror ? mirrored(picture) : picture, how.rotate / 90);
}

Picture marked(int width, int height, int x, int y) {
  Picture picture{width, height, 3, Bytes(static_cast<std::size_t>(width * height * 3), 0)};
  picture.pixels[static_cast<std::size_t>((y * width + x) * 3)] = 255;
  return picture;
}

// As a viewer shows a stored picture with this orientation, after the EXIF standard's own words:
// where its first row and its first column are seen.
Picture upright(const Picture& in, int orientation) {
  switch (orientation) {
    case 2:  // row at the top, column at the right
      return mirrored(in);
    case 3:  // bottom, right
      return turned_clockwise(in, 2);
    case 4:  // bottom, left
      return turned_clockwise(mirrored(in), 2);
    case 5:  // row at the left, column at the top
      return turned_clockwise(mirrored(in), 3);
    case 6:  // right, top
      return turned_clockwise(in, 1);
    case 7:  // right, bottom
      return turned_clockwise(mirrored(in), 1);
    case 8:  // left, bottom
      return turned_clockwise(in, 3);
    default:
      return in;
  }
}

std::array<Picture, 8> all_ways(const Picture& picture) {
  std::array<Picture, 8> ways;
  for (int i = 0; i < 8; ++i)
    ways[static_cast<std::size_t>(i)] =
        turned_clockwise(i < 4 ? picture : mirrored(picture), i % 4);
  return ways;
}

pdq::Fingerprint hash_of(const Picture& picture) {
  return pdq::Hasher()
      .fingerprint({picture.pixels, picture.width, picture.height,
                    static_cast<std::size_t>(picture.width) * 3, pdq::Layout::kRgb})
      .value();
}

std::size_t nearest_variant(const pdq::Fingerprint& found, const pdq::Hash& listed) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < pdq::kDihedral; ++i) {
    if (pdq::distance(found.dihedral[i], listed) < pdq::distance(found.dihedral[best], listed))
      best = i;
  }
  EXPECT_LE(pdq::distance(found.dihedral[best], listed), pdq::kMatchDistance);
  return best;
}

TEST(Evidence, APictureThatWasTurnedOrMirroredIsShownAsTheFoundOneLies) {
  const Picture found = pictures::draw({pictures::Kind::kTerrain, 320, 240, 3, 7});
  const pdq::Fingerprint hashes = hash_of(found);
  std::array<int, 8> seen{};
  for (const Picture& listed : all_ways(found)) {
    const std::size_t variant = nearest_variant(hashes, hash_of(listed).hash);
    ++seen[variant];
    const auto how = align(kTurned[variant], 1, 1);
    ASSERT_TRUE(how);
    EXPECT_EQ(shown(listed, *how).pixels, found.pixels) << kTurned[variant];
  }
  for (const int times : seen) EXPECT_EQ(times, 1);
}

// All orientations of both, with every way in which the stored ones may lie to each other.
TEST(Evidence, TheRotationThatAViewerAppliesIsReckonedWith) {
  const Picture found = pictures::draw({pictures::Kind::kNoise, 5, 3, 3, 7});
  for (const Picture& listed : all_ways(found)) {
    // Which variant this is follows from the orientations that do nothing.
    std::string_view word;
    for (const std::string_view one : kTurned) {
      if (shown(listed, *align(one, 1, 1)).pixels == found.pixels &&
          shown(listed, *align(one, 1, 1)).width == found.width)
        word = one;
    }
    ASSERT_FALSE(word.empty());
    for (int of_found = 1; of_found <= 8; ++of_found) {
      for (int of_listed = 1; of_listed <= 8; ++of_listed) {
        const auto how = align(word, of_found, of_listed);
        ASSERT_TRUE(how);
        const Picture lies = shown(upright(listed, of_listed), *how);
        EXPECT_EQ(lies.pixels, upright(found, of_found).pixels)
            << word << ", orientations " << of_found << " and " << of_listed;
      }
    }
  }
}

TEST(Evidence, AnUnknownWayIsNone) {
  EXPECT_FALSE(align("upside down", 1, 1));
  EXPECT_EQ(align("as it is", 0, 9), (Align{false, 0}));
}

class Frames : public testing::Test {
 protected:
  std::string invent() {
    Digest256 hash{};
    for (std::uint8_t& byte : hash) byte = static_cast<std::uint8_t>(random_());
    return format_hex(hash);
  }
  static std::string altered(const std::string& hash, int bits) {
    Digest256 bytes = parse_digest256(hash).value();
    for (int bit = 0; bit < bits; ++bit) bytes[static_cast<std::size_t>(bit)] ^= 1U;
    return format_hex(bytes);
  }
  void add_found(std::int64_t time_ms, const std::string& hash, int quality = 90) {
    found_.emplace_back(
        json::Object{{"time_ms", time_ms}, {"pdq", hash}, {"pdq_quality", quality}});
  }
  void add_listed(std::int64_t time_ms, const std::string& hash) {
    listed_ += fmt::format("{}{},90,{}", listed_.empty() ? "" : ";", time_ms, hash);
  }
  json::Value item() const { return json::Object{{"video", json::Object{{"frames", found_}}}}; }

  std::mt19937_64 random_{20};
  json::Array found_;
  std::string listed_;
};

TEST_F(Frames, OfACutStandBesideThoseItWasCutFrom) {
  for (int i = 0; i < 60; ++i) {
    const std::string hash = invent();
    add_listed(i * 1000, hash);
    if (i >= 30 && i < 40) add_found((i - 30) * 1000, altered(hash, i - 30));
  }
  const auto pairs = frame_pairs(item(), "vpdq", listed_, "", 12);
  ASSERT_TRUE(pairs.ok());
  ASSERT_EQ(pairs->size(), 10U);
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_EQ((*pairs)[i].found_ms, static_cast<std::int64_t>(i) * 1000);
    EXPECT_EQ((*pairs)[i].listed_ms, 30'000 + static_cast<std::int64_t>(i) * 1000);
    EXPECT_EQ((*pairs)[i].distance, static_cast<int>(i));
  }
}

TEST_F(Frames, OfALongVideoAreTheBestOfEachStretch) {
  for (int i = 0; i < 600; ++i) {
    const std::string hash = invent();
    add_listed(i * 1000, hash);
    add_found(i * 1000, altered(hash, i % 10));
  }
  const auto pairs = frame_pairs(item(), "vpdq", listed_, "", 12);
  ASSERT_TRUE(pairs.ok());
  ASSERT_EQ(pairs->size(), 12U);
  std::int64_t stretch = 0;
  for (const FramePair& pair : *pairs) {
    EXPECT_EQ(pair.distance, 0);
    EXPECT_EQ(pair.found_ms, pair.listed_ms);
    EXPECT_EQ(pair.found_ms / 50'000, stretch++);
  }
}

TEST_F(Frames, OfAVideoThatShowsAListedPictureHaveNoListedTime) {
  const std::string picture = invent();
  for (int i = 0; i < 20; ++i) add_found(i * 1000, i % 5 == 2 ? altered(picture, i) : invent());
  add_found(20'000, picture, 10);  // too poor to be compared
  const auto pairs = frame_pairs(item(), "pdq", picture, "", 12);
  ASSERT_TRUE(pairs.ok());
  ASSERT_EQ(pairs->size(), 4U);
  EXPECT_EQ(pairs->front().found_ms, 2000);
  EXPECT_EQ(pairs->front().distance, 2);
  EXPECT_FALSE(pairs->front().listed_ms);
}

TEST_F(Frames, OfAnotherSignalAreNone) {
  add_found(0, invent());
  EXPECT_TRUE(frame_pairs(item(), "sha256", std::string(64, 'a'), "", 12)->empty());
  EXPECT_TRUE(frame_pairs(json::Object{}, "pdq", invent(), "", 12)->empty());
  const std::string hash(64, 'a');
  for (const std::string& wrong : {std::string("no frames"), "7,90," + hash + ";3,90," + hash})
    EXPECT_FALSE(frame_pairs(item(), "vpdq", wrong, "", 12).ok()) << wrong;
  EXPECT_FALSE(frame_pairs(item(), "pdq", "no hash", "", 12).ok());
}

TEST(Evidence, TheLongestPassagesAreShownInOrderAndTheOthersCounted) {
  const std::string one = "the seven lanterns of the river market are lit tonight";
  const std::string two =
      "whoever holds the key of the old orchard shall bring it to the copper bridge before dawn";
  const std::string three = "and nobody shall speak of the ferryman again";
  const std::string found =
      one + " 111222333444555666777888 " + two + " 9998887776665554443332 " + three;
  const std::string listed =
      three + " aaaaabbbbbcccccdddddeeeeefffff " + two + " ggggghhhhhiiiiijjjjjkkkkk " + one;
  const auto all = shared_passages(found, listed, 20);
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->passages.size(), 3U);
  EXPECT_EQ(all->not_shown, 0U);
  EXPECT_LT(all->passages[0].a.begin, all->passages[1].a.begin);
  const auto best = shared_passages(found, listed, 2);
  ASSERT_EQ(best->passages.size(), 2U);
  EXPECT_EQ(best->not_shown, 1U);
  EXPECT_EQ(best->passages[1].letters, all->passages[1].letters);
}

TEST(Evidence, APlaceIsShownWhereItsPixelIs) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Picture seen = upright(marked(40, 20, 9, 3), orientation);
    const auto pixel = std::ranges::find(seen.pixels, std::uint8_t{255}) - seen.pixels.begin();
    const int at = static_cast<int>(pixel) / 3;
    const points::Place place = upright_place({(2 * 9 + 1) * 125, (2 * 3 + 1) * 250}, orientation);
    EXPECT_EQ(place.x, (2 * (at % seen.width) + 1) * 5000 / seen.width) << orientation;
    EXPECT_EQ(place.y, (2 * (at / seen.width) + 1) * 5000 / seen.height) << orientation;
  }
  EXPECT_EQ(upright_place({1, 2}, 0), (points::Place{1, 2}));
}

TEST(Evidence, TheWordForATurnGivesTheTurnAgain) {
  for (const bool mirror : {false, true}) {
    for (int degrees = 0; degrees < 360; degrees += 90) {
      for (const int off : {0, 30, 330}) {
        const auto how = align(turned_word(mirror, (degrees + off) % 360), 1, 1);
        ASSERT_TRUE(how);
        EXPECT_EQ(*how, (Align{mirror, degrees})) << mirror << ' ' << degrees;
      }
    }
  }
}

}  // namespace
}  // namespace sanad::identify
