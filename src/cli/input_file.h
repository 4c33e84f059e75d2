// A file that a command names, and the extractor that reads it; both need no workspace.
#pragma once

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "command.h"
#include "extract/extract.h"

namespace sanad::cli {

class InputFile {
 public:
  // kNotFound, kInvalid: it is no file.
  static Result<InputFile> open(const std::string& name) {
    InputFile file(::open(name.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.fd_ < 0) {
      Error error = io_error(fmt::format("{} cannot be opened", name), errno);
      error.code = ErrorCode::kNotFound;
      return error;
    }
    struct stat info{};
    if (::fstat(file.fd_, &info) != 0 || !S_ISREG(info.st_mode)) {
      return Error{ErrorCode::kInvalid, fmt::format("{} is not a file; name files", name)};
    }
    return file;
  }
  InputFile(InputFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  InputFile& operator=(InputFile&&) = delete;
  ~InputFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }

 private:
  explicit InputFile(int fd) : fd_(fd) {}
  int fd_;
};

// Stops where the officer says so.
inline extract::Extractor stoppable() {
  extract::Extractor extractor;
  extractor.is_cancelled = [] { return stop_requested.load(); };
  return extractor;
}

}  // namespace sanad::cli
