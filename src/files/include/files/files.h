// Files as durable state needs them: few operations, each of which can fail, behind one interface
// with two implementations: the system's (posix.cc) and one that fails on command (files/fault.h).
//
// What a crash leaves (the contract that both implementations keep):
//   - written bytes are kept for certain only after File::sync() answered well;
//   - a created, renamed or removed name is kept for certain only after sync_directory() of the
//     directory that holds it;
//   - a failed sync() says nothing about what was kept: it must not be retried, but looked at anew
//     after reopening (a second fsync of the same file can answer "well" though pages were
//     dropped).
//
// Errors: kNotFound where a name does not exist, kConflict where it exists and must not, kIo for
// all else, with errno_value set (ENOSPC: disk full, EROFS: read-only, EACCES: not permitted). A
// FileSystem is thread-safe; a File belongs to one thread at a time, except read_at(). Everything
// is created for its owner only (files 0600, directories 0700).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"

namespace sanad::files {

using Path = std::filesystem::path;

enum class OpenMode {
  kRead,       // must exist
  kCreateNew,  // must not exist; written from the start
  kAppend,     // created if absent; every write goes to the end
  kOverwrite,  // must exist; written from the start, the rest kept (for shredding in place)
};

// An open file. Closed when destroyed, without an implied sync.
class File : public ByteSink {
 public:
  // After a failure a part of data may have been written.
  Result<void> write(ByteView data) override = 0;
  // Over what is there, without moving where write() goes on. Of a file opened with kOverwrite; the
  // bytes lie within its size.
  virtual Result<void> write_at(std::uint64_t offset, ByteView data) = 0;
  // Fills the front of out from offset; fewer bytes than asked only at the end. Thread-safe.
  virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) const = 0;
  virtual Result<std::uint64_t> size() const = 0;
  // Returns once contents and size are on stable storage (fdatasync).
  virtual Result<void> sync() = 0;
  virtual Result<void> truncate(std::uint64_t size_bytes) = 0;
};

// A file's bytes in memory, read from the disk as they are touched. They stay there when the name
// is removed or replaced. Only for files that are written once and then never changed: cutting one
// short ends the process that reads beyond the cut.
class Mapping {
 public:
  virtual ~Mapping() = default;
  virtual ByteView bytes() const = 0;
};

// Held until destroyed, also released by the system if the process dies.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

struct FileInfo {
  std::string name;  // last component
  std::uint64_t size_bytes = 0;
  bool is_directory = false;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  virtual Result<std::unique_ptr<File>> open(const Path& path, OpenMode mode) = 0;
  virtual Result<std::unique_ptr<Mapping>> map(const Path& path) = 0;
  // Replaces `to` atomically if it exists. Both in one file system.
  virtual Result<void> rename(const Path& from, const Path& to) = 0;
  // Returns once the directory's names are on stable storage.
  virtual Result<void> sync_directory(const Path& directory) = 0;
  // A file or an empty directory.
  virtual Result<void> remove(const Path& path) = 0;
  // One directory; already there is no error. The parent must exist.
  virtual Result<void> make_directory(const Path& directory) = 0;
  // nullopt if nothing has that name. Links are not followed: a link is neither file nor directory.
  virtual Result<std::optional<FileInfo>> stat(const Path& path) = 0;
  // Files and directories inside, by name in byte order; links and special files are left out.
  virtual Result<std::vector<FileInfo>> list(const Path& directory) = 0;
  // Exclusive among processes and within this one; path is created if absent and holds the owner's
  // process number. kConflict names the holder: "in use by process 4711".
  virtual Result<std::unique_ptr<FileLock>> lock(const Path& path) = 0;
  // Bytes that an ordinary user may still write there.
  virtual Result<std::uint64_t> free_space(const Path& directory) = 0;
};

class PosixFileSystem final : public FileSystem {
 public:
  Result<std::unique_ptr<File>> open(const Path& path, OpenMode mode) override;
  Result<std::unique_ptr<Mapping>> map(const Path& path) override;
  Result<void> rename(const Path& from, const Path& to) override;
  Result<void> sync_directory(const Path& directory) override;
  Result<void> remove(const Path& path) override;
  Result<void> make_directory(const Path& directory) override;
  Result<std::optional<FileInfo>> stat(const Path& path) override;
  Result<std::vector<FileInfo>> list(const Path& directory) override;
  Result<std::unique_ptr<FileLock>> lock(const Path& path) override;
  Result<std::uint64_t> free_space(const Path& directory) override;
};

// An error in a reader's words: "Cannot write PATH: the disk is full; free some space and try
// again." doing: for example "write". kNotFound for ENOENT, kConflict for EEXIST, else kIo.
Error file_error(std::string_view doing, const Path& path, int errno_value);

// Names of unfinished files end with this, so that they can be found and swept after a crash.
inline constexpr std::string_view kTemporarySuffix = ".tmp";

// All or nothing: writes path + ".tmp", syncs it, renames it over path, syncs the directory.
// After a crash: the old contents or the new, perhaps a ".tmp" beside. One caller per path.
Result<void> write_file_atomic(FileSystem& fs, const Path& path, ByteView contents);
// The same for what is made while it is written. After an error of fill, path is as it was.
Result<void> stream_file_atomic(FileSystem& fs, const Path& path,
                                const std::function<Result<void>(ByteSink&)>& fill);

// kLimit if the file holds more than limit_bytes.
Result<Bytes> read_file(FileSystem& fs, const Path& path, std::uint64_t limit_bytes);

// make_directory() for each missing part of directory, each made durable in its parent.
Result<void> make_directories(FileSystem& fs, const Path& directory);

// Removes directory and all inside (not following links); absent is no error. Not atomic; the
// removal of `directory` itself is made durable.
Result<void> remove_tree(FileSystem& fs, const Path& directory);

// A fresh directory of the real file system, removed with all it holds at the end of its scope.
class TempDir {
 public:
  static Result<TempDir> create(std::string_view prefix = "sanad");
  TempDir(TempDir&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  TempDir& operator=(TempDir&&) = delete;
  ~TempDir();
  const Path& path() const { return path_; }

 private:
  explicit TempDir(Path path) : path_(std::move(path)) {}
  Path path_;
};

}  // namespace sanad::files
