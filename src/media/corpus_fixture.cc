#include "corpus_fixture.h"

#include <jpeglib.h>
#include <png.h>

#include <algorithm>
#include <array>
#include <cstdio>  // jpeglib.h needs it first
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace sanad::media {
namespace {

void put(Bytes& out, std::uint64_t value, int size) {  // little-endian
  for (int i = 0; i < size; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

// Three samples for each pixel, whatever the picture has.
std::array<std::uint8_t, 3> pixel(const pictures::Picture& picture, std::size_t index) {
  const auto channels = static_cast<std::size_t>(picture.channels);
  const std::uint8_t* at = picture.pixels.data() + index * channels;
  return {at[0], at[channels > 1 ? 1 : 0], at[channels > 1 ? 2 : 0]};
}

Bytes exif_block(int orientation) {
  Bytes block = to_bytes(std::string_view("Exif\0\0II*\0", 10));
  put(block, 8, 4);       // where the directory is
  put(block, 1, 2);       // fields
  put(block, 0x0112, 2);  // Orientation
  put(block, 3, 2);       // a short
  put(block, 1, 4);
  put(block, static_cast<std::uint64_t>(orientation), 4);
  put(block, 0, 4);  // no other directory
  return block;
}

// Colours to inks as Adobe's programs write them: inverted, with the common part in black.
void inks_of(const pictures::Picture& picture, int y, Bytes& row) {
  for (int x = 0; x < picture.width; ++x) {
    const auto rgb = pixel(picture, static_cast<std::size_t>(y * picture.width + x));
    const int most = std::max({int{rgb[0]}, int{rgb[1]}, int{rgb[2]}, 1});
    for (std::size_t c = 0; c < 3; ++c) {
      row[static_cast<std::size_t>(4 * x) + c] = static_cast<std::uint8_t>(rgb[c] * 255 / most);
    }
    row[static_cast<std::size_t>(4 * x) + 3] = static_cast<std::uint8_t>(most);
  }
}

}  // namespace

Bytes read_testdata(const std::string& name) {
  std::ifstream file(SANAD_SOURCE_DIR "/src/media/testdata/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Bytes write_jpeg(const pictures::Picture& picture, const JpegForm& form) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &buffer, &size);
  jpeg.image_width = static_cast<JDIMENSION>(picture.width);
  jpeg.image_height = static_cast<JDIMENSION>(picture.height);
  jpeg.input_components = form.inks ? 4 : picture.channels;
  jpeg.in_color_space = form.inks ? JCS_CMYK : picture.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, form.quality, TRUE);
  if (!form.inks && picture.channels == 3) {
    jpeg.comp_info[0].h_samp_factor = form.across;
    jpeg.comp_info[0].v_samp_factor = form.down;
  }
  if (form.progressive) jpeg_simple_progression(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  if (form.orientation != 0) {
    const Bytes exif = exif_block(form.orientation);
    jpeg_write_marker(&jpeg, JPEG_APP0 + 1, exif.data(), static_cast<unsigned>(exif.size()));
  }
  Bytes row(static_cast<std::size_t>(picture.width) * 4);
  for (int y = 0; y < picture.height; ++y) {
    if (form.inks) {
      inks_of(picture, y, row);
    } else {
      std::copy_n(picture.pixels.begin() + y * picture.width * picture.channels,
                  picture.width * picture.channels, row.begin());
    }
    JSAMPROW rows = row.data();
    jpeg_write_scanlines(&jpeg, &rows, 1);
  }
  jpeg_finish_compress(&jpeg);
  Bytes out(buffer, buffer + size);
  jpeg_destroy_compress(&jpeg);
  std::free(buffer);
  return out;
}

Bytes write_png(const pictures::Picture& picture, const PngForm& form) {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  Bytes out;
  png_set_write_fn(
      png, &out,
      [](png_structp writer, png_bytep data, png_size_t size) {
        auto* bytes = static_cast<Bytes*>(png_get_io_ptr(writer));
        bytes->insert(bytes->end(), data, data + size);
      },
      [](png_structp) {});
  const bool grey = picture.channels == 1;
  int type = form.palette ? PNG_COLOR_TYPE_PALETTE
             : grey       ? PNG_COLOR_TYPE_GRAY
                          : PNG_COLOR_TYPE_RGB;
  if (form.alpha) type |= PNG_COLOR_MASK_ALPHA;
  png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width),
               static_cast<png_uint_32>(picture.height), form.bits, type,
               form.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  std::array<png_color, 216> palette{};  // six steps of each colour
  for (std::size_t i = 0; i < palette.size(); ++i) {
    palette[i] = {static_cast<png_byte>(i / 36 * 51), static_cast<png_byte>(i / 6 % 6 * 51),
                  static_cast<png_byte>(i % 6 * 51)};
  }
  if (form.palette) png_set_PLTE(png, info, palette.data(), 216);
  const std::array<png_byte, 3> alphas = {0, 128, 255};
  if (form.transparent_colour) png_set_tRNS(png, info, alphas.data(), 3, nullptr);
  png_write_info(png, info);
  if (form.bits < 8) png_set_packing(png);
  const int passes = form.interlaced ? png_set_interlace_handling(png) : 1;
  Bytes row;
  for (int pass = 0; pass < passes; ++pass) {
    for (int y = 0; y < picture.height; ++y) {
      row.clear();
      for (int x = 0; x < picture.width; ++x) {
        const auto rgb = pixel(picture, static_cast<std::size_t>(y * picture.width + x));
        if (form.palette) {
          row.push_back(
              static_cast<std::uint8_t>(rgb[0] / 43 * 36 + rgb[1] / 43 * 6 + rgb[2] / 43));
          continue;
        }
        const auto sample = [&](std::uint8_t value, std::uint8_t low) {
          row.push_back(form.bits < 8 ? static_cast<std::uint8_t>(value >> (8 - form.bits))
                                      : value);
          if (form.bits == 16) row.push_back(form.low_byte ? low : value);
        };
        for (int c = 0; c < picture.channels; ++c) {
          sample(rgb[static_cast<std::size_t>(c)], static_cast<std::uint8_t>(x * 37 + y * 11));
        }
        if (form.alpha) sample(static_cast<std::uint8_t>(x * 255 / picture.width), 0);
      }
      png_write_row(png, row.data());
    }
  }
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return out;
}

Bytes write_bmp(const pictures::Picture& picture) {
  const std::size_t row = (static_cast<std::size_t>(picture.width) * 3 + 3) / 4 * 4;
  Bytes out = to_bytes("BM");
  put(out, 54 + row * static_cast<std::size_t>(picture.height), 4);
  put(out, 0, 4);
  put(out, 54, 4);
  put(out, 40, 4);
  put(out, static_cast<std::uint64_t>(picture.width), 4);
  put(out, static_cast<std::uint64_t>(picture.height), 4);
  put(out, 1, 2);
  put(out, 24, 2);
  for (int i = 0; i < 6; ++i) put(out, 0, 4);
  for (int y = picture.height - 1; y >= 0; --y) {
    const std::size_t begin = out.size();
    for (int x = 0; x < picture.width; ++x) {
      const auto rgb = pixel(picture, static_cast<std::size_t>(y * picture.width + x));
      out.insert(out.end(), {rgb[2], rgb[1], rgb[0]});
    }
    out.resize(begin + row);
  }
  return out;
}

std::vector<CorpusFile> corpus() {
  std::vector<CorpusFile> out;
  const auto cut = [](Bytes bytes, std::size_t per_cent) {
    bytes.resize(bytes.size() * per_cent / 100);
    return bytes;
  };
  for (const pictures::Plan& plan : {pictures::Plan{pictures::Kind::kTerrain, 320, 240, 3, 1},
                                     pictures::Plan{pictures::Kind::kShapes, 640, 480, 3, 2},
                                     pictures::Plan{pictures::Kind::kText, 500, 700, 3, 3},
                                     pictures::Plan{pictures::Kind::kTerrain, 1600, 1200, 3, 4},
                                     pictures::Plan{pictures::Kind::kNoise, 50, 40, 3, 5},
                                     pictures::Plan{pictures::Kind::kGradient, 301, 299, 3, 6},
                                     pictures::Plan{pictures::Kind::kShapes, 4, 4, 3, 7},
                                     pictures::Plan{pictures::Kind::kTerrain, 512, 512, 3, 8},
                                     pictures::Plan{pictures::Kind::kShapes, 64, 64, 3, 9},
                                     pictures::Plan{pictures::Kind::kTerrain, 2500, 300, 3, 10}}) {
    pictures::Plan grey_plan = plan;
    grey_plan.channels = 1;
    const pictures::Picture rgb = pictures::draw(plan);
    const pictures::Picture grey = pictures::draw(grey_plan);
    const auto add = [&](const char* form, Bytes bytes) {
      out.push_back({plan.name() + "." + form, std::move(bytes)});
    };
    add("420.jpg", write_jpeg(rgb, {}));
    add("444.jpg", write_jpeg(rgb, {.quality = 75, .across = 1, .down = 1}));
    add("422.jpg", write_jpeg(rgb, {.quality = 30, .down = 1}));
    add("progressive.jpg", write_jpeg(rgb, {.quality = 60, .progressive = true}));
    add("grey.jpg", write_jpeg(grey, {}));
    add("cmyk.jpg", write_jpeg(rgb, {.quality = 95, .inks = true}));
    add("exif6.jpg", write_jpeg(rgb, {.orientation = 6}));
    add("exif3.jpg", write_jpeg(rgb, {.orientation = 3}));
    add("half.jpg", cut(write_jpeg(rgb, {}), 60));
    add("half-progressive.jpg", cut(write_jpeg(rgb, {.progressive = true}), 60));
    add("rgb.png", write_png(rgb, {}));
    add("grey.png", write_png(grey, {}));
    add("grey1.png", write_png(grey, {.bits = 1}));
    add("grey4.png", write_png(grey, {.bits = 4}));
    add("palette.png", write_png(rgb, {.palette = true}));
    add("palette-transparent.png", write_png(rgb, {.palette = true, .transparent_colour = true}));
    add("alpha.png", write_png(rgb, {.alpha = true}));
    add("grey-alpha.png", write_png(grey, {.alpha = true}));
    add("interlaced.png", write_png(rgb, {.interlaced = true}));
    add("16.png", write_png(rgb, {.bits = 16}));
    add("16-low.png", write_png(rgb, {.bits = 16, .low_byte = true}));
    add("grey16.png", write_png(grey, {.bits = 16}));
    add("rgb.bmp", write_bmp(rgb));
  }
  return out;
}

Bytes write_wav(const std::vector<std::int16_t>& samples, int rate, int channels) {
  Bytes out = to_bytes("RIFF");
  put(out, 36 + samples.size() * 2, 4);
  for (const char c : std::string_view("WAVEfmt ")) out.push_back(static_cast<std::uint8_t>(c));
  put(out, 16, 4);
  put(out, 1, 2);
  put(out, static_cast<std::uint64_t>(channels), 2);
  put(out, static_cast<std::uint64_t>(rate), 4);
  put(out, static_cast<std::uint64_t>(rate * channels * 2), 4);
  put(out, static_cast<std::uint64_t>(channels * 2), 2);
  put(out, 16, 2);
  for (const char c : std::string_view("data")) out.push_back(static_cast<std::uint8_t>(c));
  put(out, samples.size() * 2, 4);
  for (const std::int16_t sample : samples) put(out, static_cast<std::uint16_t>(sample), 2);
  return out;
}

namespace {

// One RIFF chunk; padded to an even size.
void chunk(Bytes& out, std::string_view name, const Bytes& body) {
  out.insert(out.end(), name.begin(), name.end());
  put(out, body.size(), 4);
  out.insert(out.end(), body.begin(), body.end());
  if (body.size() % 2 != 0) out.push_back(0);
}

Bytes list(std::string_view kind, const Bytes& body) {
  Bytes out = to_bytes(kind);
  out.insert(out.end(), body.begin(), body.end());
  return out;
}

}  // namespace

// AVI 1.0 (OpenDML leaves it as it is): headers, frames, index.
Bytes write_avi(const std::vector<pictures::Picture>& frames, int frames_per_second) {
  const auto width = static_cast<std::uint64_t>(frames.front().width);
  const auto height = static_cast<std::uint64_t>(frames.front().height);
  const auto rate = static_cast<std::uint64_t>(frames_per_second);
  Bytes main;
  for (const std::uint64_t value :
       {1'000'000 / rate, std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{0x10},
        std::uint64_t{frames.size()}, std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{0}, width,
        height, std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{0}}) {
    put(main, value, 4);
  }
  Bytes stream = to_bytes("vidsMJPG");
  for (const std::uint64_t value :
       {std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{1}, rate,
        std::uint64_t{0}, std::uint64_t{frames.size()}, std::uint64_t{0}, std::uint64_t{0},
        std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{0}}) {
    put(stream, value, 4);
  }
  Bytes format;
  put(format, 40, 4);
  put(format, width, 4);
  put(format, height, 4);
  put(format, 1, 2);
  put(format, 24, 2);
  for (const char c : std::string_view("MJPG")) format.push_back(static_cast<std::uint8_t>(c));
  for (int i = 0; i < 5; ++i) put(format, 0, 4);
  Bytes one;
  chunk(one, "strh", stream);
  chunk(one, "strf", format);
  Bytes headers;
  chunk(headers, "avih", main);
  chunk(headers, "LIST", list("strl", one));
  Bytes movie;
  Bytes index;
  for (const pictures::Picture& frame : frames) {
    const Bytes jpeg = write_jpeg(frame, {});
    for (const char c : std::string_view("00dc")) index.push_back(static_cast<std::uint8_t>(c));
    put(index, 0x10, 4);
    put(index, movie.size() + 4, 4);
    put(index, jpeg.size(), 4);
    chunk(movie, "00dc", jpeg);
  }
  Bytes body;
  chunk(body, "LIST", list("hdrl", headers));
  chunk(body, "LIST", list("movi", movie));
  chunk(body, "idx1", index);
  Bytes out;
  chunk(out, "RIFF", list("AVI ", body));
  return out;
}

}  // namespace sanad::media
