#include "media.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace sanad::range {
namespace {

constexpr std::uint32_t kTileSide = 16;
constexpr std::uint32_t kSamplesPerSecond = 8000;

// SplitMix64: a fixed mixing of 64 bits.
std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15u;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
  return value ^ (value >> 31);
}

void append_u32_big(Bytes& out, std::uint64_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>((value >> shift) & 0xff));
  }
}

void append_little(Bytes& out, std::uint32_t value, int count) {
  for (int i = 0; i < count; ++i)
    out.push_back(static_cast<std::uint8_t>((value >> (8 * i)) & 0xff));
}

void append_text(Bytes& out, std::string_view text) {
  out.insert(out.end(), text.begin(), text.end());
}

// Length, type, data, CRC over type and data.
void append_chunk(Bytes& out, std::string_view type, ByteView data) {
  append_u32_big(out, data.size());
  const std::size_t start = out.size();
  append_text(out, type);
  out.insert(out.end(), data.begin(), data.end());
  append_u32_big(out, crc32(0, out.data() + start, static_cast<uInt>(out.size() - start)));
}

// Rows of one filter byte (0) and three bytes for each pixel.
Bytes make_rows(std::uint32_t width, std::uint32_t height, std::uint64_t seed) {
  Bytes rows;
  rows.reserve((std::size_t{3} * width + 1) * height);
  for (std::uint32_t y = 0; y < height; ++y) {
    rows.push_back(0);
    for (std::uint32_t x = 0; x < width; ++x) {
      const std::uint64_t tile = (std::uint64_t{y / kTileSide} << 32) | (x / kTileSide);
      const std::uint64_t colour = mix(mix(seed) ^ tile);
      for (int shift = 0; shift < 24; shift += 8) {
        rows.push_back(static_cast<std::uint8_t>((colour >> shift) & 0xff));
      }
    }
  }
  return rows;
}

Bytes pack_png(std::uint32_t width, std::uint32_t height, const Bytes& rows) {
  uLongf size = compressBound(static_cast<uLong>(rows.size()));
  Bytes packed(size);
  compress2(packed.data(), &size, rows.data(), static_cast<uLong>(rows.size()), 6);
  packed.resize(size);
  Bytes header;
  append_u32_big(header, width);
  append_u32_big(header, height);
  const std::array<std::uint8_t, 5> kind = {8, 2, 0, 0, 0};  // 8 bits, RGB, no interlace
  header.insert(header.end(), kind.begin(), kind.end());
  Bytes png = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  append_chunk(png, "IHDR", header);
  append_chunk(png, "IDAT", packed);
  append_chunk(png, "IEND", {});
  return png;
}

}  // namespace

Bytes make_png(std::uint32_t width, std::uint32_t height, std::uint64_t seed) {
  width = std::clamp(width, 1u, kMaxImageSide);
  height = std::clamp(height, 1u, kMaxImageSide);
  return pack_png(width, height, make_rows(width, height, seed));
}

Bytes make_png(std::uint32_t width, std::uint32_t height, ByteView pixels) {
  const std::size_t row_bytes = std::size_t{3} * width;
  Bytes rows;
  rows.reserve((row_bytes + 1) * height);
  for (std::uint32_t y = 0; y < height; ++y) {
    rows.push_back(0);
    const ByteView row = pixels.subspan(y * row_bytes, row_bytes);
    rows.insert(rows.end(), row.begin(), row.end());
  }
  return pack_png(width, height, rows);
}

Bytes make_wav(std::uint32_t duration_ms, std::uint64_t seed) {
  const std::uint32_t count = kSamplesPerSecond / 1000 * std::min(duration_ms, 10'000u);
  const std::uint32_t half_period = 5 + static_cast<std::uint32_t>(mix(seed) % 20);
  Bytes wav;
  append_text(wav, "RIFF");
  append_little(wav, 36 + count, 4);
  append_text(wav, "WAVEfmt ");
  append_little(wav, 16, 4);
  append_little(wav, 1, 2);  // PCM
  append_little(wav, 1, 2);
  append_little(wav, kSamplesPerSecond, 4);
  append_little(wav, kSamplesPerSecond, 4);
  append_little(wav, 1, 2);
  append_little(wav, 8, 2);
  append_text(wav, "data");
  append_little(wav, count, 4);
  for (std::uint32_t i = 0; i < count; ++i) {
    wav.push_back((i / half_period) % 2 == 0 ? 108 : 148);  // a quiet square wave around 128
  }
  return wav;
}

void fill_pattern(std::uint64_t offset, std::uint8_t* out, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint64_t position = offset + i;
    out[i] = static_cast<std::uint8_t>((position * 131 + (position >> 16) * 7) & 0xff);
  }
}

}  // namespace sanad::range
