#include "base/stream.h"

#include <algorithm>

namespace sanad {

Result<std::size_t> MemorySource::read(std::span<std::uint8_t> out) {
  SANAD_TRY(const std::size_t count, read_at(position_, out));
  position_ += count;
  return count;
}

Result<std::size_t> MemorySource::read_at(std::uint64_t offset, std::span<std::uint8_t> out) {
  if (offset >= bytes_.size()) return std::size_t{0};
  const ByteView rest = bytes_.subspan(static_cast<std::size_t>(offset));
  const std::size_t count = std::min(rest.size(), out.size());
  std::copy_n(rest.begin(), count, out.begin());
  return count;
}

}  // namespace sanad
