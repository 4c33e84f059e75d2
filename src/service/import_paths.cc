#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <utility>

#include "files/files.h"
#include "service/imports.h"

namespace sanad::service {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

class FileSource final : public ByteSource {
 public:
  FileSource(Descriptor fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}
  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    for (;;) {
      const ssize_t got = ::read(fd_.get(), out.data(), out.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return files::file_error("read", path_, errno);
    }
  }

 private:
  Descriptor fd_;
  std::string path_;
};

// Without following a link, and without waiting for a pipe.
Result<std::unique_ptr<ByteSource>> open_source(const std::string& path) {
  Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (fd.get() < 0) return files::file_error("read", path, errno);
  struct stat info{};
  if (::fstat(fd.get(), &info) != 0) return files::file_error("read", path, errno);
  if (!S_ISREG(info.st_mode))
    return Error{ErrorCode::kInvalid, fmt::format("{} is no file any more", path)};
  ::posix_fadvise(fd.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(std::move(fd), path));
}

ImportFile file_of(const std::string& full, std::string path, const struct stat& info) {
  const std::int64_t ms = info.st_mtim.tv_sec * 1000 + info.st_mtim.tv_nsec / 1'000'000;
  return {std::move(path), Timestamp{ms}, static_cast<std::uint64_t>(info.st_size),
          [full] { return open_source(full); }};
}

std::string kind_of(mode_t mode) {
  if (S_ISLNK(mode)) return "a link, which is not followed";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

class Finder {
 public:
  Finder(std::string root, FoundFiles& found) : root_(std::move(root)), found_(found) {}

  // relative: of the folder, empty for the root.
  Result<void> folder(const std::string& relative, int depth) {
    constexpr int kMaxDepth = 512;
    const std::string full = relative.empty() ? root_ : root_ + "/" + relative;
    if (depth > kMaxDepth) {
      leave_out(relative, fmt::format("folders more than {} deep", kMaxDepth));
      return {};
    }
    SANAD_TRY(const auto names, names_in(full, relative));
    for (const std::string& name : names)
      SANAD_CHECK(entry(relative.empty() ? name : relative + "/" + name, depth));
    return {};
  }

 private:
  Result<std::vector<std::string>> names_in(const std::string& full, const std::string& relative) {
    std::vector<std::string> names;
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(full.c_str()), &::closedir);
    if (folder == nullptr) {
      if (relative.empty()) return files::file_error("read", full, errno);
      leave_out(relative, files::file_error("read", relative, errno).message);
      return names;
    }
    while (const dirent* item = ::readdir(folder.get())) {
      const std::string name = item->d_name;
      if (name != "." && name != "..") names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
  }

  Result<void> entry(const std::string& relative, int depth) {
    const std::string full = root_ + "/" + relative;
    struct stat info{};
    if (::lstat(full.c_str(), &info) != 0) {
      leave_out(relative, files::file_error("read", relative, errno).message);
      return {};
    }
    if (S_ISDIR(info.st_mode)) return folder(relative, depth + 1);
    if (!S_ISREG(info.st_mode)) {
      leave_out(relative, kind_of(info.st_mode));
      return {};
    }
    if (found_.files.size() == kMaxImportedFiles)
      return Error{ErrorCode::kLimit,
                   fmt::format("the folder has more than {} files; import its folders one by one",
                               kMaxImportedFiles)};
    found_.files.push_back(file_of(full, relative, info));
    return {};
  }

  void leave_out(const std::string& relative, const std::string& reason) {
    found_.left_out.push_back(fmt::format("{}: {}", relative, reason));
  }

  std::string root_;
  FoundFiles& found_;
};

}  // namespace

Result<FoundFiles> find_files(const std::string& path) {
  std::string root = path;
  while (root.size() > 1 && root.ends_with('/')) root.pop_back();
  struct stat info{};
  if (::stat(root.c_str(), &info) != 0) return files::file_error("read", path, errno);
  FoundFiles found;
  found.name = root.substr(root.find_last_of('/') + 1);
  if (found.name.empty() || found.name == "." || found.name == "..")
    return Error{
        ErrorCode::kInvalid,
        fmt::format("name the folder itself instead of \"{}\": its name is recorded", path)};
  // The path itself may be a link, since a person named it.
  const std::unique_ptr<char, void (*)(void*)> real(::realpath(root.c_str(), nullptr), &std::free);
  if (real == nullptr) return files::file_error("read", path, errno);
  root = real.get();
  if (S_ISDIR(info.st_mode)) {
    SANAD_CHECK(Finder(root, found).folder("", 0));
    return found;
  }
  if (!S_ISREG(info.st_mode))
    return Error{ErrorCode::kInvalid, fmt::format("{} is neither a file nor a folder", path)};
  found.files.push_back(file_of(root, found.name, info));
  return found;
}

}  // namespace sanad::service
