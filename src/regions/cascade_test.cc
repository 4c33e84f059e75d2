// Cascades against an obvious version that sums pixel by pixel, and against what OpenCV 4.6 itself
// finds in the same picture.
#include "regions/cascade.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>

#include "pictures/people.h"

namespace sanad::regions {
namespace {

constexpr const char* kFrontal = "haarcascade_frontalface_alt2";
constexpr const char* kProfile = "haarcascade_profileface";
constexpr const char* kPlate = "haarcascade_russian_plate_number";

std::string file_of(const std::string& name) {
  std::ifstream file(std::string(SANAD_CASCADES) + "/" + name + ".xml", std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}
Cascade learned(const std::string& name) { return Cascade::parse(file_of(name)).value(); }

Grey grey_of(const pictures::Picture& picture) {
  Grey out{picture.width, picture.height, {}};
  for (std::size_t i = 0; i + 2 < picture.pixels.size(); i += 3)
    out.pixels.push_back(static_cast<std::uint8_t>(
        (77U * picture.pixels[i] + 150U * picture.pixels[i + 1] + 29U * picture.pixels[i + 2]) >>
        8U));
  return out;
}
// Two faces and a plate, of nobody.
Grey people() {
  auto picture = pictures::draw({pictures::Kind::kTerrain, 900, 600, 3, 7});
  pictures::paint_face(picture, 60, 60, 160);
  pictures::paint_face(picture, 420, 200, 260);
  pictures::paint_plate(picture, 120, 420, 220);
  return grey_of(picture);
}
Grey cut_out(const Grey& picture, int x, int y, int width, int height) {
  Grey out{width, height, {}};
  for (int row = y; row < y + height; ++row) {
    const auto begin = picture.pixels.begin() + row * picture.width + x;
    out.pixels.insert(out.pixels.end(), begin, begin + width);
  }
  return out;
}

// A window by the definitions, pixel by pixel: no table of sums.
class Slow {
 public:
  Slow(const Cascade& cascade, const Grey& window) : cascade_(cascade), window_(window) {}
  bool is_hit() const {
    double sum = 0, squares = 0;
    const int area = (window_.width - 2) * (window_.height - 2);
    for (int y = 1; y + 1 < window_.height; ++y) {
      for (int x = 1; x + 1 < window_.width; ++x) {
        sum += pixel(x, y);
        squares += pixel(x, y) * pixel(x, y);
      }
    }
    const double deviation = std::sqrt(std::max(0.0, area * squares - sum * sum));
    if (deviation < 10.0 * area) return false;
    for (const Cascade::Stage& stage : cascade_.stages()) {
      double votes = 0;
      for (const Cascade::Tree& tree : stage.trees) votes += leaf(tree, deviation);
      if (votes < stage.threshold - 1e-5) return false;
    }
    return true;
  }

 private:
  double pixel(int x, int y) const {
    return window_.pixels[static_cast<std::size_t>(y * window_.width + x)];
  }
  double leaf(const Cascade::Tree& tree, double deviation) const {
    int node = 0;
    do {
      const Cascade::Node& here = tree.nodes[static_cast<std::size_t>(node)];
      const auto& feature = cascade_.features()[static_cast<std::size_t>(here.feature)];
      double value = 0;
      for (const Cascade::Rectangle& one : feature.rectangles)
        value += one.weight * (feature.is_tilted ? tilted(one) : upright(one));
      node = value / deviation < here.threshold ? here.left : here.right;
    } while (node > 0);
    return tree.leaves[static_cast<std::size_t>(-node)];
  }
  double upright(const Cascade::Rectangle& one) const {
    double sum = 0;
    for (int y = one.y; y < one.y + one.height; ++y)
      for (int x = one.x; x < one.x + one.width; ++x) sum += pixel(x, y);
    return sum;
  }
  // All pixels above in a cone whose tip is (x - 1, y - 1).
  double cone(int x, int y) const {
    double sum = 0;
    for (int v = 0; v < std::min(y, window_.height); ++v)
      for (int u = 0; u < window_.width; ++u)
        if (std::abs(u - x + 1) <= y - v - 1) sum += pixel(u, v);
    return sum;
  }
  double tilted(const Cascade::Rectangle& one) const {
    return cone(one.x, one.y) - cone(one.x - one.height, one.y + one.height) -
           cone(one.x + one.width, one.y + one.width) +
           cone(one.x + one.width - one.height, one.y + one.width + one.height);
  }
  const Cascade& cascade_;
  const Grey& window_;
};

TEST(CascadeTest, AgreesWithAnObviousVersionOnEveryWindow) {
  for (const char* name : {kFrontal, kProfile, kPlate}) {
    const Cascade cascade = learned(name);
    std::size_t hits = 0, others = 0, apart = 0;
    // Of windows at many places and sizes; a picture of the window's very size is searched once.
    for (const int size : {300, 205, 110}) {
      const Grey picture = shrunk(people(), size);
      for (int y = 0; y + cascade.height() <= picture.height; y += 2) {
        for (int x = 0; x + cascade.width() <= picture.width; x += 2) {
          const Grey window = cut_out(picture, x, y, cascade.width(), cascade.height());
          const bool is_hit = Slow(cascade, window).is_hit();
          const auto found = cascade.find(window, {.min_votes = 1}).value();
          (is_hit ? hits : others) += 1;
          apart += found.boxes.size() != (is_hit ? 1U : 0U);
        }
      }
    }
    EXPECT_EQ(apart, 0U) << name;
    EXPECT_GT(hits, 0U) << name;
    EXPECT_GT(others, 1'000U) << name;
  }
}

struct Answer {
  const char* name;
  std::vector<Box> boxes;
};

// cv::CascadeClassifier::detectMultiScale of OpenCV 4.6.0 with a scale of 1.1 and 2 neighbours.
const std::vector<Answer> kOfOpenCv = {
    {kFrontal, {{76, 82, 130, 130, 81}, {448, 239, 207, 207, 78}}},
    {kProfile, {{81, 64, 164, 164, 17}}},
    {kPlate, {{111, 400, 261, 87, 40}}},
};

double shared(const Box& a, const Box& b) {
  const int wide = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const int high = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  if (wide <= 0 || high <= 0) return 0;
  return 1.0 * wide * high / (a.width * a.height + b.width * b.height - wide * high);
}

TEST(CascadeTest, FindsWhatOpenCvFindsInTheSamePicture) {
  const Grey picture = people();
  for (const auto& [name, boxes] : kOfOpenCv) {
    const auto found = learned(name).find(picture, {}).value();
    EXPECT_FALSE(found.cut);
    for (const Box& one : boxes)
      EXPECT_TRUE(
          std::ranges::any_of(found.boxes, [&](const Box& box) { return shared(box, one) > 0.8; }))
          << name << " at " << one.x << "," << one.y;
    EXPECT_LE(found.boxes.size(), boxes.size() + 1) << name;
  }
}

TEST(CascadeTest, AFaceIsFoundAtEachSizeAndInAMirror) {
  const Cascade cascade = learned(kFrontal);
  for (int size = 30; size <= 220; size += 10) {
    auto picture = pictures::draw({pictures::Kind::kGradient, 320, 240, 3, 5});
    pictures::paint_face(picture, 40, 10, size);
    for (const Grey& grey : {grey_of(picture), mirrored(grey_of(picture))}) {
      const auto found = cascade.find(grey, {}).value();
      EXPECT_EQ(found.boxes.size(), 1U) << size;
    }
  }
}

TEST(CascadeTest, ALimitThatIsReachedIsTold) {
  const Cascade cascade = learned(kFrontal);
  EXPECT_TRUE(cascade.find(people(), {.max_features = 1'000}).value().cut);
  EXPECT_TRUE(cascade.find(people(), {.max_hits = 2}).value().cut);
}

TEST(CascadeTest, APictureThatIsNotOfItsSizeIsRefused) {
  const Cascade cascade = learned(kFrontal);
  for (const Grey& wrong : {Grey{2, 2, Bytes(3)}, Grey{0, 0, {}}, Grey{4'001, 1, Bytes(4'001)}})
    EXPECT_EQ(cascade.find(wrong, {}).error().code, ErrorCode::kInvalid);
  EXPECT_FALSE(cascade.find({40, 40, Bytes(1'600)}, {.scale = 1}).ok());
  EXPECT_TRUE(cascade.find({1, 1, Bytes(1)}, {}).value().boxes.empty());
}

TEST(GroupTest, HitsThatLieOnEachOtherAreOneBoxAndFewAreNone) {
  const std::vector<Box> hits = {{10, 10, 100, 100, 1}, {12, 8, 102, 98, 1},  {14, 12, 98, 102, 1},
                                 {300, 10, 50, 50, 1},  {302, 10, 50, 50, 1}, {40, 40, 20, 20, 1}};
  EXPECT_EQ(group(hits, 3), (std::vector<Box>{{12, 10, 100, 100, 3}}));
  EXPECT_EQ(group(hits, 2), (std::vector<Box>{{12, 10, 100, 100, 3}, {301, 10, 50, 50, 2}}));
  // The one hit within a box of more votes stays left out.
  EXPECT_EQ(group(hits, 1).size(), 2U);
  EXPECT_TRUE(group({}, 1).empty());
}

TEST(ShrunkTest, APictureBecomesSmallerAndKeepsItsShape) {
  const Grey grey{300, 200, Bytes(60'000, 77)};
  for (const int side : {299, 150, 149, 40, 1}) {
    const Grey small = shrunk(grey, side);
    EXPECT_EQ(small.width, side);
    EXPECT_EQ(small.height, std::max(1L, std::lround(side * 2 / 3.0)));
    EXPECT_TRUE(std::ranges::all_of(small.pixels, [](int pixel) { return pixel == 77; }));
  }
  EXPECT_EQ(shrunk(grey, 300).pixels, grey.pixels);
}

constexpr std::string_view kSmall =
    "<?xml version=\"1.0\"?><!-- invented --><opencv_storage><cascade><featureType>HAAR"
    "</featureType><height>8</height><width>8</width><stages><_><stageThreshold>0.5"
    "</stageThreshold><weakClassifiers><_><internalNodes>0 -1 0 0.</internalNodes><leafValues>"
    "0. 1.</leafValues></_></weakClassifiers></_></stages><features><_><rects><_>0 0 8 4 1.</_>"
    "<_>0 4 8 4 -1.</_></rects><tilted>0</tilted></_></features></cascade></opencv_storage>";

TEST(CascadeFileTest, ASmallCascadeFindsWhatIsBrighterAbove) {
  const Cascade cascade = Cascade::parse(kSmall).value();
  Grey bright{8, 8, Bytes(64, 0)};
  std::fill_n(bright.pixels.begin(), 32, std::uint8_t{200});
  EXPECT_EQ(cascade.find(bright, {.min_votes = 1}).value().boxes.size(), 1U);
  std::ranges::reverse(bright.pixels);
  EXPECT_TRUE(cascade.find(bright, {.min_votes = 1}).value().boxes.empty());
}

TEST(CascadeFileTest, OtherFormsAreRefused) {
  const auto is_taken = [](std::string_view from, std::string_view to) {
    std::string text(kSmall);
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const auto parsed = Cascade::parse(text);
    EXPECT_TRUE(parsed.ok() || parsed.error().code == ErrorCode::kInvalid);
    return parsed.ok();
  };
  EXPECT_TRUE(is_taken("<tilted>0</tilted>", ""));
  for (const auto& [from, to] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"HAAR", "LBP"},
           {"<height>8", "<height>3"},
           {"<width>8", "<width>201"},
           {"<width>8", "<width>8.5"},
           {"<width>8", "<width>"},
           {"<width>8", "<width>nan"},
           {"<width>8", "<width>9999999999"},
           {"<width>8</width>", ""},
           {"0.5", "half"},
           {"0 -1 0 0.", "0 -1 0"},
           {"0 -1 0 0.", "0 -1 1 0."},
           {"0 -1 0 0.", "0 -1 -1 0."},
           {"0 -1 0 0.", "0 -2 0 0."},
           {"0 -1 0 0.", "1 -1 0 0."},
           {"0 -1 0 0.", ""},
           {"0 0 8 4 1.", "0 0 8 4"},
           {"0 0 8 4 1.", "0 0 9 4 1."},
           {"0 0 8 4 1.", "0 0 0 4 1."},
           {"0 0 8 4 1.", "-1 0 4 4 1."},
           {"0 0 8 4 1.", "0.5 0 4 4 1."},
           {"<tilted>0", "<tilted>1"},
           {"</cascade>", ""},
           {"</opencv_storage>", "</opencv_storage>more"},
           {"<!-- invented -->", "<!-- invented"}})
    EXPECT_FALSE(is_taken(from, to)) << from << " -> " << to;
  // A node that leads back would be walked for ever.
  EXPECT_FALSE(is_taken("0 -1 0 0.", "0 1 0 0. 0 0 0 0. 1 0 0 0."));
  EXPECT_FALSE(Cascade::parse("").ok());
  EXPECT_FALSE(Cascade::parse(std::string(kMaxCascadeBytes + 1, ' ')).ok());
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += "<_>";
  EXPECT_FALSE(Cascade::parse(deep).ok());
  for (std::size_t end = 0; end < kSmall.size(); ++end)
    EXPECT_FALSE(Cascade::parse(kSmall.substr(0, end)).ok()) << end;
}

}  // namespace
}  // namespace sanad::regions
