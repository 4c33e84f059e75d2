// A video as a whole, for what is covered of it.
extern "C" {
#include <libavutil/cpu.h>
}

#include <gtest/gtest.h>

#include <algorithm>

#include "corpus_fixture.h"
#include "media/stretch.h"

namespace sanad::media {
namespace {

struct Filmed {
  std::vector<MovingPicture> pictures;
  Result<FilmEnd> end = Error{};
};
Filmed film_of(ByteView file, const VideoLimits& limits = {}, std::int64_t most_ms = kMostFilmMs) {
  Filmed out;
  out.end = read_film(file, limits, most_ms, [&](MovingPicture picture) -> Result<void> {
    out.pictures.push_back(std::move(picture));
    return {};
  });
  return out;
}

// Terrain that moves to the left.
Bytes moving_terrain(int frames, int frames_per_second, int width = 320, int height = 240) {
  const pictures::Picture whole =
      pictures::draw({pictures::Kind::kTerrain, width + frames * 2, height, 3, 7});
  std::vector<pictures::Picture> made;
  for (int i = 0; i < frames; ++i) {
    pictures::Picture one{width, height, 3, {}};
    for (int y = 0; y < height; ++y) {
      const auto at = static_cast<std::ptrdiff_t>((y * whole.width + i * 2) * 3);
      one.pixels.insert(one.pixels.end(), whole.pixels.begin() + at,
                        whole.pixels.begin() + at + std::ptrdiff_t{width} * 3);
    }
    made.push_back(std::move(one));
  }
  return write_avi(made, frames_per_second);
}

TEST(FilmPictures, AreTheSameWhateverTheProcessorCanDo) {
  for (const Bytes& file : {moving_terrain(10, 10), moving_terrain(4, 10, 1'280, 722),
                            read_testdata("turned.mp4"), read_testdata("moving.gif")}) {
    const Filmed fast = film_of(file);
    ASSERT_TRUE(fast.end.ok()) << fast.end.error().message;
    av_force_cpu_flags(0);
    const Filmed plain = film_of(file);
    av_force_cpu_flags(-1);
    ASSERT_EQ(fast.pictures.size(), plain.pictures.size());
    for (std::size_t i = 0; i < fast.pictures.size(); ++i)
      ASSERT_EQ(fast.pictures[i].pixels, plain.pictures[i].pixels) << i;
  }
}

TEST(FilmPictures, AreFifteenASecondAtMostAndShownUntilTheEnd) {
  const Filmed many = film_of(moving_terrain(60, 30, 64, 48));
  ASSERT_TRUE(many.end.ok());
  EXPECT_EQ(many.pictures.size(), 30U);
  EXPECT_EQ(many.end->length_ms, 2'000);
  EXPECT_EQ(many.pictures[0].time_ms, 0);
  for (std::size_t i = 1; i < many.pictures.size(); ++i)
    EXPECT_GT(many.pictures[i].time_ms, many.pictures[i - 1].time_ms);
  const Filmed few = film_of(moving_terrain(6, 2, 64, 48));
  EXPECT_EQ(few.pictures.size(), 6U);
  EXPECT_EQ(few.end->length_ms, 3'000);
  EXPECT_FALSE(few.end->damaged);
  EXPECT_EQ(few.end->decoder.substr(0, 7), "FFmpeg ");
}

TEST(FilmPictures, AreMadeSmallAndTurned) {
  const Filmed large = film_of(moving_terrain(2, 10, 1'280, 720));
  EXPECT_EQ(large.pictures.at(0).width, 640);
  EXPECT_EQ(large.pictures.at(0).height, 360);
  const Filmed turned = film_of(read_testdata("turned.mp4"));
  ASSERT_FALSE(turned.pictures.empty());
  EXPECT_LT(turned.pictures[0].width, turned.pictures[0].height);
}

TEST(FilmPictures, OfWhatIsTooLongTooLargeOrNoVideoAreRefused) {
  const Bytes file = moving_terrain(20, 10, 64, 48);
  EXPECT_TRUE(film_of(file, {}, 2'000).end.ok());
  EXPECT_EQ(film_of(file, {}, 1'900).end.error().code, ErrorCode::kLimit);
  EXPECT_EQ(film_of(file, {.max_pixels = 100}).end.error().code, ErrorCode::kLimit);
  EXPECT_EQ(film_of(file, {.max_frames = 19}).end.error().code, ErrorCode::kLimit);
  for (const Bytes& none : {Bytes{}, to_bytes("no video"), write_wav({1, 2, 3}, 8'000, 1)})
    EXPECT_EQ(film_of(none).end.error().code, ErrorCode::kInvalid);
  const auto stopped = read_film(file, {}, kMostFilmMs, [](const MovingPicture&) -> Result<void> {
    return Error{ErrorCode::kIo, "stop"};
  });
  EXPECT_EQ(stopped.error().code, ErrorCode::kIo);
}

TEST(FilmPictures, OfABrokenFileSaySo) {
  Bytes file = read_testdata("turned.mp4");
  EXPECT_FALSE(film_of(file).end.value().damaged);
  for (std::size_t at = 4'000; at < 9'000; at += 3) file[at] ^= 0x55;
  const Filmed broken = film_of(file);
  EXPECT_TRUE(!broken.end.ok() || broken.end->damaged);
}

}  // namespace
}  // namespace sanad::media
