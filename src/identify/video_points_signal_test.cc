#include <gtest/gtest.h>

#include <algorithm>

#include "identify/library.h"
#include "identify_fixture.h"
#include "key_frames.h"
#include "pictures/pictures.h"

namespace sanad::identify {
namespace {

struct Part {
  int left = 0, top = 0, width = 320, height = 240;
};
constexpr Part kCrop = {32, 24, 256, 192};

points::Points points_of(std::uint64_t seed, const Part& part) {
  const auto kind = seed % 3 == 0 ? pictures::Kind::kShapes : pictures::Kind::kTerrain;
  const pictures::Picture whole = pictures::draw({kind, 320, 240, 3, seed});
  Bytes pixels;
  for (int y = 0; y < part.height; ++y) {
    const auto row = whole.pixels.begin() + ((part.top + y) * 320 + part.left) * 3;
    pixels.insert(pixels.end(), row, row + part.width * 3);
  }
  const auto stride = static_cast<std::size_t>(part.width) * 3;
  return points::find_points({pixels, part.width, part.height, stride, 3}).value();
}

// A video with scenes first to last, four seconds each, as the extractor tells of it.
json::Value video_of(std::uint64_t first, std::uint64_t last, const Part& part = {}) {
  json::Array frames;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    frames.emplace_back(json::Object{{"time_ms", (seed - first) * 4000},
                                     {"points", points::format_points(points_of(seed, part))}});
    frames.emplace_back(json::Object{{"time_ms", (seed - first) * 4000 + 1000}});
  }
  return json::Value(json::Object{{"sha256", std::string(64, 'a')},
                                  {"video", json::Object{{"frames", std::move(frames)}}}});
}

json::Value picture_of(std::uint64_t seed, const Part& part = {}) {
  return json::Value(json::Object{{"sha256", std::string(64, 'b')},
                                  {"points", points::format_points(points_of(seed, part))}});
}

class VideoPointsSignalTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Library::open(fs_, folder_.path());
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    library_ = std::move(*opened);
  }
  // What is made of each item, without its digest.
  void list(const std::vector<json::Value>& items) {
    lists::List list;
    list.name = "Clips";
    list.owner = "Unit 4";
    list.version = "1";
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto entries = library_->entries_of(items[i]);
      ASSERT_TRUE(entries.ok());
      for (lists::Entry entry : *entries) {
        if (entry.signal == "sha256") continue;
        entry.id = "clip-" + std::to_string(i);
        list.entries.push_back(std::move(entry));
      }
    }
    const auto put = library_->put("list-1", list, "");
    ASSERT_TRUE(put.ok()) << put.error().message;
    EXPECT_EQ(put->unusable, 0U);
  }
  std::vector<Hit> match(const json::Value& item) {
    auto hits = library_->match(item, kNow);
    EXPECT_TRUE(hits.ok());
    return hits.ok() ? *hits : std::vector<Hit>{};
  }

  files::PosixFileSystem fs_;
  files::TempDir folder_ = files::TempDir::create("sanad-video-points-test").value();
  std::unique_ptr<Library> library_;
};

TEST_F(VideoPointsSignalTest, FindsACroppedVideoAndSaysWhereAndWhen) {
  list({video_of(1, 8), video_of(31, 38)});
  const auto hits = match(video_of(3, 7, kCrop));
  ASSERT_EQ(hits.size(), 1U);
  const Hit& hit = hits.front();
  EXPECT_EQ(hit.entry, "clip-0");
  EXPECT_EQ(hit.signal, "vpoints");
  EXPECT_EQ(hit.algorithm, "vpoints-1");
  EXPECT_GT(hit.distance, 0);
  EXPECT_LT(hit.distance, hit.threshold);
  const json::Value details(hit.details);
  EXPECT_EQ(details["turned"].string_or(""), "as it is");
  EXPECT_EQ((*details["alignments"].as_array())[0]["offset_ms"].int_or(-1), 8000);
  const json::Array& frames = *details["frames"].as_array();
  ASSERT_GE(frames.size(), 3U);
  std::int64_t last = -1;
  for (const json::Value& frame : frames) {
    EXPECT_EQ(frame["listed_ms"].int_or(-1), frame["found_ms"].int_or(-1) + 8000);
    EXPECT_GT(frame["found_ms"].int_or(-1), last);
    last = frame["found_ms"].int_or(-1);
    const json::Value& corner = (*frame["found_in_listed"].as_array())[0];
    EXPECT_NEAR(static_cast<double>((*corner.as_array())[0].int_or(0)), 1000, 200);
  }
  EXPECT_TRUE(match(video_of(61, 68)).empty());
}

TEST_F(VideoPointsSignalTest, FindsAListedPictureInAVideoAndAPictureThatIsAFrameOfAListedVideo) {
  list({picture_of(5)});
  const auto of_video = match(video_of(3, 7, kCrop));
  ASSERT_EQ(of_video.size(), 1U);
  EXPECT_EQ(of_video.front().signal, "points");
  const json::Value shown(of_video.front().details);
  ASSERT_EQ(shown["frames"].as_array()->size(), 1U);
  EXPECT_EQ((*shown["frames"].as_array())[0]["found_ms"].int_or(-1), 8000);
  EXPECT_TRUE((*shown["frames"].as_array())[0]["listed_ms"].is_null());

  list({video_of(3, 7)});
  const auto of_picture = match(picture_of(6, kCrop));
  ASSERT_EQ(of_picture.size(), 1U);
  EXPECT_EQ(of_picture.front().signal, "vpoints");
  const json::Value from(of_picture.front().details);
  ASSERT_EQ(from["frames"].as_array()->size(), 1U);
  EXPECT_EQ((*from["frames"].as_array())[0]["listed_ms"].int_or(-1), 12'000);
  EXPECT_TRUE((*from["frames"].as_array())[0]["found_ms"].is_null());
}

TEST_F(VideoPointsSignalTest, ALookupAnswersAsAnItemAndWhatWasTakenOutIsNotFound) {
  list({video_of(1, 6), video_of(31, 36)});
  const auto entries = library_->entries_of(video_of(2, 5, kCrop));
  ASSERT_TRUE(entries.ok());
  const auto own = std::ranges::find(*entries, "vpoints", &lists::Entry::signal);
  ASSERT_NE(own, entries->end());
  const auto hits = library_->lookup("vpoints", own->value, 31, "list-1", kNow);
  ASSERT_TRUE(hits.ok()) << hits.error().message;
  ASSERT_EQ(hits->size(), 1U);
  EXPECT_EQ(hits->front().entry, "clip-0");
  EXPECT_EQ(library_->lookup("vpoints", "sanad-vpoints-1:0,AAAA", 31, "", kNow).error().code,
            ErrorCode::kInvalid);
  list({video_of(31, 36)});
  EXPECT_TRUE(library_->lookup("vpoints", own->value, 31, "", kNow)->empty());
}

TEST(KeyFramesText, IsReadAsItWasWrittenAndRefusedInAnotherForm) {
  std::vector<matching::PointsFrame> frames = {{0, points_of(1, {})}, {4500, points_of(2, kCrop)}};
  const std::string text = format_key_frames(frames);
  const auto again = parse_key_frames(text);
  ASSERT_TRUE(again.ok()) << again.error().message;
  ASSERT_EQ(again->size(), 2U);
  EXPECT_EQ((*again)[1].time_ms, 4500);
  EXPECT_EQ((*again)[1].points, frames[1].points);
  const auto is_refused = [](const std::string& value) {
    const auto parsed = parse_key_frames(value);
    return !parsed.ok() && parsed.error().code == ErrorCode::kInvalid;
  };
  EXPECT_TRUE(is_refused(""));
  EXPECT_TRUE(is_refused("sanad-vpoints-1:"));
  EXPECT_TRUE(is_refused("sanad-vpoints-2:" + text.substr(16)));
  EXPECT_TRUE(is_refused(text + ";"));
  EXPECT_TRUE(is_refused("sanad-vpoints-1:;" + text.substr(16)));
  EXPECT_TRUE(is_refused(text.substr(0, text.size() - 5)));
  EXPECT_TRUE(is_refused("sanad-vpoints-1:x" + text.substr(16)));
  std::swap(frames[0].time_ms, frames[1].time_ms);
  EXPECT_TRUE(is_refused(format_key_frames(frames)));
  const matching::PointsFrame one = frames[0];
  frames.clear();
  for (std::size_t i = 0; i <= matching::kMaxListedKeyFrames; ++i) {
    frames.push_back(one);
    frames.back().time_ms = static_cast<std::int64_t>(i);
  }
  EXPECT_TRUE(is_refused(format_key_frames(frames)));
}

// The longest value that is made fits into a list.
TEST(KeyFramesText, OfTheLongestVideoFitsIntoAList) {
  std::vector<matching::PointsFrame> frames;
  const points::Points some = points_of(1, {});
  for (int i = 0; i < 120; ++i) frames.push_back({21'600'000 + i, some});
  const std::string text = format_key_frames(matching::listed_frames(frames));
  EXPECT_GT(text.size(), lists::kMaxVideoPointsBytes / 2);
  EXPECT_LE(text.size(), lists::kMaxVideoPointsBytes);
}

}  // namespace
}  // namespace sanad::identify
