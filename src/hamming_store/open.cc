// Opening a set: the manifest, its segments, the logs read again, and what a crash left removed.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "state.h"

namespace sanad::hamming_store {
namespace {

constexpr std::uint64_t kManifestMax = std::uint64_t{1} << 30U;
constexpr std::uint64_t kLogMax = std::uint64_t{16} << 30U;

Error broken_set(const files::Path& path, std::string_view what) {
  return {ErrorCode::kIntegrity,
          fmt::format("{}: {}; restore it from a backup, or build the index again from its lists.",
                      path.string(), what)};
}

// The number in a name such as "log-00000000000000000007".
std::optional<std::uint64_t> number_in(std::string_view name, std::string_view prefix,
                                       std::string_view suffix) {
  if (!name.starts_with(prefix) || !name.ends_with(suffix) ||
      name.size() != prefix.size() + 20 + suffix.size()) {
    return std::nullopt;
  }
  const std::string_view digits = name.substr(prefix.size(), 20);
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + 20, number);
  if (failed != std::errc{} || end != digits.data() + 20) return std::nullopt;
  return number;
}

struct Replay {
  std::uint64_t sequence = 0;
  std::vector<std::pair<hamming::Entry, std::uint64_t>> added;
  std::unordered_map<std::uint32_t, std::uint64_t> removed;  // the last of each

  void take(const Change& change) {
    sequence = change.sequence;
    for (const auto& entry : change.added) added.emplace_back(entry, change.sequence);
    for (const std::uint32_t number : change.removed) removed[number] = change.sequence;
  }

  std::vector<hamming::Entry> left() const {
    std::vector<hamming::Entry> left;
    for (const auto& [entry, at] : added) {
      const auto gone = removed.find(entry.number);
      if (gone == removed.end() || gone->second < at) left.push_back(entry);
    }
    return left;
  }
};

// Answers how many bytes of the log are whole changes.
Result<std::uint64_t> replay_log(files::FileSystem& fs, const files::Path& path, bool is_last,
                                 Replay& replay) {
  SANAD_TRY(const Bytes bytes, files::read_file(fs, path, kLogMax));
  ByteView rest = bytes;
  while (!rest.empty()) {
    const auto change = parse_change(rest);
    if (!change) break;
    if (change->first.sequence != replay.sequence + 1) {
      return broken_set(path, "a change is missing");
    }
    replay.take(change->first);
    rest = rest.subspan(change->second);
  }
  if (!rest.empty() && (!is_last || has_change_later(rest))) {
    return broken_set(path, fmt::format("damaged at byte {}", bytes.size() - rest.size()));
  }
  return bytes.size() - rest.size();
}

struct Found {
  std::vector<std::uint64_t> logs;  // ascending
  std::vector<std::uint64_t> segments;
  std::vector<std::string> unfinished;
  bool manifest = false;
};

Result<Found> look_around(files::FileSystem& fs, const files::Path& directory) {
  SANAD_TRY(const auto items, fs.list(directory));
  Found found;
  for (const files::FileInfo& item : items) {
    if (const auto log = number_in(item.name, kLogPrefix, "")) found.logs.push_back(*log);
    if (const auto segment = number_in(item.name, kSegmentPrefix, kSegmentSuffix)) {
      found.segments.push_back(*segment);
    }
    if (item.name.ends_with(files::kTemporarySuffix)) found.unfinished.push_back(item.name);
    found.manifest = found.manifest || item.name == kManifestName;
  }
  return found;
}

// Files that no manifest names: of a merge or an import that did not come to its end, or whose
// last step, the removal, did not.
Result<void> sweep(files::FileSystem& fs, const files::Path& directory, const Found& found,
                   const Manifest& manifest) {
  for (const std::string& name : found.unfinished) SANAD_CHECK(fs.remove(directory / name));
  for (const std::uint64_t log : found.logs) {
    if (log < manifest.first_log) SANAD_CHECK(fs.remove(directory / log_name(log)));
  }
  for (const std::uint64_t number : found.segments) {
    const bool listed = std::ranges::any_of(
        manifest.segments, [&](const ListedSegment& segment) { return segment.number == number; });
    if (!listed) SANAD_CHECK(fs.remove(directory / segment_name(number)));
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<SegmentSet>> SegmentSet::open(files::FileSystem& fs,
                                                     const files::Path& directory,
                                                     hamming::Kernel kernel) {
  SANAD_CHECK(files::make_directories(fs, directory));
  auto state = std::make_unique<State>(fs, directory, kernel);
  SANAD_TRY(state->lock, fs.lock(directory / kLockName));
  SANAD_TRY(const Found found, look_around(fs, directory));
  Manifest manifest;
  if (found.manifest) {
    SANAD_TRY(const Bytes bytes, files::read_file(fs, directory / kManifestName, kManifestMax));
    SANAD_TRY_WITH(manifest, parse_manifest(bytes), directory.string());
  } else if (!found.logs.empty() || !found.segments.empty()) {
    return broken_set(directory / kManifestName, "missing");
  }

  Snapshot snapshot;
  for (const ListedSegment& listed : manifest.segments) {
    SANAD_TRY(auto segment, state->open_segment(listed));
    snapshot.segments.push_back(std::move(segment));
  }
  Replay replay{manifest.sequence, {}, {}};
  std::uint64_t log = manifest.first_log;
  std::uint64_t whole = 0;
  std::vector<std::uint64_t> logs;
  std::ranges::copy_if(found.logs, std::back_inserter(logs),
                       [&](std::uint64_t number) { return number >= manifest.first_log; });
  for (std::size_t i = 0; i < logs.size(); ++i, ++log) {
    if (logs[i] != log) return broken_set(directory / log_name(log), "missing");
    SANAD_TRY(whole, replay_log(fs, directory / log_name(log), i + 1 == logs.size(), replay));
  }

  // All has been read and is sound; from here on the disk is changed.
  SANAD_CHECK(sweep(fs, directory, found, manifest));
  state->first_log = manifest.first_log;
  state->log_sequence = manifest.sequence;
  state->next_segment = manifest.next_segment;
  state->sequence = replay.sequence;
  if (!found.manifest) SANAD_CHECK(state->write_manifest({}));
  SANAD_CHECK(state->begin_log(logs.empty() ? manifest.first_log : logs.back()));
  SANAD_TRY(const std::uint64_t size, state->log->size());
  if (size > whole) {
    SANAD_CHECK(state->log->truncate(whole));
    SANAD_CHECK(state->log->sync());
  }
  std::vector<Removal> removals = manifest.removals;
  if (!manifest.segments.empty()) {
    for (const auto& [number, at] : replay.removed) removals.push_back({number, at});
  }
  snapshot.removals = RemovalRuns{}.with(std::move(removals));
  SANAD_TRY(snapshot.fresh, with_fresh({}, replay.left(), kernel));
  state->publish(std::move(snapshot));
  return std::unique_ptr<SegmentSet>(new SegmentSet(std::move(state)));
}

}  // namespace sanad::hamming_store
