// A set of fingerprints that grows and shrinks while it is asked: several index files, and what
// is fresh in memory and in an append-only log.
//
//   directory/
//     manifest             which segments and which log count; replaced as a whole
//     segment-NUMBER.index immutable (hamming/index.h)
//     log-NUMBER           additions and removals since then, in frames with checksums
//     lock
//
// Order of durability. add, remove: a frame is written to the log and synced, then seen by
// lookups. merge: 1 a new log is begun, 2 a segment with everything before it is written, 3 the
// manifest is replaced (this decides), 4 what it no longer names is removed. A crash before 3
// leaves the old manifest and all logs; after it, files that open() sweeps.
//
// A removal hides an entry's fingerprints in every older part; it is carried by number and
// position in the order of all changes until the last older segment has been merged.
//
// Thread-safe. Lookups work on a snapshot: they never wait for an addition or a merge, only for
// the copying of one pointer. Additions wait for each other and for steps 1 and 3 of a merge.
// Format: docs/formats/hamming-index.md. Tested by segment_set_test.cc and crash_test.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "files/files.h"
#include "hamming/index.h"

namespace sanad::hamming_store {

inline constexpr std::size_t kAddMax = 1'000'000;      // entries of one add, numbers of one remove
inline constexpr std::size_t kFreshWanted = 65'536;    // fresh rows from which a merge is worth it
inline constexpr std::size_t kRemovedWanted = 65'536;  // removals likewise; then all is merged
inline constexpr std::size_t kSegmentsWanted = 8;      // segments likewise

struct SetStats {
  std::uint64_t segments = 0;      // files
  std::uint64_t segment_rows = 0;  // in them, removed ones too
  std::uint64_t fresh_rows = 0;    // in memory and in the log
  std::uint64_t removals = 0;      // carried
  std::uint64_t size_bytes = 0;    // of the segments
};

class SegmentSet {
 public:
  // Creates the directory if it is not there; reads the log again; removes what a crash left.
  // kConflict: another process has it open. kIntegrity: a file is damaged or missing; nothing was
  // changed. An unfinished frame at the end of the log was never acknowledged, and is cut off.
  static Result<std::unique_ptr<SegmentSet>> open(files::FileSystem& fs,
                                                  const files::Path& directory,
                                                  hamming::Kernel kernel = hamming::best_kernel());
  ~SegmentSet();

  // Kept for certain, and found by every lookup that begins later. Adding again what is there
  // changes nothing. kLimit above kAddMax: use import_entries. kIo: whether they were kept is
  // known after opening again; until then nothing more is taken (kUnavailable).
  Result<void> add(std::span<const hamming::Entry> entries);

  // The same for whole lists: straight into a segment of their own, past the log.
  Result<void> import_entries(std::vector<hamming::Entry> entries);

  // Takes all fingerprints of these entries out, likewise. Unknown numbers are no error. Adding
  // them again later brings them back.
  Result<void> remove(std::span<const std::uint32_t> numbers);

  // As hamming::Index::lookup, over all parts.
  Result<std::vector<hamming::Match>> lookup(const hamming::Fingerprint& query,
                                             unsigned radius) const;
  Result<std::vector<std::vector<hamming::Match>>> lookup_all(
      std::span<const hamming::Fingerprint> queries, unsigned radius) const;

  // Worth calling merge() now.
  bool wants_merge() const;

  // Makes one segment of what is fresh and of segments that are not much larger, and drops removed
  // rows. Answers whether there was anything to do. Takes memory and time in proportion to what is
  // merged; one at a time, on a thread of the caller's. After an error everything is still there;
  // kIo while the manifest was replaced: as for add.
  Result<bool> merge();

  // Reads everything; kIntegrity names the damaged file.
  Result<void> verify() const;

  SetStats stats() const;

 private:
  struct State;
  explicit SegmentSet(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sanad::hamming_store
