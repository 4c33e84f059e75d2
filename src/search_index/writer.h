// A segment, written from its first byte to its last.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "postings.h"
#include "segment_store.h"

namespace sanad::search_index {

struct DocumentRow {
  std::uint64_t id = 0;
  std::optional<std::int64_t> at_ms;
};

// Terms in ascending order, then finish(). Memory: the dictionary and one term's postings.
class SegmentWriter {
 public:
  // store: in a write transaction until finish() returns.
  SegmentWriter(SegmentStore& store, std::uint64_t id) : store_(store), row_{id, 0, 0} {}

  Result<void> add(std::string_view term, const std::vector<Posting>& postings);
  // documents: by id, ascending.
  Result<SegmentRow> finish(const std::vector<DocumentRow>& documents);

 private:
  struct Sound {
    std::uint32_t key;
    std::uint32_t term;
    friend auto operator<=>(const Sound&, const Sound&) = default;
  };
  void put_term(std::string_view term, std::size_t documents);
  Result<void> flush(bool all);

  SegmentStore& store_;
  SegmentRow row_;
  Bytes waiting_;
  std::uint64_t written_ = 0;
  std::uint32_t chunks_ = 0;
  Bytes dictionary_;
  std::string last_term_;
  std::uint64_t last_offset_ = 0;
  std::uint32_t terms_ = 0;
  std::vector<Sound> sounds_;
};

}  // namespace sanad::search_index
