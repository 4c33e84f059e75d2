// Bytes in memory as a descriptor for the cage, closed with it.
#pragma once

#include <unistd.h>

#include <utility>

#include "cage/cage.h"

namespace sanad::service {

class CageInput {
 public:
  static Result<CageInput> of(ByteView bytes) {
    SANAD_TRY(const int fd, cage::as_input(bytes));
    return CageInput(fd);
  }
  CageInput(CageInput&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  CageInput& operator=(CageInput&&) = delete;
  ~CageInput() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }

 private:
  explicit CageInput(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace sanad::service
