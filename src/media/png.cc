// PNG by libpng, with the conversions of PDQ's reference, save that 16 bits are rounded to 8.
#include <fmt/format.h>
#include <png.h>

#include <csetjmp>
#include <cstring>

#include "decoders.h"

namespace sanad::media {
namespace {

// As for JPEG: libpng jumps out of an error, so what has a destructor lives in here.
struct Reader {
  png_structp png = nullptr;
  png_infop info = nullptr;
  ByteView rest;
  std::string message;
  Picture picture;
  std::vector<png_bytep> rows;
  Result<void> refused;

  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }

  bool read(const PictureLimits& limits, Alpha alpha);
  std::size_t convert(Alpha alpha);
};

void leave(png_structp png, png_const_charp text) {
  static_cast<Reader*>(png_get_error_ptr(png))->message = text;
  png_longjmp(png, 1);
}

void keep_quiet(png_structp, png_const_charp) {}

void give(png_structp png, png_bytep out, std::size_t size) {
  auto* reader = static_cast<Reader*>(png_get_io_ptr(png));
  if (size > reader->rest.size()) png_error(png, "it ends early");
  std::memcpy(out, reader->rest.data(), size);
  reader->rest = reader->rest.subspan(size);
}

// Answers how many samples a pixel has; everything becomes 8 bits a sample, grey or RGB, or RGBA
// where alpha is asked for.
std::size_t Reader::convert(Alpha alpha) {
  const int type = png_get_color_type(png, info);
  if (alpha == Alpha::kFlattened) {
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_gray_to_rgb(png);
    png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    return 4;
  }
  if (type == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
  if (type == PNG_COLOR_TYPE_GRAY) png_set_expand_gray_1_2_4_to_8(png);
  png_set_scale_16(png);
  png_set_strip_alpha(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  return type == PNG_COLOR_TYPE_GRAY || type == PNG_COLOR_TYPE_GRAY_ALPHA ? 1 : 3;
}

bool Reader::read(const PictureLimits& limits, Alpha alpha) {
  png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, leave, keep_quiet);
  if (!png) return false;
  info = png_create_info_struct(png);
  if (!info) return false;
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_read_fn(png, this, give);
  png_set_user_limits(png, 0x7FFFFFFF, 0x7FFFFFFF);
  png_read_info(png, info);
  const png_uint_32 width = png_get_image_width(png, info);
  const png_uint_32 height = png_get_image_height(png, info);
  refused = check_size(width, height, limits);
  if (!refused.ok()) return false;
  const std::size_t samples = convert(alpha);
  const std::size_t row_size = png_get_rowbytes(png, info);
  if (row_size != std::size_t{width} * samples) return false;
  picture.width = static_cast<int>(width);
  picture.height = static_cast<int>(height);
  picture.layout = samples == 1 ? pdq::Layout::kGrey : pdq::Layout::kRgb;
  picture.pixels.resize(row_size * height);
  rows.resize(height);
  for (std::size_t y = 0; y < height; ++y) rows[y] = picture.pixels.data() + y * row_size;
  png_read_image(png, rows.data());
  png_read_end(png, info);
  if (samples == 4) flatten(picture.pixels);
  png_uint_32 exif_size = 0;
  png_bytep exif = nullptr;
  if (png_get_eXIf_1(png, info, &exif_size, &exif) != 0) {
    picture.orientation = exif_orientation({exif, exif_size});
  }
  return true;
}

}  // namespace

Result<Picture> decode_png(ByteView file, const PictureLimits& limits, Alpha alpha) {
  Reader reader;
  reader.rest = file;
  reader.picture.decoder = "libpng " PNG_LIBPNG_VER_STRING;
  if (reader.read(limits, alpha)) return std::move(reader.picture);
  if (!reader.refused.ok()) return reader.refused.error();
  return Error{ErrorCode::kInvalid,
               fmt::format("The PNG file cannot be decoded ({}); get it again, whole.",
                           reader.message.empty() ? "out of memory" : reader.message)};
}

}  // namespace sanad::media
