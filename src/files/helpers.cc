#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "files/files.h"

namespace sanad::files {

Error file_error(std::string_view doing, const Path& path, int errno_value) {
  const std::string what = fmt::format("Cannot {} {}", doing, path.string());
  switch (errno_value) {
    case ENOENT:
      return {ErrorCode::kNotFound, what + ": it does not exist.", errno_value};
    case EEXIST:
      return {ErrorCode::kConflict, what + ": it exists already.", errno_value};
    case ENOSPC:
    case EDQUOT:
      return {ErrorCode::kIo, what + ": the disk is full; free some space and try again.",
              errno_value};
    case EROFS:
      return {ErrorCode::kIo, what + ": the disk is read-only; make it writable and try again.",
              errno_value};
    case EACCES:
    case EPERM:
      return {ErrorCode::kIo,
              what + ": this user is not permitted to; change the owner or the permissions.",
              errno_value};
    default:
      return {ErrorCode::kIo,
              fmt::format("{}: {}.", what, std::generic_category().message(errno_value)),
              errno_value};
  }
}

Result<void> write_file_atomic(FileSystem& fs, const Path& path, ByteView contents) {
  return stream_file_atomic(fs, path, [&](ByteSink& sink) { return sink.write(contents); });
}

Result<void> stream_file_atomic(FileSystem& fs, const Path& path,
                                const std::function<Result<void>(ByteSink&)>& fill) {
  Path temporary = path;
  temporary += kTemporarySuffix;
  SANAD_TRY(const auto leftover, fs.stat(temporary));
  if (leftover) SANAD_CHECK(fs.remove(temporary));
  const auto place = [&]() -> Result<void> {
    SANAD_TRY(auto file, fs.open(temporary, OpenMode::kCreateNew));
    SANAD_CHECK(fill(*file));
    SANAD_CHECK(file->sync());
    return fs.rename(temporary, path);
  };
  if (auto placed = place(); !placed) {
    // Only tidying: what matters is that path was not replaced, and that the cause is told.
    if (auto removed = fs.remove(temporary); !removed) return placed;
    return placed;
  }
  // A name alone lies in the folder in which the program runs.
  return fs.sync_directory(path.has_parent_path() ? path.parent_path() : Path("."));
}

Result<Bytes> read_file(FileSystem& fs, const Path& path, std::uint64_t limit_bytes) {
  SANAD_TRY(const auto file, fs.open(path, OpenMode::kRead));
  SANAD_TRY(const std::uint64_t size, file->size());
  if (size > limit_bytes) {
    return Error{ErrorCode::kLimit, fmt::format("{} holds {} bytes, more than the {} expected.",
                                                path.string(), size, limit_bytes)};
  }
  Bytes contents(size);
  SANAD_TRY(const std::size_t got, file->read_at(0, contents));
  contents.resize(got);
  return contents;
}

Result<void> make_directories(FileSystem& fs, const Path& directory) {
  if (directory.empty()) return {};
  SANAD_TRY(const auto info, fs.stat(directory));
  if (info && info->is_directory) return {};
  const Path parent = directory.parent_path();
  if (parent != directory) SANAD_CHECK(make_directories(fs, parent));
  SANAD_CHECK(fs.make_directory(directory));
  return fs.sync_directory(parent.empty() ? Path(".") : parent);
}

namespace {

Result<void> remove_contents(FileSystem& fs, const Path& directory) {
  SANAD_TRY(const auto items, fs.list(directory));
  for (const FileInfo& item : items) {
    if (item.is_directory) SANAD_CHECK(remove_contents(fs, directory / item.name));
    SANAD_CHECK(fs.remove(directory / item.name));
  }
  return {};
}

}  // namespace

Result<void> remove_tree(FileSystem& fs, const Path& directory) {
  SANAD_TRY(const auto info, fs.stat(directory));
  if (!info) return {};
  SANAD_CHECK(remove_contents(fs, directory));
  SANAD_CHECK(fs.remove(directory));
  return fs.sync_directory(directory.parent_path());
}

Result<TempDir> TempDir::create(std::string_view prefix) {
  std::error_code failed;
  const Path base = std::filesystem::temp_directory_path(failed);
  if (failed) return io_error("Cannot find the directory for temporary files", failed.value());
  std::string pattern = (base / (std::string(prefix) + "-XXXXXX")).string();
  if (::mkdtemp(pattern.data()) == nullptr) return file_error("create", pattern, errno);
  return TempDir(pattern);
}

TempDir::~TempDir() {
  if (path_.empty()) return;
  std::error_code ignored;  // nothing can be done about a leftover here
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace sanad::files
