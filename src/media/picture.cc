#include "media/picture.h"

#include <fmt/format.h>

#include "decoders.h"

namespace sanad::media {
namespace {

// Whole numbers of a TIFF block in its own byte order; 0 beyond its end.
class Tiff {
 public:
  explicit Tiff(ByteView bytes) : bytes_(bytes), little_(!bytes.empty() && bytes[0] == 'I') {}
  std::uint32_t number(std::size_t at, std::size_t size) const {
    if (at > bytes_.size() || bytes_.size() - at < size) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      value = value << 8 | bytes_[little_ ? at + size - 1 - i : at + i];
    }
    return value;
  }

 private:
  ByteView bytes_;
  bool little_;
};

}  // namespace

// TIFF 6.0 section 2: header, then a directory of 12-byte fields; 0x0112 is Orientation.
int exif_orientation(ByteView exif) {
  if (exif.size() >= 6 && as_text(exif.first(4)) == "Exif") exif = exif.subspan(6);
  if (exif.size() < 8 || exif[0] != exif[1] || (exif[0] != 'I' && exif[0] != 'M')) return 1;
  const Tiff tiff(exif);
  const std::size_t directory = tiff.number(4, 4);
  const std::uint32_t fields = tiff.number(directory, 2);
  for (std::size_t i = 0; i < fields; ++i) {
    const std::size_t field = directory + 2 + 12 * i;
    if (tiff.number(field, 2) != 0x0112) continue;
    const std::uint32_t value = tiff.number(field + 8, 2);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

Result<void> check_size(std::int64_t width, std::int64_t height, const PictureLimits& limits) {
  if (width < 1 || height < 1) {
    return Error{ErrorCode::kInvalid, "The picture has no pixels; get the whole file."};
  }
  const bool wide = width > limits.max_side || height > limits.max_side;
  if (wide ||
      static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height) > limits.max_pixels) {
    return Error{ErrorCode::kLimit,
                 fmt::format("The picture has {} x {} pixels; raise the limit of {} pixels, or of "
                             "{} a side, to decode it.",
                             width, height, limits.max_pixels, limits.max_side)};
  }
  return {};
}

void flatten(Bytes& pixels) {
  std::size_t to = 0;
  for (std::size_t from = 0; from + 4 <= pixels.size(); from += 4) {
    const int alpha = pixels[from + 3];
    for (std::size_t c = 0; c < 3; ++c) {
      const int mixed = pixels[from + c] * alpha + kGround * (255 - alpha);
      pixels[to++] = static_cast<std::uint8_t>((mixed + 127) / 255);
    }
  }
  pixels.resize(to);
}

Result<Picture> decode_picture(ByteView file, const PictureLimits& limits, Alpha alpha) {
  const Format format = format_of(file);
  switch (format) {
    case Format::kJpeg:
      return decode_jpeg(file, limits);
    case Format::kPng:
      return decode_png(file, limits, alpha);
    case Format::kUnknown:
    case Format::kStream:
      return Error{ErrorCode::kInvalid,
                   "This is no picture in a format that Sanad reads; convert it to PNG."};
    default:
      return decode_other(file, format, limits, alpha);
  }
}

Result<Picture> decode_luma(ByteView file, const PictureLimits& limits, int least_side) {
  if (format_of(file) == Format::kJpeg) return decode_jpeg_luma(file, limits, least_side);
  return decode_picture(file, limits);
}

Result<PictureSamples> decode_samples(ByteView file, const PictureLimits& limits) {
  if (format_of(file) == Format::kJpeg) return decode_jpeg_samples(file, limits);
  SANAD_TRY(Picture picture, decode_picture(file, limits));
  const int width = picture.width;
  const int height = picture.height;
  return PictureSamples{std::move(picture), width, height};
}

}  // namespace sanad::media
