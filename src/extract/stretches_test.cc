#include "extract/stretches.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "cage/input.h"
#include "cage/pool.h"
#include "pictures/pictures.h"

namespace sanad::extract {
namespace {

Bytes testdata(const std::string& name) {
  std::ifstream file(SANAD_SOURCE_DIR "/src/media/testdata/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Two pages: one red, one blank; without a font of its own.
std::string two_pages() {
  const auto object = [](int number, std::string_view body) {
    return fmt::format("{} 0 obj\n{}\nendobj\n", number, body);
  };
  const std::string_view red = "1 0 0 rg 0 0 300 100 re f 0 g BT /F 12 Tf 10 50 Td (Seven) Tj ET";
  return "%PDF-1.4\n" + object(1, "<< /Type /Catalog /Pages 2 0 R >>") +
         object(2, "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 300 100] >>") +
         object(3,
                "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F 6 0 R "
                ">> >> >>") +
         object(4, "<< /Type /Page /Parent 2 0 R >>") +
         object(5, fmt::format("<< /Length {} >>\nstream\n{}\nendstream", red.size(), red)) +
         object(6, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>") +
         "trailer\n<< /Root 1 0 R >>\n%%EOF\n";
}

struct Watched {
  std::vector<Preview> pictures;
  Result<StretchEnd> end = Error{};
};
class Stretches : public testing::Test {
 protected:
  Stretches() { extractor_.pool = &pool_; }

  Result<Page> page_of(ByteView item, std::uint64_t number) {
    const cage::Input input = cage::Input::of(item).value();
    return page(extractor_, input.fd(), "", number);
  }
  Result<Sound> sound_of(ByteView item, std::int64_t begin_ms) {
    const cage::Input input = cage::Input::of(item).value();
    return sound(extractor_, input.fd(), "", begin_ms);
  }
  Watched watch(ByteView item, std::int64_t begin_ms) {
    const cage::Input input = cage::Input::of(item).value();
    Watched watched;
    watched.end = moving(extractor_, input.fd(), "", begin_ms, [&](Preview one) -> Result<void> {
      watched.pictures.push_back(std::move(one));
      return {};
    });
    return watched;
  }

  cage::Pool pool_{cage::beside_this_program("sanad-extract"), 2};
  Extractor extractor_;
};

TEST_F(Stretches, APageIsDrawnInTheCageWithItsTextAndHowManyThereAre) {
  const std::string item = two_pages();
  const auto first = page_of(as_bytes(item), 1);
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_EQ(first->pages, 2);
  EXPECT_EQ(first->text, "Seven");
  // Its letters are drawn though the cage opens no file.
  EXPECT_TRUE(first->has_lent_fonts);
  bool has_letters = false;
  for (std::size_t i = 0; i < first->picture.pixels.size(); i += 3)
    has_letters = has_letters || first->picture.pixels[i] < 128;
  EXPECT_TRUE(has_letters);
  const std::uint8_t* pixel = first->picture.pixels.data();
  EXPECT_EQ((std::array<int, 3>{pixel[0], pixel[1], pixel[2]}), (std::array<int, 3>{255, 0, 0}));
  const auto png = format_png(first->picture);
  EXPECT_TRUE(png.ok());
  const auto blank = page_of(as_bytes(item), 2);
  ASSERT_TRUE(blank.ok());
  EXPECT_EQ(blank->picture.pixels.front(), 255);
  EXPECT_TRUE(blank->text.empty());
}

TEST_F(Stretches, APageThatIsNotThereSaysHowManyThereAre) {
  const std::string item = two_pages();
  for (const std::uint64_t number : {0U, 3U}) {
    const auto page = page_of(as_bytes(item), number);
    ASSERT_FALSE(page.ok());
    EXPECT_EQ(page.error().code, ErrorCode::kNotFound);
    EXPECT_NE(page.error().message.find("has 2"), std::string::npos) << page.error().message;
  }
}

TEST_F(Stretches, SoundIsMadeIntoAFileOutsideOfTheCage) {
  const auto sound = sound_of(testdata("turned.mp4"), 12'000);
  ASSERT_TRUE(sound.ok()) << sound.error().message;
  EXPECT_EQ(sound->rate, 16'000);
  EXPECT_TRUE(sound->end.is_last);
  const Bytes wav = format_wav(*sound);
  EXPECT_TRUE(as_text(wav).starts_with("RIFF"));
  // Read back by a program that we did not write.
  const auto again = sound_of(wav, 0);
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(again->samples, sound->samples);
}

TEST_F(Stretches, AVideoIsPicturesAtTheirTimes) {
  // By a child of the mother, and by a program of its own.
  for (cage::Pool* pool : {&pool_, static_cast<cage::Pool*>(nullptr)}) {
    extractor_.pool = pool;
    const Watched watched = watch(testdata("turned.mp4"), 3000);
    ASSERT_TRUE(watched.end.ok()) << watched.end.error().message;
    ASSERT_EQ(watched.pictures.size(), 100U);
    EXPECT_EQ(watched.pictures.front().time_ms, 3000);
    EXPECT_EQ(watched.pictures.back().time_ms, 12'900);
    EXPECT_EQ(watched.pictures.front().width, 64);
    EXPECT_FALSE(watched.end->is_last);
  }
}

TEST_F(Stretches, APictureOfAVideoIsMadeIntoAFileOutsideOfTheCage) {
  const auto drawn = pictures::draw({pictures::Kind::kTerrain, 320, 240, 3, 6});
  const auto jpeg = format_jpeg({drawn.width, drawn.height, drawn.pixels, {}, false});
  ASSERT_TRUE(jpeg.ok());
  const cage::Input input = cage::Input::of(*jpeg).value();
  const auto seen = preview({}, input.fd(), "", {});
  ASSERT_TRUE(seen.ok());
  EXPECT_EQ(seen->width, 320);
  std::int64_t differs = 0;
  for (std::size_t i = 0; i < drawn.pixels.size(); ++i)
    differs += std::abs(int{drawn.pixels[i]} - int{seen->pixels[i]});
  EXPECT_LT(differs / static_cast<std::int64_t>(drawn.pixels.size()), 6);
}

TEST_F(Stretches, BeyondTheEndThereIsNothingAndItIsSaid) {
  const Bytes file = testdata("turned.mp4");
  for (const std::int64_t begin : {15'000, 86'000'000}) {
    const auto sound = sound_of(file, begin);
    ASSERT_FALSE(sound.ok());
    EXPECT_EQ(sound.error().code, ErrorCode::kNotFound);
    EXPECT_NE(sound.error().message.find("ends at second 1"), std::string::npos)
        << sound.error().message;
    const Watched watched = watch(file, begin);
    ASSERT_FALSE(watched.end.ok());
    EXPECT_EQ(watched.end.error().code, ErrorCode::kNotFound);
  }
}

TEST_F(Stretches, WhatIsBrokenCostsOneMessage) {
  Bytes cut = testdata("turned.mp4");
  cut.resize(2000);
  for (const Bytes& item : {Bytes{}, to_bytes("a few words"), cut, to_bytes("%PDF-1.4 no")}) {
    const auto page = page_of(item, 1);
    ASSERT_FALSE(page.ok());
    EXPECT_FALSE(page.error().message.empty());
    const auto sound = sound_of(item, 0);
    ASSERT_FALSE(sound.ok());
    EXPECT_EQ(sound.error().code, ErrorCode::kInvalid) << sound.error().message;
    const Watched watched = watch(item, 0);
    ASSERT_FALSE(watched.end.ok());
    EXPECT_EQ(watched.end.error().code, ErrorCode::kInvalid) << watched.end.error().message;
  }
}

}  // namespace
}  // namespace sanad::extract
