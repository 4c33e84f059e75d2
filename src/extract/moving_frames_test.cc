#include "extract/moving_frames.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sanad::extract {
namespace {

Bytes tagged(char tag, ByteView payload) {
  Bytes bytes = {static_cast<std::uint8_t>(tag)};
  for (const int shift : {24, 16, 8, 0})
    bytes.push_back(static_cast<std::uint8_t>(payload.size() >> shift));
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  return bytes;
}

struct Shown {
  std::int64_t time_ms;
  std::size_t width = 2, height = 2;
  std::size_t pixels = 12;
};
Bytes shown(const Shown& one) {
  Bytes payload;
  for (const int shift : {24, 16, 8, 0})
    payload.push_back(static_cast<std::uint8_t>(one.time_ms >> shift));
  for (const std::size_t side : {one.width, one.height}) {
    payload.push_back(static_cast<std::uint8_t>(side >> 8U));
    payload.push_back(static_cast<std::uint8_t>(side));
  }
  payload.insert(payload.end(), one.pixels, 7);
  return tagged('M', payload);
}
Bytes ending(std::string_view json) { return tagged('Z', as_bytes(json)); }

struct Moved {
  std::vector<Preview> pictures;
  Result<StretchEnd> end = Error{};
};
Moved moved(const std::vector<Bytes>& frames, std::int64_t begin_ms = 0,
            std::size_t piece = std::size_t{1} << 20U) {
  Bytes all;
  for (const Bytes& one : frames) all.insert(all.end(), one.begin(), one.end());
  Moved got;
  MovingReader reader(begin_ms, [&](Preview one) -> Result<void> {
    got.pictures.push_back(std::move(one));
    return {};
  });
  for (ByteView left = all; !left.empty();) {
    const std::size_t n = std::min(piece, left.size());
    if (const auto taken = reader.update(left.first(n)); !taken.ok()) {
      got.end = taken.error();
      return got;
    }
    left = left.subspan(n);
  }
  got.end = reader.finish();
  return got;
}

const char* const kLast = R"({"is_last":true,"damaged":false,"duration_ms":1500})";

TEST(MovingFrames, GivePicturesWithTheirTimesInPiecesOfAnyLength) {
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{1000}}) {
    const Moved got = moved({shown({1000}), shown({1083, 1, 3, 9}), ending(kLast)}, 1000, piece);
    ASSERT_TRUE(got.end.ok()) << got.end.error().message;
    ASSERT_EQ(got.pictures.size(), 2U);
    EXPECT_EQ(got.pictures[0].time_ms, 1000);
    EXPECT_EQ(got.pictures[1].width, 1);
    EXPECT_EQ(got.pictures[1].height, 3);
    EXPECT_EQ(got.pictures[1].pixels, Bytes(9, 7));
    EXPECT_TRUE(got.end->is_last);
    EXPECT_EQ(got.end->duration_ms, 1500);
  }
}

TEST(MovingFrames, WithoutPicturesAreNoError) {
  const Moved got = moved({ending("{}")});
  ASSERT_TRUE(got.end.ok());
  EXPECT_FALSE(got.end->is_last);
  EXPECT_FALSE(got.end->duration_ms);
}

TEST(MovingFrames, ThatAreNotOfTheFormAreRefused) {
  std::vector<Bytes> too_many;
  for (std::size_t i = 0; i <= kMostPictures; ++i)
    too_many.push_back(shown({static_cast<std::int64_t>(i)}));
  too_many.push_back(ending(kLast));
  const std::vector<std::vector<Bytes>> wrong = {
      {},                                             // cut off
      {shown({0})},                                   // no end
      {tagged('X', {})},                              // another tag
      {shown({0, 2, 2, 11}), ending(kLast)},          // too few pixels
      {shown({0, 2, 2, 13}), ending(kLast)},          // too many
      {shown({0, 0, 2, 0}), ending(kLast)},           // no width
      {shown({0, 481, 1, 1443}), ending(kLast)},      // too wide
      {tagged('M', as_bytes("abc")), ending(kLast)},  // no size
      {shown({100}), shown({100}), ending(kLast)},    // twice the same time
      {shown({100}), shown({99}), ending(kLast)},     // backwards
      {shown({kMovingStretchMs}), ending(kLast)},     // after the stretch
      {ending(kLast), shown({0})},                    // after the end
      {ending("no json")},
      too_many,
      {tagged('M', Bytes(std::size_t{3} * 481 * 481))},
      {tagged('Z', Bytes(5000))}};
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    const Moved got = moved(wrong[i]);
    ASSERT_FALSE(got.end.ok()) << i;
    EXPECT_EQ(got.end.error().code, ErrorCode::kInvalid) << i;
    EXPECT_LE(got.pictures.size(), kMostPictures);
  }
}

TEST(MovingFrames, SayNoLengthThatCannotBe) {
  for (const char* end :
       {R"({"duration_ms":-5})", R"({"duration_ms":99999999999})", R"({"duration_ms":"long"})"}) {
    const Moved got = moved({ending(end)});
    ASSERT_TRUE(got.end.ok());
    EXPECT_FALSE(got.end->duration_ms) << end;
  }
}

TEST(MovingFrames, StopWhereThePictureIsNotWanted) {
  MovingReader reader(
      0, [](const Preview&) -> Result<void> { return Error{ErrorCode::kUnavailable, "no room"}; });
  const auto taken = reader.update(shown({0}));
  ASSERT_FALSE(taken.ok());
  EXPECT_EQ(taken.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace sanad::extract
