// What a SegmentSet holds. Locks, in the order in which they are taken: merging, changing,
// snapshot_lock.
#pragma once

#include <mutex>

#include "snapshot.h"

namespace sanad::hamming_store {

inline constexpr std::string_view kManifestName = "manifest";
inline constexpr std::string_view kLockName = "lock";
inline constexpr std::string_view kLogPrefix = "log-";
inline constexpr std::string_view kSegmentPrefix = "segment-";
inline constexpr std::string_view kSegmentSuffix = ".index";
inline constexpr std::size_t kFreshRunMax = 65'536;  // rows; larger runs stay as they are

std::string log_name(std::uint64_t number);
std::string segment_name(std::uint64_t number);

struct SegmentSet::State {
  State(files::FileSystem& file_system, files::Path where, hamming::Kernel chosen)
      : fs(file_system), directory(std::move(where)), kernel(chosen) {}

  files::FileSystem& fs;
  const files::Path directory;
  const hamming::Kernel kernel;
  std::unique_ptr<files::FileLock> lock;

  std::mutex merging;  // held for a whole merge

  std::mutex changing;  // guards what follows, down to the snapshot
  std::unique_ptr<files::File> log;
  std::uint64_t log_number = 1;
  std::uint64_t sequence = 0;      // of the last change
  std::uint64_t first_log = 1;     // of the manifest
  std::uint64_t log_sequence = 0;  // of the last change before first_log
  std::uint64_t next_segment = 1;
  bool broken = false;  // a durable step failed: only the disk knows what was kept

  mutable std::mutex snapshot_lock;  // held to copy or replace the pointer
  std::shared_ptr<const Snapshot> snapshot = std::make_shared<const Snapshot>();

  std::shared_ptr<const Snapshot> current() const {
    const std::lock_guard guard(snapshot_lock);
    return snapshot;
  }
  void publish(Snapshot next) {
    auto shared = std::make_shared<const Snapshot>(std::move(next));
    const std::lock_guard guard(snapshot_lock);
    snapshot.swap(shared);
  }

  // changing is held for all of these.
  Result<void> usable() const;
  Result<void> append(Change change);  // gives it its sequence; broken if it fails
  Result<void> begin_log(std::uint64_t number);
  Result<void> write_manifest(const Snapshot& next);
  void sweep_logs(std::uint64_t from);  // those before first_log

  // Reads number from the disk and checks that it is the one that the manifest lists.
  Result<Segment> open_segment(const ListedSegment& listed) const;
  // Writes a segment, with what the manifest will say of it. No lock needed.
  Result<Segment> write_segment(std::uint64_t number, std::uint64_t sequence,
                                std::vector<hamming::Entry> entries) const;
};

// entries as a further run, joined with the last ones while those are not much larger.
Result<std::vector<FreshRun>> with_fresh(std::vector<FreshRun> runs,
                                         std::vector<hamming::Entry> entries,
                                         hamming::Kernel kernel);

}  // namespace sanad::hamming_store
