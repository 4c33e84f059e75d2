// Bytes in memory as a descriptor that the cage can only read.
#pragma once

#include <cstddef>
#include <span>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::cage {

// Owns the descriptor and closes it. The bytes are copied, and sealed: neither side can change
// them.
class Input {
 public:
  // kIo: no memory.
  static Result<Input> of(ByteView bytes);
  // Several pieces, one behind another.
  static Result<Input> of(std::span<const ByteView> pieces);
  Input(Input&& other) noexcept;
  Input& operator=(Input&&) = delete;
  ~Input();

  int fd() const { return fd_; }
  std::size_t size() const { return size_; }
  // The bytes, to be read here too; as long as the input lives, wherever it is moved. kIo: no
  // memory. Not thread-safe.
  Result<ByteView> map();

 private:
  Input(int fd, std::size_t size) : fd_(fd), size_(size) {}

  int fd_;
  std::size_t size_;
  void* mapped_ = nullptr;
};

}  // namespace sanad::cage
