#include "redaction/picture.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>

namespace sanad::redaction {
namespace {

constexpr int kLevel = 6;
constexpr std::uint8_t kUp = 2;
constexpr std::size_t kPieceBytes = 65'536;  // of an IDAT chunk; the last one is shorter
constexpr std::array<std::uint8_t, 8> kSignature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr std::array<std::uint8_t, 2> kZlibHead = {0x78, 0x9C};

void put(Bytes& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}

std::uint32_t number_at(ByteView bytes) {
  return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U |
         std::uint32_t{bytes[2]} << 8U | bytes[3];
}

void put_chunk(Bytes& out, std::string_view type, ByteView data) {
  put(out, static_cast<std::uint32_t>(data.size()));
  const std::size_t begin = out.size();
  out.insert(out.end(), type.begin(), type.end());
  out.insert(out.end(), data.begin(), data.end());
  put(out, static_cast<std::uint32_t>(::crc32_z(0, out.data() + begin, out.size() - begin)));
}

Error other_form(std::string_view why) {
  return {ErrorCode::kInvalid, fmt::format("it is not a PNG of the strict form: {}", why)};
}

// The next chunk, which must be of this type, taken off the file.
Result<ByteView> take_chunk(ByteView& file, std::string_view type) {
  constexpr std::size_t kAround = 12;  // length, type and CRC-32
  if (file.size() < kAround) return other_form("it ends early");
  const std::size_t size = number_at(file);
  if (size > file.size() - kAround) return other_form("a chunk is longer than the file");
  if (as_text(file.subspan(4, 4)) != type)
    return other_form(fmt::format("where {} must stand there is another chunk", type));
  const ByteView data = file.subspan(8, size);
  if (::crc32_z(0, file.data() + 4, size + 4) != number_at(file.subspan(8 + size)))
    return other_form("a chunk's CRC-32 is wrong");
  file = file.subspan(kAround + size);
  return data;
}

Result<Bytes> take_packed(ByteView& file) {
  Bytes packed;
  while (true) {
    SANAD_TRY(const ByteView piece, take_chunk(file, "IDAT"));
    if (piece.empty() || piece.size() > kPieceBytes)
      return other_form("an IDAT chunk has another length");
    packed.insert(packed.end(), piece.begin(), piece.end());
    const bool goes_on = file.size() >= 8 && as_text(file.subspan(4, 4)) == "IDAT";
    if (!goes_on) return packed;
    if (piece.size() != kPieceBytes) return other_form("an IDAT chunk has another length");
  }
}

Result<Bytes> unpack(ByteView packed, std::size_t size) {
  if (packed.size() < 2 || !std::ranges::equal(packed.first(2), kZlibHead))
    return other_form("its zlib header is another");
  Bytes rows(size);
  uLongf got = static_cast<uLongf>(size);
  uLong used = static_cast<uLong>(packed.size());
  if (::uncompress2(rows.data(), &got, packed.data(), &used) != Z_OK || got != size ||
      used != packed.size())
    return other_form("its samples cannot be unpacked, or have another length");
  return rows;
}

}  // namespace

Result<Bytes> write_png(const Picture& picture) {
  SANAD_TRY(const Grid grid, Grid::of(picture.width, picture.height));
  const std::size_t stride = std::size_t{grid.width} * 3;
  if (picture.pixels.size() != stride * grid.height)
    return Error{ErrorCode::kInvalid, "the picture's pixels are not of its size"};
  Bytes rows;
  rows.reserve((stride + 1) * grid.height);
  for (std::size_t at = 0; at < picture.pixels.size(); at += stride) {
    rows.push_back(kUp);
    for (std::size_t i = at; i < at + stride; ++i) {
      const int above = i >= stride ? picture.pixels[i - stride] : 0;
      rows.push_back(static_cast<std::uint8_t>(picture.pixels[i] - above));
    }
  }
  uLongf size = ::compressBound(static_cast<uLong>(rows.size()));
  Bytes packed(size);
  if (::compress2(packed.data(), &size, rows.data(), static_cast<uLong>(rows.size()), kLevel) !=
      Z_OK)
    return Error{ErrorCode::kUnavailable, "there is no memory for the picture; try again later"};
  packed.resize(size);
  Bytes head;
  put(head, grid.width);
  put(head, grid.height);
  head.insert(head.end(), {8, 2, 0, 0, 0});  // bits, RGB, deflate, filters, not interlaced
  Bytes out(kSignature.begin(), kSignature.end());
  put_chunk(out, "IHDR", head);
  for (std::size_t at = 0; at < packed.size(); at += kPieceBytes)
    put_chunk(out, "IDAT", ByteView(packed).subspan(at, std::min(kPieceBytes, packed.size() - at)));
  put_chunk(out, "IEND", {});
  return out;
}

Result<PackedPicture> unpack_png(ByteView file) {
  if (file.size() < kSignature.size() ||
      !std::ranges::equal(file.first(kSignature.size()), kSignature))
    return other_form("it is no PNG");
  file = file.subspan(kSignature.size());
  SANAD_TRY(const ByteView head, take_chunk(file, "IHDR"));
  constexpr std::array<std::uint8_t, 5> kForm = {8, 2, 0, 0, 0};
  if (head.size() != 13 || !std::ranges::equal(head.subspan(8), kForm))
    return other_form("it is not of 8 bits, RGB, not interlaced");
  SANAD_TRY(const Grid grid, Grid::of(number_at(head), number_at(head.subspan(4))));
  SANAD_TRY(Bytes packed, take_packed(file));
  SANAD_TRY(const ByteView end, take_chunk(file, "IEND"));
  if (!end.empty() || !file.empty()) return other_form("something stands behind its end");
  return PackedPicture{grid.width, grid.height, std::move(packed)};
}

Result<Picture> read_png(ByteView file) {
  SANAD_TRY(const PackedPicture packed, unpack_png(file));
  const Grid grid{packed.width, packed.height};
  const std::size_t stride = std::size_t{grid.width} * 3;
  SANAD_TRY(const Bytes rows, unpack(packed.packed, (stride + 1) * grid.height));
  Picture picture{grid.width, grid.height, {}};
  picture.pixels.reserve(stride * grid.height);
  for (std::size_t at = 0; at < rows.size(); at += stride + 1) {
    if (rows[at] != kUp) return other_form("a row has another filter");
    for (std::size_t i = 1; i <= stride; ++i) {
      const std::size_t done = picture.pixels.size();
      const int above = done >= stride ? picture.pixels[done - stride] : 0;
      picture.pixels.push_back(static_cast<std::uint8_t>(rows[at + i] + above));
    }
  }
  return picture;
}

}  // namespace sanad::redaction
