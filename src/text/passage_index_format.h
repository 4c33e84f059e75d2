// The bytes of a passage index, shared by builder and reader. All numbers are little-endian.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "base/bytes.h"

namespace sanad::text {

static_assert(std::endian::native == std::endian::little, "the index is read where it lies");

inline constexpr std::uint64_t kIndexMagic = 0x3130'5844'4950'4E53;  // "SNPIDX01"
inline constexpr std::size_t kHeaderBytes =
    40;  // magic, version, bucket bits, documents, postings, check
inline constexpr std::size_t kTrailerBytes = 16;  // checksum of all before it, magic
inline constexpr std::size_t kEntryBytes = 6;     // tag, document
inline constexpr std::uint32_t kIndexVersion = 1;
inline constexpr int kPartBits = 12;  // the builder's partitions
inline constexpr int kTagBits = 16;
inline constexpr int kMinBucketBits = 16;
inline constexpr int kMaxBucketBits = 28;  // with the tag, the 44 bits that the builder keeps
inline constexpr std::uint64_t kPostingsABucket = 16;

template <typename T>
T load(const std::uint8_t* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

// A sum over 8-byte words against damage, not against forgers; fed in pieces of any size.
class Checksum {
 public:
  void feed(ByteView bytes) {
    for (const std::uint8_t byte : bytes.first(take_partial(bytes))) push(byte);
    std::size_t at = taken_;
    for (; at + 8 <= bytes.size(); at += 8) word(load<std::uint64_t>(bytes.data() + at));
    for (; at < bytes.size(); ++at) push(bytes[at]);
  }
  std::uint64_t value() const { return (sum_ ^ pending_) * kOdd + used_; }

 private:
  static constexpr std::uint64_t kOdd = 0x9E37'79B9'7F4A'7C15;
  std::size_t take_partial(ByteView bytes) {
    taken_ = used_ == 0 ? 0 : std::min<std::size_t>(8 - used_, bytes.size());
    return taken_;
  }
  void push(std::uint8_t byte) {
    pending_ |= std::uint64_t{byte} << (8 * used_);
    if (++used_ == 8) {
      word(pending_);
      pending_ = 0;
      used_ = 0;
    }
  }
  void word(std::uint64_t value) { sum_ = std::rotl((sum_ ^ value) * kOdd, 29); }

  std::uint64_t sum_ = 0;
  std::uint64_t pending_ = 0;
  std::size_t used_ = 0;
  std::size_t taken_ = 0;
};

}  // namespace sanad::text
