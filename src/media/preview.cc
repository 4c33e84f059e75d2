#include "media/preview.h"

#include <algorithm>

namespace sanad::media {
namespace {

struct Size {
  int width = 0;
  int height = 0;
};

Size size_of_preview(const Picture& picture) {
  const std::int64_t longer = std::max(picture.width, picture.height);
  if (longer <= kPreviewSide) return {picture.width, picture.height};
  const auto scaled = [longer](int side) {
    return static_cast<int>(std::max<std::int64_t>(1, std::int64_t{side} * kPreviewSide / longer));
  };
  return {scaled(picture.width), scaled(picture.height)};
}

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

// Where the pixel at x, y of the picture as it is to be seen stands in the picture as stored, of
// the given size. Orientations as in TIFF 6.0, 0x0112.
struct Place {
  int x, y;
};
Place stored_at(int orientation, Size stored, int x, int y) {
  const int right = stored.width - 1;
  const int bottom = stored.height - 1;
  switch (orientation) {
    case 2:
      return {right - x, y};
    case 3:
      return {right - x, bottom - y};
    case 4:
      return {x, bottom - y};
    case 5:
      return {y, x};
    case 6:
      return {y, bottom - x};
    case 7:
      return {right - y, bottom - x};
    case 8:
      return {right - y, x};
    default:
      return {x, y};
  }
}

Preview upright(const Bytes& pixels, Size stored, int orientation) {
  const bool sides_change = orientation >= 5;
  Preview out;
  out.width = sides_change ? stored.height : stored.width;
  out.height = sides_change ? stored.width : stored.height;
  out.pixels.reserve(pixels.size());
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      const Place at = stored_at(orientation, stored, x, y);
      const auto pixel = static_cast<std::size_t>(at.y) * static_cast<std::size_t>(stored.width) +
                         static_cast<std::size_t>(at.x);
      const std::uint8_t* rgb = pixels.data() + 3 * pixel;
      out.pixels.insert(out.pixels.end(), rgb, rgb + 3);
    }
  }
  return out;
}

Preview preview_of(const Picture& picture) {
  const Size size = size_of_preview(picture);
  Preview out = upright(shrink(picture, size), size, picture.orientation);
  out.damaged = picture.damaged;
  return out;
}

}  // namespace

Result<Preview> preview(ByteView file, std::optional<std::int64_t> at_ms,
                        const PictureLimits& of_pictures, const VideoLimits& of_videos) {
  const Format format = format_of(file);
  const bool moves = format == Format::kStream || (format == Format::kGif && at_ms);
  if (!moves) {
    SANAD_TRY(const Picture picture, decode_picture(file, of_pictures, Alpha::kFlattened));
    return preview_of(picture);
  }
  SANAD_TRY(const TimedPicture frame, read_frame_at(file, at_ms.value_or(0), of_videos));
  Preview out = preview_of(frame.picture);
  out.time_ms = frame.time_ms;
  return out;
}

}  // namespace sanad::media
