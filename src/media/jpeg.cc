// JPEG by libjpeg-turbo with its defaults, as PDQ's reference uses it: accurate integer transform,
// fancy upsampling, all pixels.
#include <fmt/format.h>
#include <jerror.h>
#include <jpeglib.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdio>  // jpeglib.h needs it first
#include <optional>

#include "decoders.h"
#include "jpeg_samples.h"

namespace sanad::media {
namespace {

// A progressive file may have any number of scans over all its pixels.
constexpr int kMaxScans = 200;

#define SANAD_TEXT_OF(x) #x
#define SANAD_TEXT(x) SANAD_TEXT_OF(x)

struct Wanted {
  bool sparse = false;  // only what PDQ looks at, if the file is of a kind that allows it
  int luma_side = 0;    // if not 0: brightness, shrunk as decode_luma says
};

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
  std::optional<JpegSampler> sampler;
  Result<void> refused;

  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { jpeg_destroy_decompress(&jpeg); }

  bool read(ByteView file, const PictureLimits& limits, Wanted wanted);
  void ask_for_luma(int least_side);
  void read_pixels();
  void read_rows();
  void read_samples();
  std::optional<JpegSampling> sampling() const;
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

// What JpegSampler knows: JFIF's colours, in the usual samplings, and wider than the few columns
// at which libjpeg chooses another filter.
std::optional<JpegSampling> Reader::sampling() const {
  const auto most = std::max(jpeg.image_width, jpeg.image_height);
  if (most <= pdq::kShrinkSide || jpeg.image_width < 16) return std::nullopt;
  const jpeg_component_info* parts = jpeg.comp_info;
  if (jpeg.num_components == 1 && jpeg.jpeg_color_space == JCS_GRAYSCALE) {
    // libjpeg hands out a lone component by single rows of blocks only if it says 1 x 1.
    if (parts[0].h_samp_factor != 1 || parts[0].v_samp_factor != 1) return std::nullopt;
    return JpegSampling{1, 1, true};
  }
  if (jpeg.num_components != 3 || jpeg.jpeg_color_space != JCS_YCbCr) return std::nullopt;
  for (int i = 0; i < 3; ++i) {
    const int most_factor = i == 0 ? 2 : 1;
    if (parts[i].h_samp_factor > most_factor || parts[i].v_samp_factor > most_factor) {
      return std::nullopt;
    }
  }
  return JpegSampling{parts[0].h_samp_factor, parts[0].v_samp_factor, false};
}

void Reader::read_samples() {
  const int planes = jpeg.num_components;
  const auto rows = static_cast<std::size_t>(sampler->strip_rows());
  std::array<std::array<JSAMPROW, 2 * DCTSIZE>, 3> starts{};
  std::array<JSAMPARRAY, 3> arrays = {starts[0].data(), starts[1].data(), starts[2].data()};
  bool wanted = true;
  while (jpeg.output_scanline < jpeg.output_height) {
    for (int plane = 0; plane < planes; ++plane) {
      const std::size_t count = plane == 0 ? rows : std::size_t{JpegSampler::kChromaRows};
      for (std::size_t i = 0; i < count; ++i) {
        starts[static_cast<std::size_t>(plane)][i] = sampler->row(plane, static_cast<int>(i));
      }
    }
    if (jpeg_read_raw_data(&jpeg, arrays.data(), static_cast<JDIMENSION>(rows)) == 0) break;
    if (wanted) wanted = sampler->strip_done();
  }
  picture.width = pdq::kShrinkSide;
  picture.height = pdq::kShrinkSide;
  picture.layout = planes == 1 ? pdq::Layout::kGrey : pdq::Layout::kRgb;
  picture.pixels = sampler->take();
}

void Reader::read_pixels() {
  const auto channels = static_cast<std::size_t>(jpeg.output_components);
  picture.width = static_cast<int>(jpeg.output_width);
  picture.height = static_cast<int>(jpeg.output_height);
  picture.layout = channels == 1 ? pdq::Layout::kGrey : pdq::Layout::kRgb;
  picture.pixels.resize(std::size_t{jpeg.output_width} * jpeg.output_height *
                        (channels == 1 ? 1U : 3U));
  if (channels == 4) inks.resize(std::size_t{4} * jpeg.output_width);
  read_rows();
}

// Of colours that have no brightness of their own all are made.
void Reader::ask_for_luma(int least_side) {
  if (jpeg.jpeg_color_space == JCS_YCbCr) jpeg.out_color_space = JCS_GRAYSCALE;
  const auto side = std::max(jpeg.image_width, jpeg.image_height);
  while (jpeg.scale_denom < 8 && side / (2 * jpeg.scale_denom) >= static_cast<unsigned>(least_side))
    jpeg.scale_denom *= 2;
}

bool Reader::read(ByteView file, const PictureLimits& limits, Wanted wanted) {
  if (setjmp(escape) != 0) return false;
  begin(file);
  jpeg_read_header(&jpeg, TRUE);
  refused = check_size(jpeg.image_width, jpeg.image_height, limits);
  if (!refused.ok()) return false;
  if (wanted.luma_side > 0) ask_for_luma(wanted.luma_side);
  if (const auto known = sampling(); wanted.sparse && known) {
    jpeg.raw_data_out = TRUE;
    sampler.emplace(static_cast<int>(jpeg.image_width), static_cast<int>(jpeg.image_height),
                    *known);
  }
  jpeg_start_decompress(&jpeg);
  const int channels = jpeg.output_components;
  if (channels != 1 && channels != 3 && channels != 4) return false;
  if (sampler) {
    read_samples();
  } else {
    read_pixels();
  }
  read_exif();  // finishing forgets the markers
  jpeg_finish_decompress(&jpeg);
  picture.damaged = errors.num_warnings > 0;
  return true;
}

Result<void> decode(Reader& reader, ByteView file, const PictureLimits& limits, Wanted wanted) {
  reader.picture.decoder = "libjpeg-turbo " SANAD_TEXT(LIBJPEG_TURBO_VERSION);
  if (reader.read(file, limits, wanted)) return {};
  if (!reader.refused.ok()) return reader.refused.error();
  return Error{ErrorCode::kInvalid,
               fmt::format("The JPEG file cannot be decoded ({}); get it again, whole.",
                           reader.message[0] ? reader.message.data() : "unknown colours")};
}

}  // namespace

Result<Picture> decode_jpeg(ByteView file, const PictureLimits& limits) {
  Reader reader;
  SANAD_CHECK(decode(reader, file, limits, {}));
  return std::move(reader.picture);
}

Result<Picture> decode_jpeg_luma(ByteView file, const PictureLimits& limits, int least_side) {
  Reader reader;
  SANAD_CHECK(decode(reader, file, limits, {.luma_side = least_side}));
  return std::move(reader.picture);
}

Result<PictureSamples> decode_jpeg_samples(ByteView file, const PictureLimits& limits) {
  Reader reader;
  SANAD_CHECK(decode(reader, file, limits, {.sparse = true}));
  return PictureSamples{std::move(reader.picture), static_cast<int>(reader.jpeg.image_width),
                        static_cast<int>(reader.jpeg.image_height)};
}

}  // namespace sanad::media
