#include "hamming_store/segment_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "state.h"

namespace sanad::hamming_store {
namespace {

using hamming::Entry;
using hamming::Match;

Error too_many(std::size_t count) {
  return {ErrorCode::kLimit,
          fmt::format("At most {} changes are taken at once, and these are {}: import them as a "
                      "list, or split them.",
                      kAddMax, count)};
}

void order(std::vector<Match>& matches) {
  std::sort(matches.begin(), matches.end());
  matches.erase(std::unique(matches.begin(), matches.end()), matches.end());
}

void take(std::vector<Match>& all, std::vector<Match> found, const RemovalRuns& removals,
          std::uint64_t sequence) {
  for (const Match& match : found) {
    if (!removals.hides(match.entry, sequence)) all.push_back(match);
  }
}

// The runs without rows of these numbers; runs that have none are shared, not copied.
Result<std::vector<FreshRun>> without(const std::vector<FreshRun>& runs,
                                      const std::unordered_set<std::uint32_t>& numbers,
                                      hamming::Kernel kernel) {
  std::vector<FreshRun> left;
  for (const FreshRun& run : runs) {
    const hamming::Index& index = run.rows->index();
    std::vector<Entry> kept;
    for (std::uint64_t row = 0; row < index.rows(); ++row) {
      const Entry entry = index.row(row);
      if (!numbers.contains(entry.number)) kept.push_back(entry);
    }
    if (kept.size() == index.rows()) {
      left.push_back(run);
    } else if (!kept.empty()) {
      SANAD_TRY(auto rows, MemoryIndex::create(std::move(kept), kernel));
      left.push_back({std::move(rows)});
    }
  }
  return left;
}

}  // namespace

SegmentSet::SegmentSet(std::unique_ptr<State> state) : state_(std::move(state)) {}
SegmentSet::~SegmentSet() = default;

Result<void> SegmentSet::add(std::span<const Entry> entries) {
  if (entries.size() > kAddMax) return too_many(entries.size());
  if (entries.empty()) return {};
  const std::lock_guard changing(state_->changing);
  Change change;
  change.added.assign(entries.begin(), entries.end());
  Snapshot next = *state_->current();
  SANAD_TRY(next.fresh, with_fresh(std::move(next.fresh), change.added, state_->kernel));
  SANAD_CHECK(state_->append(std::move(change)));
  state_->publish(std::move(next));
  return {};
}

Result<void> SegmentSet::remove(std::span<const std::uint32_t> numbers) {
  if (numbers.size() > kAddMax) return too_many(numbers.size());
  if (numbers.empty()) return {};
  const std::lock_guard changing(state_->changing);
  Change change;
  change.removed.assign(numbers.begin(), numbers.end());
  Snapshot next = *state_->current();
  SANAD_TRY(next.fresh, without(next.fresh, {numbers.begin(), numbers.end()}, state_->kernel));
  SANAD_CHECK(state_->append(std::move(change)));
  if (!next.segments.empty() || !next.frozen.empty()) {
    std::vector<Removal> removals;
    for (const std::uint32_t number : numbers) removals.push_back({number, state_->sequence});
    next.removals = next.removals.with(std::move(removals));
  }
  state_->publish(std::move(next));
  return {};
}

Result<void> SegmentSet::import_entries(std::vector<Entry> entries) {
  if (entries.empty()) return {};
  std::uint64_t number = 0;
  {
    const std::lock_guard changing(state_->changing);
    SANAD_CHECK(state_->usable());
    number = state_->next_segment++;
  }
  SANAD_TRY(Segment segment, state_->write_segment(number, 0, std::move(entries)));
  const std::lock_guard changing(state_->changing);
  SANAD_CHECK(state_->usable());
  // It comes after every change so far, whichever came while it was written.
  segment.listed.sequence = state_->sequence;
  Snapshot next = *state_->current();
  next.segments.push_back(std::move(segment));
  SANAD_CHECK(state_->write_manifest(next));
  state_->publish(std::move(next));
  return {};
}

Result<std::vector<Match>> SegmentSet::lookup(const hamming::Fingerprint& query,
                                              unsigned radius) const {
  const auto snapshot = state_->current();
  SANAD_CHECK(hamming::scan({}, query, radius));  // refuses the radius where there are no parts
  std::vector<Match> matches;
  SANAD_CHECK(
      snapshot->each_part([&](const hamming::Index& index, std::uint64_t sequence) -> Result<void> {
        SANAD_TRY(auto found, index.lookup(query, radius));
        take(matches, std::move(found), snapshot->removals, sequence);
        return {};
      }));
  order(matches);
  return matches;
}

Result<std::vector<std::vector<Match>>> SegmentSet::lookup_all(
    std::span<const hamming::Fingerprint> queries, unsigned radius) const {
  const auto snapshot = state_->current();
  SANAD_CHECK(hamming::scan({}, {}, radius));
  std::vector<std::vector<Match>> matches(queries.size());
  SANAD_CHECK(
      snapshot->each_part([&](const hamming::Index& index, std::uint64_t sequence) -> Result<void> {
        SANAD_TRY(auto found, index.lookup_all(queries, radius));
        for (std::size_t i = 0; i < found.size(); ++i) {
          take(matches[i], std::move(found[i]), snapshot->removals, sequence);
        }
        return {};
      }));
  for (auto& found : matches) order(found);
  return matches;
}

Result<void> SegmentSet::verify() const {
  const auto snapshot = state_->current();
  for (const Segment& segment : snapshot->segments) {
    const files::Path path = state_->directory / segment_name(segment.listed.number);
    SANAD_CHECK_WITH(segment.file->index().verify(), path.string());
  }
  return {};
}

SetStats SegmentSet::stats() const {
  const auto snapshot = state_->current();
  SetStats stats;
  stats.segments = snapshot->segments.size();
  for (const Segment& segment : snapshot->segments) {
    stats.segment_rows += segment.file->index().rows();
    stats.size_bytes += segment.listed.size_bytes;
  }
  for (const auto* runs : {&snapshot->frozen, &snapshot->fresh}) {
    for (const FreshRun& run : *runs) stats.fresh_rows += run.rows->index().rows();
  }
  stats.removals = snapshot->removals.size();
  return stats;
}

bool SegmentSet::wants_merge() const {
  const SetStats now = stats();
  return now.fresh_rows >= kFreshWanted || now.removals >= kRemovedWanted ||
         now.segments >= kSegmentsWanted;
}

}  // namespace sanad::hamming_store
