// JPEG by libjpeg-turbo with its defaults, as PDQ's reference uses it: accurate integer transform,
// fancy upsampling, all pixels.
#include <fmt/format.h>
#include <jerror.h>
#include <jpeglib.h>

#include <array>
#include <csetjmp>
#include <cstdio>  // jpeglib.h needs it first

#include "decoders.h"

namespace sanad::media {
namespace {

// A progressive file may have any number of scans over all its pixels.
constexpr int kMaxScans = 200;

#define SANAD_TEXT_OF(x) #x
#define SANAD_TEXT(x) SANAD_TEXT_OF(x)

// libjpeg reports errors by a call that must not return, so it jumps out. Everything with a
// destructor lives in here, outside of the functions that are jumped over.
struct Reader {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf escape;
  std::array<char, JMSG_LENGTH_MAX> message{};
  Picture picture;
  Bytes inks;  // one row of CMYK
  Result<void> refused;

  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { jpeg_destroy_decompress(&jpeg); }

  bool read(ByteView file, const PictureLimits& limits);
  void read_rows();
  void read_exif();
  void begin(ByteView file);
};

void leave(j_common_ptr info) {
  auto* reader = static_cast<Reader*>(info->client_data);
  info->err->format_message(info, reader->message.data());
  std::longjmp(reader->escape, 1);
}

void keep_quiet(j_common_ptr) {}

void count_scans(j_common_ptr info) {
  auto* jpeg = reinterpret_cast<j_decompress_ptr>(info);
  if (jpeg->input_scan_number <= kMaxScans) return;
  auto* reader = static_cast<Reader*>(info->client_data);
  reader->refused = Error{ErrorCode::kLimit,
                          "The JPEG file has too many scans, as files made to cost time do; "
                          "convert it elsewhere if it is wanted."};
  std::longjmp(reader->escape, 1);
}

void Reader::begin(ByteView file) {
  jpeg.err = jpeg_std_error(&errors);
  errors.error_exit = leave;
  errors.output_message = keep_quiet;
  jpeg_create_decompress(&jpeg);
  jpeg.client_data = this;
  progress.progress_monitor = count_scans;
  jpeg.progress = &progress;
  jpeg_save_markers(&jpeg, JPEG_APP0 + 1, 0xFFFF);
  jpeg_mem_src(&jpeg, file.data(), file.size());
}

// Inks to colours: (1-C)(1-K), rounded. inverted: as Adobe's programs write them, 255 is no ink.
void paint(const Bytes& inks, bool inverted, int width, std::uint8_t* out) {
  for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x) {
    const std::uint8_t* ink = inks.data() + 4 * x;
    const int black = inverted ? ink[3] : 255 - ink[3];
    for (std::size_t c = 0; c < 3; ++c) {
      const int colour = inverted ? ink[c] : 255 - ink[c];
      out[3 * x + c] = static_cast<std::uint8_t>((colour * black + 127) / 255);
    }
  }
}

void Reader::read_rows() {
  const bool in_inks = jpeg.output_components == 4;
  const auto channels = static_cast<std::size_t>(in_inks ? 3 : jpeg.output_components);
  const std::size_t row_size = channels * jpeg.output_width;
  while (jpeg.output_scanline < jpeg.output_height) {
    std::uint8_t* out = picture.pixels.data() + row_size * jpeg.output_scanline;
    JSAMPROW row = in_inks ? inks.data() : out;
    if (jpeg_read_scanlines(&jpeg, &row, 1) != 1) break;
    if (in_inks) paint(inks, jpeg.saw_Adobe_marker != FALSE, picture.width, out);
  }
}

void Reader::read_exif() {
  for (const jpeg_marker_struct* marker = jpeg.marker_list; marker; marker = marker->next) {
    const ByteView block(marker->data, marker->data_length);
    if (block.size() > 6 && as_text(block.first(4)) == "Exif") {
      picture.orientation = exif_orientation(block);
      break;
    }
  }
}

bool Reader::read(ByteView file, const PictureLimits& limits) {
  if (setjmp(escape) != 0) return false;
  begin(file);
  jpeg_read_header(&jpeg, TRUE);
  refused = check_size(jpeg.image_width, jpeg.image_height, limits);
  if (!refused.ok()) return false;
  jpeg_start_decompress(&jpeg);
  const int channels = jpeg.output_components;
  if (channels != 1 && channels != 3 && channels != 4) return false;
  picture.width = static_cast<int>(jpeg.output_width);
  picture.height = static_cast<int>(jpeg.output_height);
  picture.layout = channels == 1 ? pdq::Layout::kGrey : pdq::Layout::kRgb;
  picture.pixels.resize(std::size_t{jpeg.output_width} * jpeg.output_height *
                        (channels == 1 ? 1U : 3U));
  if (channels == 4) inks.resize(std::size_t{4} * jpeg.output_width);
  read_rows();
  read_exif();  // finishing forgets the markers
  jpeg_finish_decompress(&jpeg);
  picture.damaged = errors.num_warnings > 0;
  return true;
}

}  // namespace

Result<Picture> decode_jpeg(ByteView file, const PictureLimits& limits) {
  Reader reader;
  reader.picture.decoder = "libjpeg-turbo " SANAD_TEXT(LIBJPEG_TURBO_VERSION);
  if (reader.read(file, limits)) return std::move(reader.picture);
  if (!reader.refused.ok()) return reader.refused.error();
  return Error{ErrorCode::kInvalid,
               fmt::format("The JPEG file cannot be decoded ({}); get it again, whole.",
                           reader.message[0] ? reader.message.data() : "unknown colours")};
}

}  // namespace sanad::media
