// Numbers in bytes: seven bits a byte, low ones first (LEB128).
#pragma once

#include <cstdint>
#include <cstring>

#include "base/bytes.h"

namespace sanad::search_index {

inline void put_number(Bytes& out, std::uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<std::uint8_t>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<std::uint8_t>(value));
}

inline void put_fixed(Bytes& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

// Reads within its bytes only; ok() is false once something was missing, and all further numbers
// are 0.
class NumberReader {
 public:
  explicit NumberReader(ByteView bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at_ == end_) return fail();
      const std::uint8_t byte = *at_++;
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
    return fail();
  }
  std::uint64_t fixed(int bytes) {
    if (end_ - at_ < bytes) return fail();
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) value |= std::uint64_t{at_[i]} << (8 * i);
    at_ += bytes;
    return value;
  }
  ByteView bytes(std::uint64_t count) {
    if (static_cast<std::uint64_t>(end_ - at_) < count) return fail(), ByteView{};
    const ByteView out(at_, static_cast<std::size_t>(count));
    at_ += count;
    return out;
  }
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  bool ok() const { return ok_; }

 private:
  std::uint64_t fail() {
    at_ = end_;
    ok_ = false;
    return 0;
  }
  const std::uint8_t* at_;
  const std::uint8_t* end_;
  bool ok_ = true;
};

}  // namespace sanad::search_index
