// The zip that a bundle is: one plain form (docs/formats/bundle.md, "The zip profile"), in which
// every header follows from name, size, CRC-32 and offset. So this computes what each header must
// be and compares; there is nothing else to interpret.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"

namespace sanad::verifier {

struct File {
  std::string path;  // below the top folder
  std::uint64_t size = 0;
  std::uint32_t crc32 = 0;
  std::uint64_t start = 0;  // of its bytes in the zip

  // Filled by digest_files().
  std::string sha256;
  std::string sha512;
  bool intact = false;  // the CRC-32 is that of the bytes
};

struct Container {
  std::string folder;
  std::vector<File> files;  // ascending by path

  const File* find(std::string_view path) const;
};

// True for the names that bundles use: printable ASCII that every file system keeps as it is.
bool is_plain_name(std::string_view name);

// kInvalid, with the sentence, if the zip is of another form; kLimit if beyond a limit; kIo.
Result<Container> read_container(RandomSource& source);

// Exactly size bytes from offset; kIo if the source ends before.
Result<Bytes> read_exactly(RandomSource& source, std::uint64_t offset, std::uint64_t size);

}  // namespace sanad::verifier
