// The bytes of the log and of the manifest; see docs/formats/hamming-index.md. All numbers are
// little-endian.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "hamming/fingerprint.h"
#include "hamming_store/segment_set.h"

namespace sanad::hamming_store {

inline constexpr std::size_t kFrameHeaderSize = 32;
inline constexpr std::size_t kEntrySize = 36;

// One change. Its sequence number is its place among all changes, from 1.
struct Change {
  std::uint64_t sequence = 0;
  std::vector<hamming::Entry> added;   // either these
  std::vector<std::uint32_t> removed;  // or these
};
Bytes format_change(const Change& change);

// The change at the front of bytes, and its size; nullopt if there is no whole, undamaged one.
std::optional<std::pair<Change, std::size_t>> parse_change(ByteView bytes);

// Whether a whole, undamaged change begins anywhere after the front: then what is at the front is
// no unfinished end, but damage.
bool has_change_later(ByteView bytes);

struct ListedSegment {
  std::uint64_t number = 0;
  std::uint64_t sequence = 0;  // of the last change that is in it
  std::uint64_t size_bytes = 0;
  Digest256 footer_digest{};  // the last 32 bytes of the file
  friend bool operator==(const ListedSegment&, const ListedSegment&) = default;
};

struct Removal {
  std::uint32_t number = 0;
  std::uint64_t sequence = 0;
  friend auto operator<=>(const Removal&, const Removal&) = default;
};

struct Manifest {
  std::uint64_t first_log = 1;
  std::uint64_t sequence = 0;  // of the last change before first_log
  std::uint64_t next_segment = 1;
  std::vector<ListedSegment> segments;
  std::vector<Removal> removals;
  friend bool operator==(const Manifest&, const Manifest&) = default;
};
Bytes format_manifest(const Manifest& manifest);
// kIntegrity if damaged, kInvalid if of a later version.
Result<Manifest> parse_manifest(ByteView bytes);

}  // namespace sanad::hamming_store
