// What is looked at and listened to piece by piece, decoded in the cage and made into files out
// here, from samples alone, so that whatever an item does to its decoder, no file that it made
// reaches who looks at it (docs/decisions/0037-sound-video-and-pages.md).
// Tested by stretches_test.cc and moving_frames_test.cc; fuzzed by moving_frames_fuzz.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "extract/extract.h"

namespace sanad::extract {

inline constexpr int kPageSide = 1800;
inline constexpr std::size_t kMaxPageTextBytes = std::size_t{256} << 10;
struct Page {
  int pages = 0;    // of the document
  Preview picture;  // its sides up to kPageSide
  std::string text;
  bool text_cut = false;
  bool has_lent_fonts = false;  // letters of fonts that it does not bring along are drawn in others
};
// A page of a PDF; number counts from 1. kNotFound: there is no such page, and how many there are.
// kInvalid: it is no PDF, needs a password or cannot be drawn. Else as cage::run().
Result<Page> page(const Extractor& extractor, int input, std::string_view coding,
                  std::uint64_t number);

inline constexpr std::int64_t kSoundStretchMs = 60'000;
inline constexpr int kMostSoundRate = 16'000;
inline constexpr int kLeastSoundRate = 8000;
struct StretchEnd {
  std::optional<std::int64_t> duration_ms;  // of the whole, where the file says it
  bool is_last = false;
  bool damaged = false;
};
struct Sound {
  int rate = kMostSoundRate;  // of samples a second
  Bytes samples;              // 16 bits, little-endian, one channel; some
  StretchEnd end;
};
// From begin_ms on, kSoundStretchMs at most. kNotFound: nothing sounds so late. kInvalid: there is
// no sound, or it cannot be decoded. Else as cage::run().
Result<Sound> sound(const Extractor& extractor, int input, std::string_view coding,
                    std::int64_t begin_ms);
// As a WAV file.
Bytes format_wav(const Sound& sound);

inline constexpr std::int64_t kMovingStretchMs = 10'000;
inline constexpr int kPicturesASecond = 12;
inline constexpr int kMovingSide = 480;
inline constexpr std::size_t kMostPictures = kMovingStretchMs / 1000 * kPicturesASecond;
// Pictures from begin_ms on, kMovingStretchMs and kMostPictures at most, each given as it comes, in
// order, with its time. An error of on_picture ends it and is given back. kNotFound: nothing is
// shown so late. kInvalid: there is no video, or it cannot be decoded. Else as cage::run().
Result<StretchEnd> moving(const Extractor& extractor, int input, std::string_view coding,
                          std::int64_t begin_ms,
                          const std::function<Result<void>(Preview)>& on_picture);
// As a JPEG file.
Result<Bytes> format_jpeg(const Preview& picture);

}  // namespace sanad::extract
