#include "state.h"

#include <fmt/format.h>

#include <algorithm>

namespace sanad::hamming_store {

std::string log_name(std::uint64_t number) { return fmt::format("{}{:020}", kLogPrefix, number); }
std::string segment_name(std::uint64_t number) {
  return fmt::format("{}{:020}{}", kSegmentPrefix, number, kSegmentSuffix);
}

Result<void> SegmentSet::State::usable() const {
  if (!broken) return {};
  return Error{ErrorCode::kUnavailable,
               fmt::format("Writing to {} failed before: mend the disk and start again; lookups "
                           "still work.",
                           directory.string())};
}

Result<void> SegmentSet::State::append(Change change) {
  SANAD_CHECK(usable());
  change.sequence = sequence + 1;
  const auto keep = [&]() -> Result<void> {
    SANAD_CHECK(log->write(format_change(change)));
    return log->sync();
  };
  auto kept = keep();
  broken = !kept.ok();
  if (!broken) ++sequence;
  return kept;
}

Result<void> SegmentSet::State::begin_log(std::uint64_t number) {
  const auto begin = [&]() -> Result<void> {
    SANAD_TRY(log, fs.open(directory / log_name(number), files::OpenMode::kAppend));
    return fs.sync_directory(directory);
  };
  auto begun = begin();
  broken = broken || !begun.ok();
  if (begun) log_number = number;
  return begun;
}

Result<void> SegmentSet::State::write_manifest(const Snapshot& next) {
  Manifest manifest{first_log, log_sequence, next_segment, {}, next.removals.all()};
  for (const Segment& segment : next.segments) manifest.segments.push_back(segment.listed);
  auto written = files::write_file_atomic(fs, directory / kManifestName, format_manifest(manifest));
  broken = broken || !written.ok();
  return written;
}

void SegmentSet::State::sweep_logs(std::uint64_t from) {
  for (; from < first_log; ++from) {
    // Whatever stays is swept when the set is opened.
    if (!fs.remove(directory / log_name(from))) return;
  }
}

Result<Segment> SegmentSet::State::open_segment(const ListedSegment& listed) const {
  const files::Path path = directory / segment_name(listed.number);
  auto opened = IndexFile::open(fs, path, kernel);
  if (!opened && opened.error().code == ErrorCode::kNotFound) {
    return Error{ErrorCode::kIntegrity,
                 fmt::format("{} is missing: restore it from a backup, or build the index again "
                             "from its lists.",
                             path.string())};
  }
  if (!opened) return opened.error();
  std::shared_ptr<const IndexFile> file = std::move(*opened);
  const ByteView digest = file->bytes().last(listed.footer_digest.size());
  if (file->bytes().size() != listed.size_bytes ||
      !std::ranges::equal(digest, listed.footer_digest)) {
    return Error{ErrorCode::kIntegrity,
                 fmt::format("{} is not the file that the manifest lists: restore it from a "
                             "backup, or build the index again from its lists.",
                             path.string())};
  }
  return Segment{std::move(file), listed};
}

Result<Segment> SegmentSet::State::write_segment(std::uint64_t number, std::uint64_t last,
                                                 std::vector<hamming::Entry> entries) const {
  const files::Path path = directory / segment_name(number);
  SANAD_CHECK(write_index_file(fs, path, std::move(entries)));
  SANAD_TRY(std::shared_ptr<const IndexFile> file, IndexFile::open(fs, path, kernel));
  ListedSegment listed{number, last, file->bytes().size(), {}};
  std::ranges::copy(file->bytes().last(listed.footer_digest.size()), listed.footer_digest.begin());
  return Segment{std::move(file), listed};
}

Result<std::vector<FreshRun>> with_fresh(std::vector<FreshRun> runs,
                                         std::vector<hamming::Entry> entries,
                                         hamming::Kernel kernel) {
  while (!runs.empty() && !entries.empty()) {
    const hamming::Index& last = runs.back().rows->index();
    if (last.rows() > 2 * entries.size() || last.rows() + entries.size() > kFreshRunMax) break;
    for (std::uint64_t row = 0; row < last.rows(); ++row) entries.push_back(last.row(row));
    runs.pop_back();
  }
  if (entries.empty()) return runs;
  SANAD_TRY(auto rows, MemoryIndex::create(std::move(entries), kernel));
  runs.push_back({std::move(rows)});
  return runs;
}

}  // namespace sanad::hamming_store
