// Everything that can be recognised of one file of media: what the sandboxed extractor calls.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "media/audio.h"
#include "media/picture.h"
#include "media/video.h"

namespace sanad::media {

struct Limits {
  PictureLimits picture;
  VideoLimits video;
  AudioLimits audio;
};

struct FrameHash {
  std::int64_t time_ms = 0;
  int quality = 0;
  pdq::Hash hash{};
  pdq::Hash mirrored{};  // of the frame mirrored left to right, from the same transform
  struct Inner {
    int quality = 0;
    pdq::Hash hash{};
  };
  std::optional<Inner> inner = {};  // of what lies within black bars, where there are any
  std::string points = {};          // points::format_points, of key frames; else empty
};

struct PictureFingerprint {
  pdq::Fingerprint pdq;
  std::string points;  // points::format_points; empty where the picture has too few
  int width = 0;
  int height = 0;
  int orientation = 1;
  bool damaged = false;
  std::string version;  // algorithm, decoder, build: "pdq-1; libjpeg-turbo 2.1.5; sanad 0.1.0"
};

struct VideoFingerprint {
  std::vector<FrameHash> frames;
  VideoSummary summary;
  std::string version;
};

struct Fingerprint {
  Format format = Format::kUnknown;
  std::optional<PictureFingerprint> picture;  // also the first frame of an animation
  std::optional<VideoFingerprint> video;      // also of an animated GIF
  std::optional<AudioFingerprint> audio;
  std::string audio_version;
};

// kInvalid: neither a picture nor video nor sound that can be decoded; kLimit: beyond limits.
Result<Fingerprint> fingerprint(ByteView file, const Limits& limits = {});

// The hashes with what was decoded already, for callers that keep the raster.
Result<PictureFingerprint> fingerprint_picture(const Picture& picture);
Result<std::string> points_of(const Picture& picture);

}  // namespace sanad::media
