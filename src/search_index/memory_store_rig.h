// Segments in memory, for tests and fuzzing.
#pragma once

#include <map>

#include "segment_store.h"

namespace sanad::search_index {

class MemoryStore final : public SegmentStore {
 public:
  Result<void> begin_read() override { return {}; }
  Result<void> begin_write() override { return {}; }
  Result<void> commit() override { return {}; }
  void rollback() override {}
  Result<std::vector<SegmentRow>> segments() override { return rows; }
  Result<std::uint64_t> next_id() override { return ++last_id; }
  Result<Bytes> chunk(std::uint64_t segment, std::uint32_t number) override {
    const auto found = chunks.find({segment, number});
    if (found == chunks.end()) return damaged("a chunk is missing");
    return found->second;
  }
  Result<void> put_chunk(std::uint64_t segment, std::uint32_t number, ByteView bytes) override {
    chunks[{segment, number}] = Bytes(bytes.begin(), bytes.end());
    return {};
  }
  Result<void> put_segment(const SegmentRow& row) override {
    rows.push_back(row);
    return {};
  }
  Result<void> remove_segment(std::uint64_t id) override {
    std::erase_if(rows, [&](const SegmentRow& row) { return row.id == id; });
    return {};
  }
  Result<void> purge() override { return {}; }
  Result<void> check() override { return {}; }

  std::vector<SegmentRow> rows;
  std::map<std::pair<std::uint64_t, std::uint32_t>, Bytes> chunks;
  std::uint64_t last_id = 0;
};

}  // namespace sanad::search_index
