// Reads WARC files that may be hostile or cut: gzip members or plain, WARC 0.17 to 1.1.
//
//   warc::Reader reader(source, {});
//   while (true) {
//     SANAD_TRY(auto record, reader.next());
//     if (!record) break;
//     ... reader.read_block(buffer) until 0 ...
//     SANAD_TRY(auto end, reader.finish_record());   // optional: sizes and digests
//   }
//   for (const Damage& damage : reader.damages()) ...
//
// Damage costs the record in which it lies, never those before it. Where the rest of a gzip member
// is intact, reading goes on with the next member; else it ends there. next() answers nothing at
// the end in either case: damages() tells them apart. Memory is constant but for one header and the
// list of damages. Not thread-safe. Source: ISO 28500:2017. Tested by warc_test.cc; fuzzed by
// warc_fuzz.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/stream.h"
#include "warc/record.h"

namespace sanad::warc {

inline constexpr std::size_t kMaxDamages = 1000;

struct ReaderLimits {
  std::uint64_t max_records = 1'000'000;
  std::uint64_t max_record_bytes = 64ULL << 30;  // a block's length
  std::uint64_t max_total_bytes = 256ULL << 30;  // unpacked, all records together
  // A record that lacks a field which the standard demands, or has it twice, is given, with a
  // damage that says so. Its length must be told all the same, and be one.
  bool gives_incomplete = false;
};

struct Record {
  std::string version;  // "WARC/1.1"
  std::vector<Field> fields;
  std::uint64_t content_length = 0;
  // In the file: of the gzip member that it starts in, or of its first byte in a plain file.
  std::uint64_t offset = 0;

  // Names are compared without regard to case. Empty if absent.
  std::string_view field(std::string_view name) const;
  std::vector<std::string_view> all_fields(std::string_view name) const;
  std::string_view type() const { return field("WARC-Type"); }
  // The id without its angle brackets.
  std::string_view id() const;
  // Its block is a message of HTTP where it is a request, a response or a revisit: as it says, or,
  // where it has no Content-Type (section 6.3), by its address.
  bool is_http() const;
};

enum class DigestCheck { kMatches, kDiffers, kAbsent, kUnknownForm };

struct RecordEnd {
  std::uint64_t length = 0;  // in the file; 0 if the record shares its gzip member with others
  DigestCheck block = DigestCheck::kAbsent;
  DigestCheck payload = DigestCheck::kAbsent;  // of HTTP messages and resources only
};

struct Damage {
  std::uint64_t offset = 0;  // of the record, as in Record::offset
  std::string reason;
};

class Reader {
 public:
  // source outlives the reader.
  Reader(ByteSource& source, const ReaderLimits& limits);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // The next record; what is left of the last one is skipped. Nothing at the end.
  // kLimit, or what the source answers; damage is not an error here.
  Result<std::optional<Record>> next();

  // The next bytes of the current record's block; 0 at its end. kIntegrity: damage, also in
  // damages().
  Result<std::size_t> read_block(std::span<std::uint8_t> out);

  // Reads the rest of the record and checks it. Once a record. kIntegrity as read_block().
  Result<RecordEnd> finish_record();

  const std::vector<Damage>& damages() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sanad::warc
