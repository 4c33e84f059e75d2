// PNG (ISO/IEC 15948) as far as it is needed here: 8 bits, RGB, not interlaced, each row as what
// differs from the row above.
#include <zlib.h>

#include <array>

#include "extract/extract.h"

namespace sanad::extract {
namespace {

constexpr int kLevel = 4;  // of deflate: pictures are looked at once, so speed counts
constexpr std::uint8_t kUp = 2;
constexpr std::array<std::uint8_t, 8> kSignature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

void put(Bytes& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void put_chunk(Bytes& out, std::string_view type, ByteView data) {
  put(out, static_cast<std::uint32_t>(data.size()));
  const std::size_t begin = out.size();
  out.insert(out.end(), type.begin(), type.end());
  out.insert(out.end(), data.begin(), data.end());
  const uLong sum = ::crc32(0, out.data() + begin, static_cast<uInt>(out.size() - begin));
  put(out, static_cast<std::uint32_t>(sum));
}

Bytes filtered(const Preview& picture) {
  const std::size_t stride = static_cast<std::size_t>(picture.width) * 3;
  Bytes out;
  out.reserve((stride + 1) * static_cast<std::size_t>(picture.height));
  for (std::size_t at = 0; at < picture.pixels.size(); at += stride) {
    out.push_back(kUp);
    for (std::size_t i = at; i < at + stride; ++i) {
      const int above = i >= stride ? picture.pixels[i - stride] : 0;
      out.push_back(static_cast<std::uint8_t>(picture.pixels[i] - above));
    }
  }
  return out;
}

}  // namespace

Result<Bytes> format_png(const Preview& picture) {
  const Bytes rows = filtered(picture);
  uLongf size = ::compressBound(static_cast<uLong>(rows.size()));
  Bytes packed(size);
  if (::compress2(packed.data(), &size, rows.data(), static_cast<uLong>(rows.size()), kLevel) !=
      Z_OK) {
    return Error{ErrorCode::kUnavailable, "there is no memory for the picture; try again later"};
  }
  packed.resize(size);
  Bytes head;
  put(head, static_cast<std::uint32_t>(picture.width));
  put(head, static_cast<std::uint32_t>(picture.height));
  head.insert(head.end(), {8, 2, 0, 0, 0});  // bits, RGB, deflate, filters, not interlaced
  Bytes out(kSignature.begin(), kSignature.end());
  put_chunk(out, "IHDR", head);
  put_chunk(out, "IDAT", packed);
  put_chunk(out, "IEND", {});
  return out;
}

}  // namespace sanad::extract
