// What a lookup works on: parts that do not change any more, and the removals that apply to them.
#pragma once

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "hamming_store/index_file.h"
#include "records.h"

namespace sanad::hamming_store {

// Sorted values in a few runs of falling size: adding copies each value a logarithmic number of
// times, and never changes what an older snapshot holds.
class RemovalRuns {
 public:
  RemovalRuns with(std::vector<Removal> removals) const {
    if (removals.empty()) return *this;
    RemovalRuns result = *this;
    std::sort(removals.begin(), removals.end());
    while (!result.runs_.empty() && result.runs_.back()->size() <= 2 * removals.size()) {
      const auto& last = *result.runs_.back();
      std::vector<Removal> merged(last.size() + removals.size());
      std::merge(last.begin(), last.end(), removals.begin(), removals.end(), merged.begin());
      removals = std::move(merged);
      result.runs_.pop_back();
    }
    result.runs_.push_back(std::make_shared<const std::vector<Removal>>(std::move(removals)));
    return result;
  }

  // Only those after `sequence`.
  RemovalRuns after(std::uint64_t sequence) const {
    std::vector<Removal> kept;
    for (const Removal& removal : all()) {
      if (removal.sequence > sequence) kept.push_back(removal);
    }
    return RemovalRuns{}.with(std::move(kept));
  }

  // Whether `number` was removed after `sequence`.
  bool hides(std::uint32_t number, std::uint64_t sequence) const {
    for (const auto& run : runs_) {
      // The last of the number's has the highest sequence.
      const Removal greatest{number, std::numeric_limits<std::uint64_t>::max()};
      const auto after = std::upper_bound(run->begin(), run->end(), greatest);
      if (after == run->begin()) continue;
      const Removal& last = *std::prev(after);
      if (last.number == number && last.sequence > sequence) return true;
    }
    return false;
  }

  std::vector<Removal> all() const {
    std::vector<Removal> all;
    for (const auto& run : runs_) all.insert(all.end(), run->begin(), run->end());
    std::sort(all.begin(), all.end());
    return all;
  }

  std::size_t size() const {
    std::size_t size = 0;
    for (const auto& run : runs_) size += run->size();
    return size;
  }

 private:
  std::vector<std::shared_ptr<const std::vector<Removal>>> runs_;
};

// A few fingerprints, laid out in memory as in a file.
class MemoryIndex {
 public:
  static Result<std::shared_ptr<const MemoryIndex>> create(std::vector<hamming::Entry> entries,
                                                           hamming::Kernel kernel) {
    MemorySink sink;
    SANAD_CHECK(hamming::write_index(std::move(entries), sink));
    Bytes bytes = sink.take();
    SANAD_TRY(auto index, hamming::Index::open(bytes, kernel));
    return std::shared_ptr<const MemoryIndex>(
        std::make_shared<MemoryIndex>(std::move(bytes), std::move(index)));
  }
  // Moving bytes leaves them where they are, so the index still fits.
  MemoryIndex(Bytes bytes, hamming::Index index)
      : bytes_(std::move(bytes)), index_(std::move(index)) {}
  const hamming::Index& index() const { return index_; }

 private:
  Bytes bytes_;
  hamming::Index index_;
};

struct Segment {
  std::shared_ptr<const IndexFile> file;
  ListedSegment listed;
};

// Fresh rows; those that a merge has begun with count as older than any later removal.
struct FreshRun {
  std::shared_ptr<const MemoryIndex> rows;
  std::uint64_t sequence = std::numeric_limits<std::uint64_t>::max();
};

struct Snapshot {
  std::vector<Segment> segments;
  std::vector<FreshRun> frozen;
  std::vector<FreshRun> fresh;
  RemovalRuns removals;

  // Calls visit(index, sequence) for each part until it fails.
  template <typename Visit>
  Result<void> each_part(Visit visit) const {
    for (const Segment& part : segments) {
      SANAD_CHECK(visit(part.file->index(), part.listed.sequence));
    }
    for (const FreshRun& part : frozen) SANAD_CHECK(visit(part.rows->index(), part.sequence));
    for (const FreshRun& part : fresh) SANAD_CHECK(visit(part.rows->index(), part.sequence));
    return {};
  }
};

}  // namespace sanad::hamming_store
