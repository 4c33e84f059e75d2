// Reads numbers of the least significant byte first, and says once whether all were there.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/bytes.h"

namespace sanad::parts {

class Little {
 public:
  explicit Little(ByteView bytes) : rest_(bytes) {}

  std::uint64_t number(std::size_t bytes) {
    if (rest_.size() < bytes) {
      fail();
      return 0;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value |= static_cast<std::uint64_t>(rest_[i]) << 8 * i;
    rest_ = rest_.subspan(bytes);
    return value;
  }
  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t u64() { return number(8); }
  // Fewer where there are fewer: then ok() is false.
  ByteView take(std::uint64_t bytes) {
    const bool is_short = bytes > rest_.size();
    const ByteView taken = rest_.first(is_short ? rest_.size() : static_cast<std::size_t>(bytes));
    rest_ = rest_.subspan(taken.size());
    if (is_short) ok_ = false;
    return taken;
  }
  void skip(std::uint64_t bytes) { (void)take(bytes); }
  // To the next zero byte, without it.
  ByteView until_zero() {
    const auto end = std::find(rest_.begin(), rest_.end(), 0);
    const ByteView taken = take(static_cast<std::uint64_t>(end - rest_.begin()));
    skip(1);
    return taken;
  }
  ByteView rest() const { return rest_; }
  bool ok() const { return ok_; }
  bool is_empty() const { return rest_.empty(); }

 private:
  void fail() {
    ok_ = false;
    rest_ = {};
  }
  ByteView rest_;
  bool ok_ = true;
};

}  // namespace sanad::parts
