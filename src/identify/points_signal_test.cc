#include <gtest/gtest.h>

#include <algorithm>

#include "identify/library.h"
#include "identify_fixture.h"
#include "pictures/pictures.h"
#include "points/match.h"

namespace sanad::identify {
namespace {

// Part of an invented picture, mirrored left to right or not.
std::string value_of(pictures::Kind kind, std::uint64_t seed, int left = 0, int top = 0,
                     int width = 480, int height = 360, bool mirror = false) {
  const pictures::Picture whole = pictures::draw({kind, 480, 360, 3, seed});
  Bytes pixels;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int from = ((top + y) * 480 + left + (mirror ? width - 1 - x : x)) * 3;
      pixels.insert(pixels.end(), whole.pixels.begin() + from, whole.pixels.begin() + from + 3);
    }
  }
  return points::format_points(
      points::find_points({pixels, width, height, static_cast<std::size_t>(width) * 3, 3}).value());
}

constexpr pictures::Kind kKinds[] = {pictures::Kind::kShapes, pictures::Kind::kText,
                                     pictures::Kind::kTerrain};

json::Value item_of(std::string points) {
  return json::Value(json::Object{{"sha256", std::string(64, 'a')}, {"points", std::move(points)}});
}

lists::List posters_of(const std::vector<std::string>& values) {
  lists::List list;
  list.name = "Posters";
  list.owner = "Unit 4";
  list.version = "1";
  for (std::size_t i = 0; i < values.size(); ++i) {
    lists::Entry entry;
    entry.id = "poster-" + std::to_string(i);
    entry.signal = "points";
    entry.value = values[i];
    list.entries.push_back(std::move(entry));
  }
  return list;
}

class PointsSignalTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Library::open(fs_, folder_.path());
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    library_ = std::move(*opened);
  }
  // Three of each kind: poster-0 to 2, 3 to 5, 6 to 8.
  void list_nine() {
    std::vector<std::string> values;
    for (const auto kind : kKinds) {
      for (std::uint64_t seed = 1; seed <= 3; ++seed) values.push_back(value_of(kind, 50 + seed));
    }
    ASSERT_TRUE(library_->put("list-1", posters_of(values), "").ok());
  }
  std::vector<Hit> match(std::string points) {
    auto hits = library_->match(item_of(std::move(points)), kNow);
    EXPECT_TRUE(hits.ok());
    return hits.ok() ? *hits : std::vector<Hit>{};
  }

  files::PosixFileSystem fs_;
  files::TempDir folder_ = files::TempDir::create("sanad-points-test").value();
  std::unique_ptr<Library> library_;
};

TEST_F(PointsSignalTest, FindsACropAndSaysWhereItLies) {
  list_nine();
  for (std::size_t i = 0; i < std::size(kKinds); ++i) {
    const auto hits = match(value_of(kKinds[i], 52, 96, 36, 336, 288));
    ASSERT_EQ(hits.size(), 1U);
    const Hit& hit = hits.front();
    EXPECT_EQ(hit.entry, "poster-" + std::to_string(3 * i + 1));
    EXPECT_EQ(hit.signal, "points");
    EXPECT_EQ(hit.algorithm, points::kAlgorithm);
    EXPECT_LT(hit.distance, hit.threshold);
    const json::Value details(hit.details);
    EXPECT_EQ(details["turned"].string_or(""), "as it is");
    EXPECT_GE(details["points"].int_or(0), std::int64_t{points::kFewPoints});
    EXPECT_LE(details["points"].int_or(0), details["points_in_common"].int_or(0));
    const json::Value& corner = (*details["found_in_listed"].as_array())[0];
    EXPECT_NEAR(static_cast<double>((*corner.as_array())[0].int_or(0)), 2000, 150);
    EXPECT_NEAR(static_cast<double>((*corner.as_array())[1].int_or(0)), 1000, 150);
  }
}

TEST_F(PointsSignalTest, FindsAMirroredPicture) {
  list_nine();
  for (const auto kind : kKinds) {
    const auto hits = match(value_of(kind, 51, 0, 0, 480, 360, true));
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(json::Value(hits.front().details)["turned"].string_or(""), "mirrored left to right");
  }
}

TEST_F(PointsSignalTest, ThePictureItselfIsAtNoDistanceAndAnotherIsNotFound) {
  list_nine();
  const auto hits = match(value_of(kKinds[0], 51));
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits.front().distance, 0);
  for (const auto kind : kKinds) EXPECT_TRUE(match(value_of(kind, 60)).empty());
}

TEST_F(PointsSignalTest, ALookupAnswersAsAnItem) {
  list_nine();
  const std::string crop = value_of(kKinds[0], 53, 50, 50, 300, 250);
  const auto hits = library_->lookup("points", crop, 31, "list-1", kNow);
  ASSERT_TRUE(hits.ok());
  ASSERT_EQ(hits->size(), 1U);
  EXPECT_EQ(hits->front().entry, "poster-2");
  EXPECT_TRUE(library_->lookup("points", crop, 31, "list-2", kNow)->empty());
  EXPECT_EQ(library_->lookup("points", "sanad-points-1:AAAA", 31, "", kNow).error().code,
            ErrorCode::kInvalid);
}

TEST_F(PointsSignalTest, WhatWasTakenOutOfTheListIsNotFound) {
  list_nine();
  ASSERT_TRUE(library_->put("list-1", posters_of({value_of(kKinds[1], 51)}), "").ok());
  EXPECT_TRUE(match(value_of(kKinds[0], 51)).empty());
  EXPECT_EQ(match(value_of(kKinds[1], 51)).size(), 1U);
  ASSERT_TRUE(library_->remove("list-1").ok());
  EXPECT_TRUE(match(value_of(kKinds[1], 51)).empty());
}

TEST_F(PointsSignalTest, WhatIsBankedIsFoundAgainAlsoByPartOfIt) {
  const auto entries = library_->entries_of(item_of(value_of(kKinds[2], 54)));
  ASSERT_TRUE(entries.ok());
  ASSERT_EQ(entries->size(), 2U);
  lists::List list = posters_of({});
  list.entries = *entries;
  ASSERT_TRUE(library_->put("list-1", list, "").ok());
  const auto hits = match(value_of(kKinds[2], 54, 60, 40, 360, 280));
  EXPECT_EQ(std::ranges::count(hits, "points", &Hit::signal), 1);
}

TEST_F(PointsSignalTest, AValueThatIsNoneIsCountedAndNeverFound) {
  const auto update = library_->put("list-1", posters_of({"sanad-points-1:AAAA"}), "");
  ASSERT_TRUE(update.ok());
  EXPECT_EQ(update->unusable, 1U);
  EXPECT_TRUE(match(value_of(kKinds[0], 51)).empty());
}

}  // namespace
}  // namespace sanad::identify
