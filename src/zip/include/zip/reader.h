// Reads zip archives that may be hostile. It accepts one reading of an archive only: what the
// directory says, what the local headers say and where the bytes lie must agree, entries fill the
// archive without gap or overlap, and nothing precedes, follows or hides.
//
// Refused (kInvalid): bytes before, after or between entries; comments; several disks; encryption;
// methods other than stored and deflated; names that check_name() refuses, names not in UTF-8,
// names given twice (see NameSet); symbolic links and special files; extra fields that rename an
// entry. Refused (kLimit): more than the caller's limits, from the declared sizes, before anything
// is unpacked; an entry that unpacks to more than it declared is kIntegrity and stops there.
//
// Memory grows with the number of entries, never with their size. Not thread-safe.
// Source: PKWARE APPNOTE 6.3.10. Tested by zip_test.cc; fuzzed by zip_fuzz.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"
#include "zip/writer.h"

namespace sanad::zip {

inline constexpr std::uint64_t kMaxDirectoryBytes = 128ULL << 20;

struct Limits {
  std::size_t max_entries = kMaxEntries;
  std::uint64_t max_entry_bytes = 64ULL << 30;   // unpacked
  std::uint64_t max_total_bytes = 256ULL << 30;  // unpacked, all entries together
  // Unpacked bytes for each packed byte, for entries that unpack to more than kRatioFreeBytes.
  // Deflate cannot exceed 1032.
  std::uint64_t max_ratio = 200;
};
inline constexpr std::uint64_t kRatioFreeBytes = 1ULL << 20;

struct Entry {
  std::string name;
  Method method = Method::kStored;
  std::uint32_t crc32 = 0;
  std::uint64_t size = 0;
  std::uint64_t compressed_size = 0;
  std::uint64_t header_offset = 0;
  std::uint64_t data_offset = 0;
  bool is_folder = false;  // name ends in "/", no content
};

class Reader {
 public:
  // Checks the whole structure (every header, no content). source outlives the reader and what it
  // opens.
  static Result<Reader> open(RandomSource& source, const Limits& limits);

  // In the order in which they lie in the archive.
  const std::vector<Entry>& entries() const { return entries_; }
  const Entry* find(std::string_view name) const;  // borrowed, null if absent

  // The content from its first byte. kIntegrity from read() if it is not what was declared: too
  // long, too short, another CRC-32, or not a deflate stream. The CRC is known to be right only
  // once read() has answered 0.
  Result<std::unique_ptr<ByteSource>> open_entry(const Entry& entry) const;

  // The whole content; kLimit if it is longer than max_bytes.
  Result<Bytes> read_all(const Entry& entry, std::uint64_t max_bytes) const;

 private:
  RandomSource* source_ = nullptr;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> by_name_;
};

}  // namespace sanad::zip
