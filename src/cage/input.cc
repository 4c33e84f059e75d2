#include "cage/input.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "descriptor.h"

namespace sanad::cage {

Result<Input> Input::of(ByteView bytes) { return of({&bytes, 1}); }

Result<Input> Input::of(std::span<const ByteView> pieces) {
  Descriptor file(::memfd_create("sanad-input", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (file.get() < 0) return io_error("no memory for the item", errno);
  std::size_t size = 0;
  for (ByteView bytes : pieces) {
    size += bytes.size();
    while (!bytes.empty()) {
      const ssize_t n = ::write(file.get(), bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return io_error("no memory for the item", errno);
      bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
  }
  ::lseek(file.get(), 0, SEEK_SET);
  ::fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
  return Input(file.release(), size);
}

Input::Input(Input&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      size_(other.size_),
      mapped_(std::exchange(other.mapped_, nullptr)) {}

Input::~Input() {
  if (mapped_ != nullptr) ::munmap(mapped_, size_);
  if (fd_ >= 0) ::close(fd_);
}

Result<ByteView> Input::map() {
  if (size_ == 0) return ByteView();
  if (mapped_ == nullptr) {
    void* mapped = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd_, 0);
    if (mapped == MAP_FAILED) return io_error("no memory for the item", errno);
    mapped_ = mapped;
  }
  return ByteView(static_cast<const std::uint8_t*>(mapped_), size_);
}

}  // namespace sanad::cage
