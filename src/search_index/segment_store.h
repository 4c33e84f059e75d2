// Where segments lie. Two implementations: SQLite and PostgreSQL.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::search_index {

// A segment is one row of bytes, cut into chunks of this size but for the last.
inline constexpr std::size_t kChunkBytes = 32 * 1024;
// Of segments and of what they hold; rises with either.
inline constexpr int kSegmentVersion = 1;

struct SegmentRow {
  std::uint64_t id = 0;
  std::uint64_t bytes = 0;
  std::uint32_t documents = 0;
  friend bool operator==(const SegmentRow&, const SegmentRow&) = default;
};

class SegmentStore {
 public:
  virtual ~SegmentStore() = default;

  // Reading sees one state until commit(); writing waits for another writer.
  virtual Result<void> begin_read() = 0;
  virtual Result<void> begin_write() = 0;
  virtual Result<void> commit() = 0;
  virtual void rollback() = 0;

  virtual Result<std::vector<SegmentRow>> segments() = 0;  // by id
  // Never given twice, so that what is cached of a segment stays true.
  virtual Result<std::uint64_t> next_id() = 0;
  // kIntegrity if it is missing or not what was put.
  virtual Result<Bytes> chunk(std::uint64_t segment, std::uint32_t number) = 0;
  virtual Result<void> put_chunk(std::uint64_t segment, std::uint32_t number, ByteView bytes) = 0;
  virtual Result<void> put_segment(const SegmentRow& row) = 0;
  virtual Result<void> remove_segment(std::uint64_t id) = 0;

  // Outside a transaction: what was removed is gone from the files too.
  virtual Result<void> purge() = 0;
  // What the database itself finds damaged.
  virtual Result<void> check() = 0;
};

Result<std::unique_ptr<SegmentStore>> open_sqlite_store(const std::string& path);
Result<std::unique_ptr<SegmentStore>> open_postgres_store(const std::string& connection,
                                                          const std::string& name);

// The version that an index states: of segments, of tokens and of folding.
int index_version();

Error damaged(std::string_view what);

// A sum over bytes against damage, not against forgers.
std::uint64_t checksum(ByteView bytes);

}  // namespace sanad::search_index
