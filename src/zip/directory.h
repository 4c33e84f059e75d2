// Reading a hostile archive's directory: the steps behind Reader::open().
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "base/stream.h"
#include "zip/reader.h"

namespace sanad::zip {

// One entry with what the local header must repeat.
struct Listed {
  Entry entry;
  std::uint16_t flags = 0;
  std::uint16_t time = 0;
  std::uint16_t date = 0;
};

struct Directory {
  std::uint64_t offset = 0;  // of its first byte: where the last entry must end
  std::vector<Listed> listed;
};

// Reads the end record and every entry of the directory; data_offset is still unknown.
Result<Directory> read_directory(RandomSource& source, const Limits& limits);

// Sorts the entries by their place, checks each local header against the directory and that entries
// follow each other without gap or overlap, and fills in data_offset.
Result<void> check_layout(RandomSource& source, Directory& directory);

// Exactly size bytes from offset; kInvalid if the source ends before.
Result<Bytes> read_exactly(RandomSource& source, std::uint64_t offset, std::size_t size);

Error refuse(std::string_view reason);

}  // namespace sanad::zip
