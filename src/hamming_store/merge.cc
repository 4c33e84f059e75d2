// Merging: what is fresh becomes a segment, together with segments that are not much larger, so
// that their number grows with the logarithm of the rows.
#include <algorithm>
#include <limits>
#include <unordered_set>

#include "state.h"

namespace sanad::hamming_store {
namespace {

constexpr std::uint64_t kGrowth = 4;  // a segment joins if it has at most so many times the rows

struct Inputs {
  std::vector<Segment> segments;
  std::vector<FreshRun> frozen;
  std::uint64_t sequence = 0;  // changes up to here are in the result
  std::uint64_t rows = 0;
};

Inputs choose(const Snapshot& snapshot, std::uint64_t sequence) {
  Inputs inputs{{}, snapshot.frozen, sequence, 0};
  for (const FreshRun& run : inputs.frozen) inputs.rows += run.rows->index().rows();
  auto segments = snapshot.segments;
  std::sort(segments.begin(), segments.end(), [](const Segment& a, const Segment& b) {
    return a.file->index().rows() < b.file->index().rows();
  });
  const bool all = snapshot.removals.size() >= kRemovedWanted;
  for (Segment& segment : segments) {
    const std::uint64_t rows = segment.file->index().rows();
    const bool joins = all || rows <= kGrowth * inputs.rows ||
                       (inputs.segments.empty() && inputs.frozen.empty() && segments.size() > 1);
    if (!joins || inputs.rows + rows > hamming::kRowsMax) break;
    inputs.rows += rows;
    inputs.segments.push_back(std::move(segment));
  }
  // One segment with nothing to join or to drop stays as it is.
  if (inputs.frozen.empty() && inputs.segments.size() == 1 && !all) inputs.segments.clear();
  return inputs;
}

std::vector<hamming::Entry> rows_of(const Inputs& inputs, const RemovalRuns& removals) {
  std::vector<hamming::Entry> rows;
  rows.reserve(inputs.rows);
  const auto take = [&](const hamming::Index& index, std::uint64_t sequence) {
    for (std::uint64_t row = 0; row < index.rows(); ++row) {
      const hamming::Entry entry = index.row(row);
      if (!removals.hides(entry.number, sequence)) rows.push_back(entry);
    }
  };
  for (const Segment& part : inputs.segments) take(part.file->index(), part.listed.sequence);
  for (const FreshRun& part : inputs.frozen) take(part.rows->index(), part.sequence);
  return rows;
}

// The snapshot with the inputs replaced by what they became.
Snapshot replaced(const Snapshot& before, const Inputs& inputs, std::optional<Segment> merged) {
  std::unordered_set<std::uint64_t> gone;
  for (const Segment& segment : inputs.segments) gone.insert(segment.listed.number);
  Snapshot next;
  std::uint64_t oldest = std::numeric_limits<std::uint64_t>::max();
  for (const Segment& segment : before.segments) {
    if (!gone.contains(segment.listed.number)) next.segments.push_back(segment);
  }
  if (merged) next.segments.push_back(std::move(*merged));
  for (const Segment& segment : next.segments) oldest = std::min(oldest, segment.listed.sequence);
  next.fresh = before.fresh;
  next.removals = before.removals.after(oldest);
  return next;
}

}  // namespace

Result<bool> SegmentSet::merge() {
  State& state = *state_;
  const std::lock_guard merging(state.merging);
  Inputs inputs;
  std::shared_ptr<const Snapshot> begun;
  std::uint64_t number = 0;
  std::uint64_t next_log = 0;
  {
    const std::lock_guard changing(state.changing);
    SANAD_CHECK(state.usable());
    Snapshot next = *state.current();
    if (!next.fresh.empty()) {
      SANAD_CHECK(state.begin_log(state.log_number + 1));
      for (FreshRun& run : next.fresh) {
        run.sequence = state.sequence;
        next.frozen.push_back(std::move(run));
      }
      next.fresh.clear();
      state.publish(std::move(next));
    }
    begun = state.current();
    inputs = choose(*begun, state.sequence);
    if (inputs.segments.empty() && inputs.frozen.empty()) return false;
    number = state.next_segment++;
    next_log = state.log_number;
  }
  auto rows = rows_of(inputs, begun->removals);
  std::optional<Segment> merged;
  if (!rows.empty()) {
    SANAD_TRY(merged, state.write_segment(number, inputs.sequence, std::move(rows)));
  }
  std::uint64_t old_log = 0;
  {
    const std::lock_guard changing(state.changing);
    SANAD_CHECK(state.usable());
    Snapshot next = replaced(*state.current(), inputs, std::move(merged));
    old_log = state.first_log;
    if (!inputs.frozen.empty()) {
      state.first_log = next_log;
      state.log_sequence = inputs.sequence;
    }
    SANAD_CHECK(state.write_manifest(next));
    state.publish(std::move(next));
  }
  state.sweep_logs(old_log);
  for (const Segment& segment : inputs.segments) {
    // Snapshots that still use it keep their mapping. What stays is swept when the set is opened.
    if (!state.fs.remove(state.directory / segment_name(segment.listed.number))) break;
  }
  return true;
}

}  // namespace sanad::hamming_store
