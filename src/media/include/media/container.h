// What the container of video or sound says of itself: format, streams, tags (title, encoder, time
// of creation, place …), without decoding. Only in the sandboxed extractor (see picture.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::media {

struct ContainerTag {
  std::string name;   // as FFmpeg gives it, lower case
  std::string value;  // bytes as they stand; not always UTF-8
};

struct ContainerStream {
  std::string type;   // "video", "audio", "subtitle", "data", "attachment"
  std::string codec;  // FFmpeg's name; "unknown"
  int width = 0;      // of video, pixels
  int height = 0;
  double frames_per_second = 0;
  int sample_rate_hz = 0;  // of sound
  int channels = 0;
  bool is_cover = false;  // a picture attached to sound
  std::vector<ContainerTag> tags;
};

struct Container {
  std::string format;            // FFmpeg's short name: "mov,mp4,m4a,3gp,3g2,mj2"
  std::int64_t duration_ms = 0;  // as the container says; 0: it does not
  std::vector<ContainerStream> streams;
  std::vector<ContainerTag> tags;
};

// kInvalid: no video or sound that FFmpeg knows.
Result<Container> read_container(ByteView file);

}  // namespace sanad::media
