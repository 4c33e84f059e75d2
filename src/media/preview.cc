#include "media/preview.h"

#include <algorithm>

#include "upright.h"

namespace sanad::media {
namespace {

// Which pixels first..end of a side of length from the pixel at stands for, at length to.
struct Span {
  std::size_t first, end;
};
Span span_of(int at, int from, int to) {
  const std::int64_t first = std::int64_t{at} * from / to;
  const std::int64_t end = std::max(first + 1, (std::int64_t{at} + 1) * from / to);
  return {static_cast<std::size_t>(first), static_cast<std::size_t>(end)};
}

// RGB at the given size, which is no larger; each pixel is the mean of those it stands for.
Bytes shrink(const Picture& picture, Size to) {
  const std::size_t channels = picture.layout == pdq::Layout::kRgb ? 3 : 1;
  const std::size_t stride = static_cast<std::size_t>(picture.width) * channels;
  Bytes out;
  out.reserve(static_cast<std::size_t>(to.width) * static_cast<std::size_t>(to.height) * 3);
  for (int y = 0; y < to.height; ++y) {
    const Span rows = span_of(y, picture.height, to.height);
    for (int x = 0; x < to.width; ++x) {
      const Span columns = span_of(x, picture.width, to.width);
      const std::uint64_t count = (rows.end - rows.first) * (columns.end - columns.first);
      for (std::size_t c = 0; c < 3; ++c) {
        std::uint64_t sum = 0;
        for (std::size_t row = rows.first; row < rows.end; ++row) {
          const std::uint8_t* line = picture.pixels.data() + row * stride;
          for (std::size_t column = columns.first; column < columns.end; ++column)
            sum += line[column * channels + (channels == 3 ? c : 0)];
        }
        out.push_back(static_cast<std::uint8_t>((sum + count / 2) / count));
      }
    }
  }
  return out;
}

Preview preview_of(const Picture& picture, int most) {
  const Size size = fit({picture.width, picture.height}, most);
  Preview out = upright(shrink(picture, size), size, picture.orientation);
  out.damaged = picture.damaged;
  return out;
}

}  // namespace

Result<Preview> preview(ByteView file, std::optional<std::int64_t> at_ms,
                        const PictureLimits& of_pictures, const VideoLimits& of_videos,
                        int most_side) {
  const Format format = format_of(file);
  const bool moves = format == Format::kStream || (format == Format::kGif && at_ms);
  if (!moves) {
    SANAD_TRY(const Picture picture, decode_picture(file, of_pictures, Alpha::kFlattened));
    return preview_of(picture, most_side);
  }
  SANAD_TRY(const TimedPicture frame, read_frame_at(file, at_ms.value_or(0), of_videos));
  Preview out = preview_of(frame.picture, most_side);
  out.time_ms = frame.time_ms;
  return out;
}

Result<WholePicture> whole_picture(ByteView file, const PictureLimits& limits) {
  const Format format = format_of(file);
  if (format == Format::kStream || format == Format::kUnknown)
    return Error{ErrorCode::kInvalid, "it is no still picture"};
  SANAD_TRY(const Picture picture, decode_picture(file, limits, Alpha::kFlattened));
  return WholePicture{preview_of(picture, limits.max_side), picture.decoder};
}

}  // namespace sanad::media
