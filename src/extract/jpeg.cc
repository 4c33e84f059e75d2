// JPEG by libjpeg-turbo, of pixels that were decoded elsewhere: nothing is parsed here.
#include <fmt/format.h>
#include <jpeglib.h>

#include <csetjmp>
#include <cstdio>  // jpeglib.h needs it first
#include <cstdlib>

#include "extract/stretches.h"

namespace sanad::extract {
namespace {

constexpr int kQuality = 75;  // of pictures that are shown for a twelfth of a second

// libjpeg reports errors by a call that must not return, so it jumps out. Everything with a
// destructor lives in here, outside of the function that is jumped over.
struct Writer {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  std::jmp_buf escape;
  unsigned char* buffer = nullptr;
  unsigned long size = 0;

  Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() {
    jpeg_destroy_compress(&jpeg);
    std::free(buffer);
  }
  bool write(const Preview& picture);
};

void leave(j_common_ptr info) { std::longjmp(static_cast<Writer*>(info->client_data)->escape, 1); }
void keep_quiet(j_common_ptr) {}

bool Writer::write(const Preview& picture) {
  jpeg.err = jpeg_std_error(&errors);
  errors.error_exit = leave;
  errors.output_message = keep_quiet;
  jpeg.client_data = this;
  if (setjmp(escape) != 0) return false;
  jpeg_create_compress(&jpeg);
  jpeg_mem_dest(&jpeg, &buffer, &size);
  jpeg.image_width = static_cast<JDIMENSION>(picture.width);
  jpeg.image_height = static_cast<JDIMENSION>(picture.height);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, kQuality, TRUE);
  jpeg_start_compress(&jpeg, TRUE);
  const std::size_t stride = static_cast<std::size_t>(picture.width) * 3;
  while (jpeg.next_scanline < jpeg.image_height) {
    auto* row = const_cast<JSAMPROW>(picture.pixels.data() + jpeg.next_scanline * stride);
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  return true;
}

}  // namespace

Result<Bytes> format_jpeg(const Preview& picture) {
  Writer writer;
  if (!writer.write(picture)) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("there is no memory for a picture of {} x {} pixels; try again later",
                             picture.width, picture.height)};
  }
  return Bytes(writer.buffer, writer.buffer + writer.size);
}

}  // namespace sanad::extract
