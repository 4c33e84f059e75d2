#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "files/files.h"

namespace sanad::files {
namespace {

constexpr mode_t kFileMode = 0600;
constexpr mode_t kDirectoryMode = 0700;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

 private:
  int fd_;
};

template <typename Call>
auto retry_interrupted(Call call) {
  decltype(call()) result;
  do {
    result = call();
  } while (result < 0 && errno == EINTR);
  return result;
}

constexpr std::uint64_t kSendBytes = 8ULL << 20;

class PosixFile final : public File {
 public:
  PosixFile(Path path, Descriptor fd) : path_(std::move(path)), fd_(std::move(fd)) {}

  Result<void> write(ByteView data) override {
    while (!data.empty()) {
      const ssize_t n =
          retry_interrupted([&] { return ::write(fd_.get(), data.data(), data.size()); });
      if (n < 0) return file_error("write", path_, errno);
      data = data.subspan(static_cast<std::size_t>(n));
      unsent_bytes_ += static_cast<std::uint64_t>(n);
    }
    if (unsent_bytes_ < kSendBytes) return {};
    // Only begins what sync() must wait for, so that a large file does not wait for all of it at
    // its end; a failure is one that sync() will report.
    (void)::sync_file_range(fd_.get(), 0, 0, SYNC_FILE_RANGE_WRITE);
    unsent_bytes_ = 0;
    return {};
  }

  Result<void> write_at(std::uint64_t offset, ByteView data) override {
    while (!data.empty()) {
      const ssize_t n = retry_interrupted([&] {
        return ::pwrite(fd_.get(), data.data(), data.size(), static_cast<off_t>(offset));
      });
      if (n < 0) return file_error("write", path_, errno);
      data = data.subspan(static_cast<std::size_t>(n));
      offset += static_cast<std::uint64_t>(n);
    }
    return {};
  }

  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) const override {
    std::size_t done = 0;
    while (done < out.size()) {
      const ssize_t n = retry_interrupted([&] {
        return ::pread(fd_.get(), out.data() + done, out.size() - done,
                       static_cast<off_t>(offset + done));
      });
      if (n < 0) return file_error("read", path_, errno);
      if (n == 0) break;
      done += static_cast<std::size_t>(n);
    }
    return done;
  }

  Result<std::uint64_t> size() const override {
    struct stat info{};
    if (::fstat(fd_.get(), &info) != 0) return file_error("look at", path_, errno);
    return static_cast<std::uint64_t>(info.st_size);
  }

  Result<void> sync() override {
    if (::fdatasync(fd_.get()) != 0) return file_error("save", path_, errno);
    return {};
  }

  Result<void> truncate(std::uint64_t size_bytes) override {
    const auto size = static_cast<off_t>(size_bytes);
    if (retry_interrupted([&] { return ::ftruncate(fd_.get(), size); }) != 0) {
      return file_error("cut", path_, errno);
    }
    return {};
  }

 private:
  std::uint64_t unsent_bytes_ = 0;  // written since the disk was last told to begin
  Path path_;
  Descriptor fd_;
};

class PosixMapping final : public Mapping {
 public:
  PosixMapping(void* address, std::size_t size) : address_(address), size_(size) {}
  PosixMapping(const PosixMapping&) = delete;
  PosixMapping& operator=(const PosixMapping&) = delete;
  ~PosixMapping() override {
    if (size_ > 0) ::munmap(address_, size_);
  }
  ByteView bytes() const override { return {static_cast<const std::uint8_t*>(address_), size_}; }

 private:
  void* address_;
  std::size_t size_;
};

class PosixLock final : public FileLock {
 public:
  explicit PosixLock(Descriptor fd) : fd_(std::move(fd)) {}

 private:
  Descriptor fd_;
};

int open_flags(OpenMode mode) {
  switch (mode) {
    case OpenMode::kRead:
      return O_RDONLY;
    case OpenMode::kCreateNew:
      return O_RDWR | O_CREAT | O_EXCL;
    case OpenMode::kAppend:
      return O_RDWR | O_CREAT | O_APPEND;
    case OpenMode::kOverwrite:
      return O_RDWR;
  }
  return O_RDONLY;
}

Descriptor open_descriptor(const Path& path, int flags) {
  return Descriptor(retry_interrupted(
      [&] { return ::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, kFileMode); }));
}

std::string read_holder(int fd) {
  char text[24] = {};
  const ssize_t n = ::pread(fd, text, sizeof text - 1, 0);
  std::string holder(text, n > 0 ? static_cast<std::size_t>(n) : 0);
  holder.erase(std::remove(holder.begin(), holder.end(), '\n'), holder.end());
  const bool number = !holder.empty() && holder.find_first_not_of("0123456789") == holder.npos;
  return number ? holder : "unknown";
}

FileInfo describe(const Path& path, const struct stat& info) {
  return {path.filename().string(), static_cast<std::uint64_t>(info.st_size),
          S_ISDIR(info.st_mode)};
}

}  // namespace

Result<std::unique_ptr<File>> PosixFileSystem::open(const Path& path, OpenMode mode) {
  Descriptor fd = open_descriptor(path, open_flags(mode));
  if (!fd.valid()) return file_error("open", path, errno);
  return std::unique_ptr<File>(std::make_unique<PosixFile>(path, std::move(fd)));
}

Result<std::unique_ptr<Mapping>> PosixFileSystem::map(const Path& path) {
  const Descriptor fd = open_descriptor(path, O_RDONLY);
  if (!fd.valid()) return file_error("open", path, errno);
  struct stat info{};
  if (::fstat(fd.get(), &info) != 0) return file_error("look at", path, errno);
  const auto size = static_cast<std::size_t>(info.st_size);
  void* address = nullptr;
  if (size > 0) {
    address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd.get(), 0);
    if (address == MAP_FAILED) return file_error("map", path, errno);
  }
  return std::unique_ptr<Mapping>(std::make_unique<PosixMapping>(address, size));
}

Result<void> PosixFileSystem::rename(const Path& from, const Path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return file_error("put in place", to, errno);
  return {};
}

Result<void> PosixFileSystem::sync_directory(const Path& directory) {
  const Descriptor fd = open_descriptor(directory, O_RDONLY | O_DIRECTORY);
  if (!fd.valid()) return file_error("open", directory, errno);
  if (::fsync(fd.get()) != 0) return file_error("save", directory, errno);
  return {};
}

Result<void> PosixFileSystem::remove(const Path& path) {
  if (::remove(path.c_str()) != 0) return file_error("remove", path, errno);
  return {};
}

Result<void> PosixFileSystem::make_directory(const Path& directory) {
  if (::mkdir(directory.c_str(), kDirectoryMode) == 0) return {};
  const int reason = errno;
  if (reason == EEXIST) {
    SANAD_TRY(const auto info, stat(directory));
    if (info && info->is_directory) return {};
  }
  return file_error("create", directory, reason);
}

Result<std::optional<FileInfo>> PosixFileSystem::stat(const Path& path) {
  struct stat info{};
  if (::lstat(path.c_str(), &info) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::optional<FileInfo>();
    return file_error("look at", path, errno);
  }
  return std::optional<FileInfo>(describe(path, info));
}

Result<std::vector<FileInfo>> PosixFileSystem::list(const Path& directory) {
  const std::unique_ptr<DIR, int (*)(DIR*)> dir(::opendir(directory.c_str()), ::closedir);
  if (!dir) return file_error("list", directory, errno);
  std::vector<FileInfo> out;
  for (;;) {
    errno = 0;
    const dirent* item = ::readdir(dir.get());
    if (item == nullptr) break;
    const std::string_view name = item->d_name;
    if (name == "." || name == "..") continue;
    struct stat info{};
    if (::fstatat(::dirfd(dir.get()), item->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno == ENOENT) continue;  // removed meanwhile
      return file_error("look at", directory / name, errno);
    }
    if (S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)) out.push_back(describe(name, info));
  }
  if (errno != 0) return file_error("list", directory, errno);
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return out;
}

Result<std::unique_ptr<FileLock>> PosixFileSystem::lock(const Path& path) {
  Descriptor fd = open_descriptor(path, O_RDWR | O_CREAT);
  if (!fd.valid()) return file_error("open", path, errno);
  if (retry_interrupted([&] { return ::flock(fd.get(), LOCK_EX | LOCK_NB); }) != 0) {
    if (errno != EWOULDBLOCK) return file_error("lock", path, errno);
    return Error{ErrorCode::kConflict,
                 fmt::format("{} is in use by process {}", path.string(), read_holder(fd.get()))};
  }
  // The number only helps people; the lock itself holds whether or not it could be written.
  const std::string holder = fmt::format("{}\n", ::getpid());
  if (::ftruncate(fd.get(), 0) == 0 && ::pwrite(fd.get(), holder.data(), holder.size(), 0) < 0) {
    errno = 0;
  }
  return std::unique_ptr<FileLock>(std::make_unique<PosixLock>(std::move(fd)));
}

Result<std::uint64_t> PosixFileSystem::free_space(const Path& directory) {
  struct statvfs info{};
  if (::statvfs(directory.c_str(), &info) != 0) return file_error("look at", directory, errno);
  return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

}  // namespace sanad::files
