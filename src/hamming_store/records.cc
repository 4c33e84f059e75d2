#include "records.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/crypto.h"

namespace sanad::hamming_store {
namespace {

constexpr std::string_view kFrameMagic = "SNDH";
constexpr std::size_t kChecksumAt = 16;
constexpr std::size_t kChecksumSize = 16;
constexpr std::uint8_t kAdds = 1;
constexpr std::uint8_t kRemoves = 2;

constexpr std::string_view kManifestMagic = "SANADHM1";
constexpr std::uint32_t kManifestVersion = 1;
constexpr std::size_t kManifestHead = 8 + 4 + 3 * 8 + 4 + 4;
constexpr std::size_t kSegmentSize = 3 * 8 + 32;
constexpr std::size_t kRemovalSize = 4 + 8;
constexpr std::size_t kDigestSize = 32;

template <typename T>
void put(Bytes& out, T value) {
  for (std::size_t i = 0; i < sizeof value; ++i) {
    out.push_back(static_cast<std::uint8_t>(std::uint64_t{value} >> (8 * i)));
  }
}

template <typename T>
T get(ByteView bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) value |= std::uint64_t{bytes[at + i]} << (8 * i);
  return static_cast<T>(value);
}

Bytes checksum(ByteView header, ByteView payload) {
  crypto::Hasher hasher(crypto::Hasher::Algorithm::kSha256);
  hasher.update(header.first(kChecksumAt));
  hasher.update(payload);
  Bytes digest = hasher.finish();
  digest.resize(kChecksumSize);
  return digest;
}

Error damaged(std::string_view what) {
  return {ErrorCode::kIntegrity,
          fmt::format("The manifest of this fingerprint index is damaged ({}): restore it from a "
                      "backup, or build the index again from its lists.",
                      what)};
}

}  // namespace

Bytes format_change(const Change& change) {
  Bytes payload;
  payload.push_back(change.removed.empty() ? kAdds : kRemoves);
  payload.reserve(1 + change.added.size() * kEntrySize + change.removed.size() * 4);
  for (const hamming::Entry& entry : change.added) {
    for (const std::uint64_t word : entry.fingerprint) put(payload, word);
    put(payload, entry.number);
  }
  for (const std::uint32_t number : change.removed) put(payload, number);
  Bytes frame = to_bytes(kFrameMagic);
  frame.reserve(kFrameHeaderSize + payload.size());
  put(frame, static_cast<std::uint32_t>(payload.size()));
  put(frame, change.sequence);
  const Bytes sum = checksum(frame, payload);
  frame.insert(frame.end(), sum.begin(), sum.end());
  frame.insert(frame.end(), payload.begin(), payload.end());
  return frame;
}

std::optional<std::pair<Change, std::size_t>> parse_change(ByteView bytes) {
  if (bytes.size() < kFrameHeaderSize || as_text(bytes.first(4)) != kFrameMagic) {
    return std::nullopt;
  }
  const auto size = get<std::uint32_t>(bytes, 4);
  if (size < 1 || size > 1 + kAddMax * kEntrySize || size > bytes.size() - kFrameHeaderSize) {
    return std::nullopt;
  }
  const ByteView payload = bytes.subspan(kFrameHeaderSize, size);
  if (!std::ranges::equal(checksum(bytes, payload), bytes.subspan(kChecksumAt, kChecksumSize))) {
    return std::nullopt;
  }
  const std::size_t unit = payload[0] == kAdds ? kEntrySize : 4;
  if ((payload[0] != kAdds && payload[0] != kRemoves) || (size - 1) % unit != 0 || size == 1) {
    return std::nullopt;
  }
  Change change;
  change.sequence = get<std::uint64_t>(bytes, 8);
  for (std::size_t at = 1; at < size; at += unit) {
    if (payload[0] == kRemoves) {
      change.removed.push_back(get<std::uint32_t>(payload, at));
      continue;
    }
    hamming::Entry entry;
    for (std::size_t i = 0; i < 4; ++i) {
      entry.fingerprint[i] = get<std::uint64_t>(payload, at + 8 * i);
    }
    entry.number = get<std::uint32_t>(payload, at + 32);
    change.added.push_back(entry);
  }
  return std::pair{std::move(change), kFrameHeaderSize + size};
}

bool has_change_later(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  for (std::size_t at = text.find(kFrameMagic, 1); at != std::string_view::npos;
       at = text.find(kFrameMagic, at + 1)) {
    if (parse_change(bytes.subspan(at))) return true;
  }
  return false;
}

Bytes format_manifest(const Manifest& manifest) {
  Bytes out = to_bytes(kManifestMagic);
  put(out, kManifestVersion);
  put(out, manifest.first_log);
  put(out, manifest.sequence);
  put(out, manifest.next_segment);
  put(out, static_cast<std::uint32_t>(manifest.segments.size()));
  put(out, static_cast<std::uint32_t>(manifest.removals.size()));
  for (const ListedSegment& segment : manifest.segments) {
    put(out, segment.number);
    put(out, segment.sequence);
    put(out, segment.size_bytes);
    out.insert(out.end(), segment.footer_digest.begin(), segment.footer_digest.end());
  }
  for (const Removal& removal : manifest.removals) {
    put(out, removal.number);
    put(out, removal.sequence);
  }
  const Digest256 digest = crypto::sha256(out);
  out.insert(out.end(), digest.begin(), digest.end());
  return out;
}

Result<Manifest> parse_manifest(ByteView bytes) {
  if (bytes.size() < kManifestHead + kDigestSize) return damaged("it is too short");
  const ByteView body = bytes.first(bytes.size() - kDigestSize);
  if (as_text(body.first(8)) != kManifestMagic) return damaged("it does not begin as one");
  if (!std::ranges::equal(crypto::sha256(body), bytes.last(kDigestSize))) {
    return damaged("its digest");
  }
  if (const auto version = get<std::uint32_t>(body, 8); version != kManifestVersion) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("The manifest of this fingerprint index has format {}, and this "
                             "program reads format {}: use a newer one.",
                             version, kManifestVersion)};
  }
  const std::uint64_t segments = get<std::uint32_t>(body, 36);
  const std::uint64_t removals = get<std::uint32_t>(body, 40);
  if (body.size() != kManifestHead + segments * kSegmentSize + removals * kRemovalSize) {
    return damaged("its length");
  }
  Manifest manifest{get<std::uint64_t>(body, 12),
                    get<std::uint64_t>(body, 20),
                    get<std::uint64_t>(body, 28),
                    {},
                    {}};
  std::size_t at = kManifestHead;
  for (std::uint64_t i = 0; i < segments; ++i, at += kSegmentSize) {
    ListedSegment segment{get<std::uint64_t>(body, at),
                          get<std::uint64_t>(body, at + 8),
                          get<std::uint64_t>(body, at + 16),
                          {}};
    std::ranges::copy(body.subspan(at + 24, kDigestSize), segment.footer_digest.begin());
    if (segment.number >= manifest.next_segment) return damaged("a segment's number");
    manifest.segments.push_back(segment);
  }
  for (std::uint64_t i = 0; i < removals; ++i, at += kRemovalSize) {
    manifest.removals.push_back({get<std::uint32_t>(body, at), get<std::uint64_t>(body, at + 4)});
  }
  return manifest;
}

}  // namespace sanad::hamming_store
