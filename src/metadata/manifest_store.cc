// Where formats keep a manifest store: C2PA 2.1, appendix A.
#include <algorithm>
#include <map>

#include "metadata/content_credentials.h"

namespace sanad::metadata {
namespace {

using namespace std::string_view_literals;

std::uint64_t big_endian(ByteView bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) value = value << 8U | byte;
  return value;
}
std::uint64_t little_endian(ByteView bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8U | bytes[i];
  return value;
}

void append(Bytes& out, ByteView bytes) {
  if (out.size() + bytes.size() <= kMaxStoreBytes)
    out.insert(out.end(), bytes.begin(), bytes.end());
}

// APP11 segments: "JP", the number of the box, the number of the piece, and a piece of the box that
// begins with the box's own header each time (ISO/IEC 18477-3, annex B).
Bytes of_jpeg(ByteView file) {
  constexpr std::size_t kPieceHead = 8, kBoxHead = 8;
  std::map<std::uint64_t, std::map<std::uint64_t, ByteView>> boxes;
  std::size_t at = 2;
  while (at + 4 <= file.size() && file[at] == 0xFF) {
    const std::uint8_t marker = file[at + 1];
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    if (marker == 0xDA || marker == 0xD9) break;
    const std::size_t size = big_endian(file.subspan(at + 2, 2));
    if (size < 2 || size > file.size() - at - 2) break;
    const ByteView segment = file.subspan(at + 4, size - 2);
    if (marker == 0xEB && segment.size() >= kPieceHead + kBoxHead &&
        as_text(segment).starts_with("JP") && as_text(segment.subspan(12, 4)) == "jumb")
      boxes[big_endian(segment.subspan(2, 2))][big_endian(segment.subspan(4, 4))] =
          segment.subspan(kPieceHead);
    at += 2 + size;
  }
  for (const auto& [number, pieces] : boxes) {
    Bytes store;
    for (const auto& [order, piece] : pieces) {
      // A size of 1 says that a longer one follows the type.
      const std::size_t head = big_endian(piece.first(4)) == 1 ? kBoxHead + 8 : kBoxHead;
      append(store, store.empty() ? piece : piece.subspan(std::min(head, piece.size())));
    }
    if (as_text(store).find("c2pa\0"sv) != std::string_view::npos) return store;
  }
  return {};
}

Bytes of_png(ByteView file) {
  for (std::size_t at = 8; at + 12 <= file.size();) {
    const std::uint64_t size = big_endian(file.subspan(at, 4));
    if (size > file.size() - at - 12) break;
    Bytes store;
    if (as_text(file.subspan(at + 4, 4)) == "caBX") append(store, file.subspan(at + 8, size));
    if (!store.empty()) return store;
    at += 12 + size;
  }
  return {};
}

Bytes of_riff(ByteView file) {
  for (std::size_t at = 12; at + 8 <= file.size();) {
    const std::uint64_t size = little_endian(file.subspan(at + 4, 4));
    if (size > file.size() - at - 8) break;
    Bytes store;
    if (as_text(file.subspan(at, 4)) == "C2PA") append(store, file.subspan(at + 8, size));
    if (!store.empty()) return store;
    at += 8 + size + size % 2;
  }
  return {};
}

// A full box: version and flags, a purpose ended by zero, for "manifest" 8 bytes more.
Bytes of_uuid_box(ByteView content) {
  constexpr auto kManifest = "manifest\0"sv;
  if (content.size() < 4 || !as_text(content.subspan(4)).starts_with(kManifest)) return {};
  const ByteView rest = content.subspan(4 + kManifest.size());
  Bytes store;
  if (rest.size() > 8) append(store, rest.subspan(8));
  return store;
}

Bytes of_base_media(ByteView file) {
  constexpr auto kUuid = "\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81"sv;
  for (std::size_t at = 0; at + 8 <= file.size();) {
    std::uint64_t size = big_endian(file.subspan(at, 4));
    std::size_t head = 8;
    if (size == 1 && at + 16 <= file.size()) {
      size = big_endian(file.subspan(at + 8, 8));
      head = 16;
    }
    if (size == 0) size = file.size() - at;
    if (size < head || size > file.size() - at) break;
    const ByteView content = file.subspan(at + head, size - head);
    if (as_text(file.subspan(at + 4, 4)) == "uuid" && as_text(content).starts_with(kUuid)) {
      Bytes store = of_uuid_box(content.subspan(kUuid.size()));
      if (!store.empty()) return store;
    }
    at += size;
  }
  return {};
}

// Tag 0xCD41 of the first directory.
Bytes of_tiff(ByteView file) {
  constexpr std::uint64_t kTag = 0xCD41;
  const bool little = file[0] == 'I';
  const auto number = [&](std::uint64_t at, std::size_t size) -> std::uint64_t {
    if (at > file.size() || file.size() - at < size) return 0;
    return little ? little_endian(file.subspan(at, size)) : big_endian(file.subspan(at, size));
  };
  const std::uint64_t directory = number(4, 4);
  const std::uint64_t entries = number(directory, 2);
  for (std::uint64_t i = 0; i < entries; ++i) {
    const std::uint64_t entry = directory + 2 + 12 * i;
    const std::uint64_t size = number(entry + 4, 4), from = number(entry + 8, 4);
    if (number(entry, 2) != kTag || size < 8 || from > file.size() || size > file.size() - from)
      continue;
    Bytes store;
    append(store, file.subspan(from, size));
    return store;
  }
  return {};
}

}  // namespace

Bytes find_manifest_store(ByteView file) {
  const std::string_view text = as_text(file);
  if (file.size() < 16) return {};
  if (text.starts_with("\xFF\xD8\xFF")) return of_jpeg(file);
  if (text.starts_with("\x89PNG")) return of_png(file);
  if (text.starts_with("RIFF")) return of_riff(file);
  if (text.starts_with("II*\0"sv) || text.starts_with("MM\0*"sv)) return of_tiff(file);
  if (text.substr(4, 4) == "ftyp") return of_base_media(file);
  return {};
}

}  // namespace sanad::metadata
