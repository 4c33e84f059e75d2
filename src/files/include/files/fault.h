// A disk in memory that fails on command and forgets what was not made durable: for tests of what
// a crash leaves, in any module.
//
//   FaultFileSystem disk;
//   disk.fail_step(7, Fault::kKilled);       // counted from now, 1 = the next changing step
//   ... run the code; it ends with errors ...
//   disk.restart(Survival::kSyncedOnly);     // power comes back
//   ... reopen with the normal code and check ...
//
// A step is whatever changes the disk or makes it durable: creating, write, sync, truncate, rename,
// remove, make_directory, sync_directory. Each file has what the program sees and what is durable;
// each directory likewise has two sets of names. A sync copies the first to the second.
// Thread-safe. Not modelled: bit rot (see flip_bit for that), sectors torn within one sync.
// Tested by fault_test.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "files/files.h"

namespace sanad::files {

enum class Fault {
  kFailedNotKept,  // answers kIo; the step had no effect
  kFailedButKept,  // answers kIo; the step took effect, and durably
  kKilled,         // the process ends before the step: it and all later operations answer kIo
};

// What is there after the process or the machine went down.
enum class Survival {
  kEverything,        // the process was killed, the system lives: what it saw stays
  kSyncedOnly,        // power loss: nothing that was not synced
  kNamesWithoutData,  // power loss: all names, but only synced contents
  kTornWrites,        // power loss: all names, and of unsynced growth the first half
};

class FaultFileSystem final : public FileSystem {
 public:
  FaultFileSystem();
  ~FaultFileSystem() override;

  // The n-th changing step from now (n >= 1) meets the fault, once.
  void fail_step(std::uint64_t n, Fault fault);
  // From the n-th changing step on, all of them fail with this error number and no effect (ENOSPC,
  // EROFS), until clear_faults().
  void fail_from_step(std::uint64_t n, int errno_value);
  void clear_faults();
  // Changing steps since the beginning.
  std::uint64_t steps() const;
  // True if a fault has been met since it was set.
  bool fault_met() const;
  // Names each changing step as it begins, in order ("sync ledger/journal/0"); for tests that state
  // an order. Called under the lock: must not call back.
  void observe(std::function<void(const std::string& step)> observer);

  // All open files and locks die; the disk holds what survived. Faults are cleared.
  void restart(Survival survival);

  // Changes one bit, durably. kNotFound or kInvalid if there is no such bit.
  Result<void> flip_bit(const Path& path, std::uint64_t bit);
  // Sets contents, durably, creating the file if its directory exists.
  Result<void> set_contents(const Path& path, ByteView contents);

  Result<std::unique_ptr<File>> open(const Path& path, OpenMode mode) override;
  // A copy of what the file holds now; it lives through a restart.
  Result<std::unique_ptr<Mapping>> map(const Path& path) override;
  Result<void> rename(const Path& from, const Path& to) override;
  Result<void> sync_directory(const Path& directory) override;
  Result<void> remove(const Path& path) override;
  Result<void> make_directory(const Path& directory) override;
  Result<std::optional<FileInfo>> stat(const Path& path) override;
  Result<std::vector<FileInfo>> list(const Path& directory) override;
  Result<std::unique_ptr<FileLock>> lock(const Path& path) override;
  Result<std::uint64_t> free_space(const Path& directory) override;

 private:
  struct Disk;
  friend class FaultFile;
  friend class FaultLock;
  std::shared_ptr<Disk> disk_;
};

}  // namespace sanad::files
