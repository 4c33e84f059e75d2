// Writes a zip archive (PKWARE APPNOTE 6.3.10) as a stream: memory grows with the number of
// entries, never with their size.
//
//   zip::Writer writer(sink, {.modified = at});
//   SANAD_CHECK(writer.begin("data.bin", zip::Method::kStored));
//   SANAD_CHECK(writer.write(part));           // as often as needed
//   SANAD_TRY(auto written, writer.end());     // where it lies, its size, CRC and digests
//   SANAD_CHECK(writer.finish());
//
// The same calls with the same bytes give the same archive (deflated entries: with the same zlib).
// Choices that readers rely on:
//   - an entry whose size is not known beforehand has a data descriptor and Zip64 fields in its
//   local
//     header, in the descriptor (8-byte sizes) and in the directory, however small it turns out to
//     be;
//   - an entry has an extra field in its local header only if it has one in the directory;
//   - names are flagged as UTF-8; all files are regular, mode 0644; there are no comments.
// Not thread-safe. Tested by zip_test.cc; fuzzed by zip_fuzz.cc.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"
#include "base/time.h"
#include "zip/name.h"

namespace sanad::zip {

enum class Method : std::uint16_t { kStored = 0, kDeflated = 8 };

inline constexpr std::size_t kMaxEntries = 200'000;

struct WriterOptions {
  Timestamp modified =
      {};               // written for every entry, in UTC, to two seconds, between 1980 and 2107
  bool sha256 = false;  // digests of the content to compute on the way
  bool sha512 = false;
  int level = 6;  // of deflate, 1 (fast) to 9 (small)
};

struct Written {
  std::string name = {};
  std::uint64_t header_offset = 0;  // of the local header, from the archive's first byte
  std::uint64_t data_offset = 0;    // of the content as it lies there
  std::uint64_t size = 0;
  std::uint64_t compressed_size = 0;
  std::uint32_t crc32 = 0;
  std::optional<Digest256> sha256 = {};
  std::optional<std::array<std::uint8_t, 64>> sha512 = {};
};

class Writer {
 public:
  // sink outlives the writer.
  Writer(ByteSink& sink, WriterOptions options);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Starts an entry of unknown size. kInvalid: the name; kConflict: the name is taken; kLimit: too
  // many entries. After a refused name the archive can go on; after any other error it cannot.
  Result<void> begin(std::string_view name, Method method);
  // Starts a stored entry whose size and CRC-32 are known: no descriptor, no Zip64 below 4 GiB.
  // end() answers kIntegrity if the content was another.
  Result<void> begin_known(std::string_view name, std::uint64_t size, std::uint32_t crc32);
  Result<void> write(ByteView data);
  Result<Written> end();

  // One whole entry, compressed in memory; neither descriptor nor Zip64 sizes.
  Result<Written> add(std::string_view name, Method method, ByteView content);

  // The directory. Nothing can be added after it.
  Result<void> finish();

  // Bytes given to the sink so far.
  std::uint64_t offset() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sanad::zip
