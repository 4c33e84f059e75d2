// Writes a WARC 1.1 file as a stream: each record its own gzip member, memory constant whatever a
// record's length. The same calls give the same bytes (with the same zlib). Not thread-safe.
// Tested by warc_test.cc; fuzzed by warc_fuzz.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/stream.h"
#include "warc/block.h"
#include "warc/record.h"

namespace sanad::warc {

enum class FileForm { kGzip, kPlain };

struct WrittenRecord {
  std::string id;
  std::uint64_t offset = 0;  // of the record's first byte in the file
  std::uint64_t length = 0;  // in the file, so compressed
  Digest256 sha256{};        // of those bytes
  Digest256 block_sha256{};
  std::optional<Digest256> payload_sha256 = {};
};

class Writer {
 public:
  // sink outlives the writer.
  explicit Writer(ByteSink& sink, FileForm form = FileForm::kGzip);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Writes one record. kInvalid: the header is wrong; nothing was written and the file can go on.
  // kIntegrity: the block is not what facts say; this and any error of the sink or the body end the
  // file: its last record is cut, all before it stay readable.
  Result<WrittenRecord> write(const RecordHeader& header, const Block& block);

  std::uint64_t offset() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sanad::warc
