// Starting a program with chosen descriptors, in its own process group, and as another user.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "browser/install.h"

namespace sanad::browser {

// Owns a file descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
  }
  int get() const { return fd_; }
  int release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
  }
  void reset(int fd = -1);

 private:
  int fd_ = -1;
};

struct SpawnRequest {
  std::vector<std::string> arguments;    // [0] is the path
  std::vector<std::string> environment;  // NAME=value
  std::string directory;  // becomes the working directory, as the new user; empty: kept
  std::optional<User> user;
  // Child's descriptor i becomes descriptors[i]; -1 means /dev/null. All others are closed.
  std::vector<int> descriptors;
};

// The new process's id, which is also its group's. Returns after exec succeeded: a failing step is
// told as kUnavailable (the program) or kIo (anything else). The child dies with the calling
// thread.
Result<pid_t> spawn(const SpawnRequest& request);

// stdout of a short program, at most 64 KiB; kUnavailable if it fails or takes longer.
Result<std::string> capture_output(const std::vector<std::string>& arguments, int timeout_ms);

}  // namespace sanad::browser
