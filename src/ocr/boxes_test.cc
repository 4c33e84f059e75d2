// Boxes that are suggested: painted faces, plates and words are found, each by its kind, and where
// there is none none is. What is missed is claimed here too, so that nobody relies on it.
#include "ocr/boxes.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <fstream>

#include "pictures/people.h"

namespace sanad::ocr {
namespace {

using pictures::Kind;
using pictures::Picture;

// The simplest PNG: one IDAT, rows without a filter.
Bytes png_of(const Picture& picture) {
  Bytes out = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  const auto put = [](Bytes& bytes, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
      bytes.push_back(static_cast<std::uint8_t>(value >> static_cast<unsigned>(shift)));
  };
  const auto chunk = [&](std::string_view type, const Bytes& data) {
    put(out, static_cast<std::uint32_t>(data.size()));
    Bytes body(type.begin(), type.end());
    body.insert(body.end(), data.begin(), data.end());
    out.insert(out.end(), body.begin(), body.end());
    put(out, static_cast<std::uint32_t>(::crc32_z(0, body.data(), body.size())));
  };
  Bytes head;
  put(head, static_cast<std::uint32_t>(picture.width));
  put(head, static_cast<std::uint32_t>(picture.height));
  head.insert(head.end(), {8, 2, 0, 0, 0});
  chunk("IHDR", head);
  Bytes rows;
  const auto stride = static_cast<std::ptrdiff_t>(picture.width) * 3;
  for (auto row = picture.pixels.begin(); row != picture.pixels.end(); row += stride) {
    rows.push_back(0);
    rows.insert(rows.end(), row, row + stride);
  }
  uLongf size = ::compressBound(static_cast<uLong>(rows.size()));
  Bytes packed(size);
  ::compress2(packed.data(), &size, rows.data(), static_cast<uLong>(rows.size()), 1);
  packed.resize(size);
  chunk("IDAT", packed);
  chunk("IEND", {});
  return out;
}

struct Place {
  std::int64_t x = 0, y = 0, width = 0, height = 0;
};

class BoxesTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    models_ = new Models(Models::load("").value());
    cascades_ = new Cascades(Cascades::load("").value());
  }
  static void TearDownTestSuite() {
    delete models_;
    delete cascades_;
    models_ = nullptr;
    cascades_ = nullptr;
  }
  static json::Value suggested(ByteView item) {
    auto found = suggest_boxes(item, *models_, *cascades_);
    EXPECT_TRUE(found.ok()) << found.error().message;
    return found.ok() ? json::Value(std::move(*found)) : json::Value();
  }
  static std::vector<Place> of_kind(const json::Value& found, std::string_view kind) {
    std::vector<Place> places;
    for (const json::Value& one : *found["found"].as_array()) {
      if (one["kind"].string_or("") != kind) continue;
      const json::Array& box = *one["box"].as_array();
      places.push_back(
          {box[0].int_or(-1), box[1].int_or(-1), box[2].int_or(-1), box[3].int_or(-1)});
    }
    return places;
  }
  static bool is_covered(const std::vector<Place>& places, const Place& all) {
    return std::ranges::any_of(places, [&](const Place& one) {
      return one.x <= all.x && one.y <= all.y && one.x + one.width >= all.x + all.width &&
             one.y + one.height >= all.y + all.height;
    });
  }
  static Result<json::Object> result(ByteView item) {
    return suggest_boxes(item, *models_, *cascades_);
  }

 private:
  inline static Models* models_ = nullptr;
  inline static Cascades* cascades_ = nullptr;
};

TEST_F(BoxesTest, PaintedFacesAndAPlateAreCoveredEachByABoxOfItsKind) {
  Picture picture = pictures::draw({Kind::kTerrain, 900, 600, 3, 7});
  pictures::paint_face(picture, 60, 60, 160);
  pictures::paint_face(picture, 420, 200, 260);
  pictures::paint_plate(picture, 120, 420, 220);
  const auto found = suggested(png_of(picture));
  const auto faces = of_kind(found, "face"), plates = of_kind(found, "plate");
  EXPECT_EQ(faces.size(), 2U);
  // From the brows to the chin: of the square that was painted 17 to 83 hundredths, 33 to 98.
  EXPECT_TRUE(is_covered(faces, {60 + 27, 60 + 53, 106, 103}));
  EXPECT_TRUE(is_covered(faces, {420 + 44, 200 + 86, 172, 168}));
  ASSERT_EQ(plates.size(), 1U);
  EXPECT_TRUE(is_covered(plates, {120, 420, 220, 55}));
  EXPECT_EQ(found["width"].int_or(0), 900);
  EXPECT_EQ(found["height"].int_or(0), 600);
  EXPECT_FALSE(found["cut"].bool_or(true));
}

TEST_F(BoxesTest, AFaceInALargePictureIsFoundAtItsPlace) {
  Picture picture = pictures::draw({Kind::kGradient, 4'000, 1'000, 3, 7});
  pictures::paint_face(picture, 3'000, 300, 400);
  const auto faces = of_kind(suggested(png_of(picture)), "face");
  ASSERT_EQ(faces.size(), 1U);
  EXPECT_TRUE(is_covered(faces, {3'000 + 68, 300 + 132, 264, 260}));
  EXPECT_LT(faces[0].width, 600);
}

TEST_F(BoxesTest, LinesOfTextAreCoveredAndWhatTheySayIsNotTold) {
  std::ifstream file(SANAD_SOURCE_DIR "/src/ocr/testdata/en.png", std::ios::binary);
  const std::string png(std::istreambuf_iterator<char>(file), {});
  const auto found = suggested(as_bytes(png));
  const auto lines = of_kind(found, "text");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_GT(lines[0].width, 800);
  EXPECT_LT(lines[0].height, 60);
  const std::string told = json::format_canonical(found);
  for (const char* word : {"harvest", "begins", "The"})
    EXPECT_EQ(told.find(word), std::string::npos) << word;
  for (const json::Value& one : *found["found"].as_array()) EXPECT_EQ(one.as_object()->size(), 3U);
}

TEST_F(BoxesTest, WhereThereIsNoFaceAndNoPlateNoneIsSuggested) {
  for (const Kind kind : {Kind::kFlat, Kind::kGradient, Kind::kNoise, Kind::kTerrain}) {
    const auto found = suggested(png_of(pictures::draw({kind, 640, 480, 3, 11})));
    EXPECT_TRUE(of_kind(found, "face").empty());
    EXPECT_TRUE(of_kind(found, "plate").empty());
    // In hills and noise letters are seen that are none; whoever looks leaves them.
    if (kind == Kind::kFlat || kind == Kind::kGradient) {
      EXPECT_TRUE(of_kind(found, "text").empty());
    }
  }
}

TEST_F(BoxesTest, AFaceThatLiesOnItsSideOrStandsOnItsHeadIsMissed) {
  Picture picture = pictures::draw({Kind::kGradient, 320, 240, 3, 5});
  pictures::paint_face(picture, 80, 40, 160);
  for (int quarters = 1; quarters <= 3; ++quarters) {
    picture = pictures::turned(picture);
    EXPECT_TRUE(of_kind(suggested(png_of(picture)), "face").empty()) << quarters;
  }
  EXPECT_EQ(of_kind(suggested(png_of(pictures::turned(picture))), "face").size(), 1U);
}

TEST_F(BoxesTest, WhatIsNoStillPictureIsRefusedAndSoIsAMissingPackage) {
  EXPECT_EQ(result(as_bytes("plain text")).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(result({}).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(Cascades::load("/there/is/no/folder").error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace sanad::ocr
