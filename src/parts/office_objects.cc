#include "office_objects.h"

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <utility>

#include "little.h"

namespace sanad::parts {
namespace {

// MS-ODRAW 2.2.24 to 2.2.31: version, instance and type of a record, as one number of 32 bits, and
// how many digests of 16 bytes stand before the picture.
struct BlipKind {
  std::uint32_t head;
  std::size_t digests;
  bool is_metafile;
  std::string_view extension;
};
constexpr std::array<BlipKind, 18> kBlips = {{{0xF01A3D40, 1, true, "emf"},
                                              {0xF01A3D50, 2, true, "emf"},
                                              {0xF01B2160, 1, true, "wmf"},
                                              {0xF01B2170, 2, true, "wmf"},
                                              {0xF01C5420, 1, true, "pict"},
                                              {0xF01C5430, 2, true, "pict"},
                                              {0xF01D46A0, 1, false, "jpg"},
                                              {0xF01D46B0, 2, false, "jpg"},
                                              {0xF01D6E20, 1, false, "jpg"},
                                              {0xF01D6E30, 2, false, "jpg"},
                                              {0xF02A46A0, 1, false, "jpg"},
                                              {0xF02A46B0, 2, false, "jpg"},
                                              {0xF01E6E00, 1, false, "png"},
                                              {0xF01E6E10, 2, false, "png"},
                                              {0xF01F7A80, 1, false, "bmp"},
                                              {0xF01F7A90, 2, false, "bmp"},
                                              {0xF0296E40, 1, false, "tiff"},
                                              {0xF0296E50, 2, false, "tiff"}}};
constexpr std::size_t kHeadBytes = 8, kDigestBytes = 16;

const BlipKind* blip_at(ByteView stream, std::size_t at) {
  // All types are 0xF0 in their upper half.
  if (stream[at + 3] != 0xF0) return nullptr;
  const std::uint32_t head = Little(stream.subspan(at, 4)).u32();
  for (const BlipKind& kind : kBlips) {
    if (kind.head == head) return &kind;
  }
  return nullptr;
}

// The colours behind the header of a bitmap (BITMAPINFOHEADER and BITMAPCOREHEADER).
std::optional<std::uint32_t> pixels_at(ByteView dib) {
  constexpr std::uint32_t kBitFields = 3;
  Little in(dib);
  const std::uint32_t header = in.u32();
  const bool is_core = header == 12;
  if ((!is_core && header < 40) || header > dib.size()) return std::nullopt;
  in.skip(is_core ? 6 : 10);
  const std::uint16_t bits = in.u16();
  const std::uint32_t compression = is_core ? 0 : in.u32();
  in.skip(is_core ? 0 : 12);
  std::uint32_t colours = is_core ? 0 : in.u32();
  if (!in.ok() || bits > 32) return std::nullopt;
  if (colours == 0 && bits <= 8) colours = 1U << bits;
  if (colours > 256) colours = 256;
  const std::uint32_t masks = compression == kBitFields && header == 40 ? 12 : 0;
  return header + masks + colours * (is_core ? 3 : 4);
}

}  // namespace

std::string last_step(std::string_view path) {
  const std::size_t at = path.find_last_of("\\/");
  return std::string(at == std::string_view::npos ? path : path.substr(at + 1));
}

Part PictureGiver::next(std::string_view extension) {
  Part part;
  part.name = fmt::format("picture {}.{}", ++number_, extension);
  return part;
}

bool PictureGiver::give(ByteView bytes, std::string_view extension) {
  return outlet_.whole(next(extension), bytes);
}

bool PictureGiver::give_dib(ByteView dib) {
  constexpr std::uint32_t kFileHeader = 14;
  const auto pixels = pixels_at(dib);
  if (!pixels) return give(dib, "dib");
  Bytes file = {'B', 'M'};
  const auto put = [&](std::uint64_t value) {
    for (int i = 0; i < 4; ++i) file.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  put(dib.size() + kFileHeader);
  put(0);
  put(*pixels + kFileHeader);
  file.insert(file.end(), dib.begin(), dib.end());
  return give(file, "bmp");
}

bool PictureGiver::give_blips(ByteView stream) {
  constexpr std::uint32_t kMostCut = 1U << 30U;
  bool has_cut = false;  // one in each stream: heads may stand anywhere by chance
  for (std::size_t at = 0; at + kHeadBytes <= stream.size() && !outlet_.is_done();) {
    const BlipKind* kind = blip_at(stream, at);
    if (kind == nullptr) {
      ++at;
      continue;
    }
    const std::uint32_t length = Little(stream.subspan(at + 4, 4)).u32();
    const std::size_t before = kind->digests * kDigestBytes + (kind->is_metafile ? 0 : 1);
    const ByteView behind = stream.subspan(at + kHeadBytes);
    if (length <= before || length > behind.size()) {
      ++at;
      // Of a picture that is cut off there is still its beginning.
      const bool is_cut = length > behind.size() && behind.size() > before && length < kMostCut;
      if (!is_cut || std::exchange(has_cut, true)) continue;
      if (!outlet_.begin(next(kind->extension))) return false;
      (void)outlet_.data(behind.subspan(before));
      if (!outlet_.end("it is cut off")) return false;
      continue;
    }
    const ByteView picture = behind.subspan(before, length - before);
    const bool more = kind->is_metafile          ? give_metafile(picture, kind->extension)
                      : kind->extension == "bmp" ? give_dib(picture)
                                                 : give(picture, kind->extension);
    if (!more) return false;
    at += kHeadBytes + length;
  }
  return !outlet_.is_done();
}

// MS-ODRAW 2.2.31: 34 bytes of header, then the file, mostly deflated.
bool PictureGiver::give_metafile(ByteView blip, std::string_view extension) {
  constexpr std::uint8_t kDeflated = 0;
  Little in(blip);
  in.skip(28);
  const std::uint32_t saved = in.u32();
  const std::uint8_t compression = in.u8();
  in.skip(1);
  const ByteView data = in.rest().first(std::min<std::size_t>(in.rest().size(), saved));
  if (compression != kDeflated) return give(data, extension);
  if (!outlet_.begin(next(extension))) return false;
  return inflate_into(data, outlet_);
}

bool inflate_into(ByteView data, Outlet& outlet) {
  z_stream stream{};
  if (::inflateInit(&stream) != Z_OK) return outlet.end("it cannot be unpacked");
  stream.next_in = const_cast<Bytef*>(data.data());
  stream.avail_in = static_cast<uInt>(data.size());
  std::array<std::uint8_t, 1 << 16> piece;
  int status = Z_OK;
  bool is_wanted = true;
  while (status == Z_OK && is_wanted) {
    stream.next_out = piece.data();
    stream.avail_out = static_cast<uInt>(piece.size());
    status = ::inflate(&stream, Z_NO_FLUSH);
    is_wanted = outlet.data({piece.data(), piece.size() - stream.avail_out});
  }
  ::inflateEnd(&stream);
  return outlet.end(status == Z_STREAM_END || !is_wanted ? "" : "it is damaged, or cut off");
}

bool give_native(ByteView native, std::string_view otherwise, Outlet& outlet) {
  constexpr std::uint16_t kPackage = 2, kEmbedded = 3;
  Little in(native);
  Part part;
  if (in.u16() == kPackage) {
    const std::string label = last_step(as_text(in.until_zero()));
    const std::string path = last_step(as_text(in.until_zero()));
    in.skip(2);
    const std::uint16_t how = in.u16();
    in.skip(in.u32());
    const std::uint32_t length = in.u32();
    if (in.ok() && how == kEmbedded) {
      const ByteView bytes = in.take(length);
      part.name = !label.empty() ? label : path;
      if (part.name.empty()) part.name = otherwise;
      if (in.ok()) return outlet.whole(std::move(part), bytes);
      if (!outlet.begin(std::move(part))) return false;
      (void)outlet.data(bytes);
      return outlet.end("it is cut off");
    }
  }
  part.name = otherwise;
  return outlet.whole(std::move(part), native);
}

}  // namespace sanad::parts
