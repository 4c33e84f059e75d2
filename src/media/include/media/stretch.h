// Stretches of a recording to be listened to, and of a video to be looked at. Only in the sandboxed
// extractor (see picture.h).
//
// Times count from the first picture of a video, as those of fingerprints do, and where nothing
// moves from the first sample. Tested by stretch_test.cc; fuzzed by stretch_fuzz.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "media/video.h"

namespace sanad::media {

inline constexpr int kSoundRate = 16'000;  // samples a second, and fewer where there are fewer
inline constexpr int kLeastSoundRate = 8000;
inline constexpr std::int64_t kSoundStretchMs = 60'000;
inline constexpr std::int64_t kMovingStretchMs = 10'000;
inline constexpr int kPicturesASecond = 12;
inline constexpr int kMovingSide = 480;  // pixels, of the longer side

struct StretchEnd {
  // Of the whole, as the file says it; absent where it does not.
  std::optional<std::int64_t> duration_ms;
  bool is_last = false;  // nothing follows
  bool damaged = false;  // a part could not be decoded
};

struct Sound {
  int rate = kSoundRate;
  std::vector<std::int16_t> samples;  // one channel; none: nothing sounds so late
  StretchEnd end;
};
// The sound from begin_ms on, kSoundStretchMs of it at most; where the file has none for a while,
// silence. kInvalid: no sound in it.
Result<Sound> read_sound(ByteView file, std::int64_t begin_ms);

// The sound as a whole, sample by sample, for what is muted in it (docs/formats/redaction.md).
// Decoded without the special instructions of a processor, so that each gives the same.
inline constexpr int kMostWholeRate = 48'000;
inline constexpr std::uint64_t kMaxWholeSoundBytes = 256ULL << 20;
struct WholeSound {
  int rate = 0;      // the file's, between kLeastSoundRate and kMostWholeRate
  int channels = 0;  // the file's, 2 at most
  Bytes samples;     // 16 bits each, little-endian; channels take turns
  bool damaged = false;
  std::string decoder;
};
// Sound of which that would be more than max_bytes is mixed to one channel of kSoundRate. What
// sounds before the first picture of a video is left out. kInvalid: no sound in it. kLimit: also so
// it is more than max_bytes.
Result<WholeSound> read_whole_sound(ByteView file, std::uint64_t max_bytes = kMaxWholeSoundBytes);

struct MovingPicture {
  std::int64_t time_ms = 0;  // the first one: begin_ms, or when the video begins
  int width = 0;
  int height = 0;
  Bytes pixels;  // RGB, the right way up, in the shape that the file gives its pixels
};
// The pictures from begin_ms on, kMovingStretchMs at most and kPicturesASecond; on_picture is not
// called where nothing is shown so late. An error that it returns ends the reading and is returned.
// kInvalid: no video in it; kLimit: frames bigger than limits allow, or more of them.
Result<StretchEnd> read_moving(ByteView file, std::int64_t begin_ms, const VideoLimits& limits,
                               const std::function<Result<void>(MovingPicture)>& on_picture);

// The pictures of a video from its beginning to its end, for what is covered of it
// (docs/formats/redaction.md). Each machine that has this version of the decoder gives the same.
inline constexpr int kFilmSide = 640;  // pixels, of the longer side
inline constexpr int kFilmPicturesASecond = 15;
inline constexpr std::int64_t kMostFilmMs = 900'000;
struct FilmEnd {
  std::int64_t length_ms = 0;  // until the last picture is shown no longer
  bool damaged = false;
  std::string decoder;
};
// In order, all of one size. An error of on_picture ends the reading and is returned. kInvalid: no
// video in it; kLimit: frames bigger than limits allow, or a video longer than most_ms.
Result<FilmEnd> read_film(ByteView file, const VideoLimits& limits, std::int64_t most_ms,
                          const std::function<Result<void>(MovingPicture)>& on_picture);

}  // namespace sanad::media
