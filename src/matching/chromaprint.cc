#include "matching/chromaprint.h"

#include <algorithm>

#include "base/bytes.h"

namespace sanad::matching {
namespace {

constexpr unsigned kNormalBits = 3, kExceptionBits = 5;
constexpr unsigned kNormalMost =
    (1U << kNormalBits) - 1;  // this and more go on in the second stream
constexpr unsigned kItemBits = 32;
constexpr std::size_t kHeadBytes = 4;

class BitWriter {
 public:
  void put(unsigned value, unsigned bits) {
    held_ |= std::uint64_t{value} << count_;
    for (count_ += bits; count_ >= 8; count_ -= 8, held_ >>= 8)
      bytes_.push_back(static_cast<std::uint8_t>(held_));
  }
  Bytes finish() {
    if (count_ > 0) bytes_.push_back(static_cast<std::uint8_t>(held_));
    return std::move(bytes_);
  }

 private:
  Bytes bytes_;
  std::uint64_t held_ = 0;
  unsigned count_ = 0;
};

// Beyond the end there is nothing; is_over() tells.
class BitReader {
 public:
  explicit BitReader(ByteView bytes) : bytes_(bytes) {}
  unsigned take(unsigned bits) {
    unsigned value = 0;
    for (unsigned i = 0; i < bits; ++i, ++at_) {
      if (at_ / 8 >= bytes_.size()) {
        over_ = true;
        return 0;
      }
      value |= ((static_cast<unsigned>(bytes_[at_ / 8]) >> (at_ % 8)) & 1U) << i;
    }
    return value;
  }
  bool is_over() const { return over_; }
  std::size_t used_bytes() const { return (at_ + 7) / 8; }

 private:
  ByteView bytes_;
  std::size_t at_ = 0;
  bool over_ = false;
};

Error invalid(const char* what) { return {ErrorCode::kInvalid, what}; }

// The distances of all items, with kNormalMost where more follows; empty if the bytes end before.
std::vector<unsigned> read_distances(BitReader& normal, std::size_t items) {
  std::vector<unsigned> distances;
  for (std::size_t done = 0; done < items;) {
    const unsigned one = normal.take(kNormalBits);
    if (normal.is_over()) return {};
    distances.push_back(one);
    if (one == 0) ++done;
  }
  return distances;
}

}  // namespace

std::string format_chromaprint(std::span<const std::uint32_t> items) {
  BitWriter normal, exceptions;
  std::uint32_t before = 0;
  for (const std::uint32_t item : items) {
    unsigned last = 0;
    for (unsigned bit = 1; bit <= kItemBits; ++bit) {
      if (((item ^ before) >> (bit - 1) & 1U) == 0) continue;
      const unsigned distance = bit - last;
      normal.put(std::min(distance, kNormalMost), kNormalBits);
      if (distance >= kNormalMost) exceptions.put(distance - kNormalMost, kExceptionBits);
      last = bit;
    }
    normal.put(0, kNormalBits);
    before = item;
  }
  Bytes bytes = {static_cast<std::uint8_t>(kChromaprintAlgorithm),
                 static_cast<std::uint8_t>(items.size() >> 16U),
                 static_cast<std::uint8_t>(items.size() >> 8U),
                 static_cast<std::uint8_t>(items.size())};
  for (const Bytes& part : {normal.finish(), exceptions.finish()})
    bytes.insert(bytes.end(), part.begin(), part.end());
  return format_base64url(bytes);
}

Result<std::vector<std::uint32_t>> parse_chromaprint(std::string_view text) {
  std::string standard(text);
  std::ranges::replace(standard, '-', '+');
  std::ranges::replace(standard, '_', '/');
  standard.append((4 - standard.size() % 4) % 4, '=');
  const auto bytes = parse_base64(standard);
  if (!bytes.ok() || bytes->size() < kHeadBytes)
    return invalid("a Chromaprint fingerprint is URL-safe base64, as fpcalc prints it");
  if ((*bytes)[0] != kChromaprintAlgorithm)
    return invalid(
        "the fingerprint is of another algorithm of Chromaprint; make it with fpcalc's default");
  const std::size_t count =
      std::size_t{(*bytes)[1]} << 16U | std::size_t{(*bytes)[2]} << 8U | (*bytes)[3];
  if (count > kMaxAudioItems)
    return Error{ErrorCode::kLimit, "the fingerprint has more items than are compared"};
  const ByteView rest = ByteView(*bytes).subspan(kHeadBytes);
  BitReader normal(rest);
  const std::vector<unsigned> distances = read_distances(normal, count);
  if (distances.empty() && count > 0) return invalid("the fingerprint of sound is cut off");
  BitReader exceptions(rest.subspan(normal.used_bytes()));
  std::vector<std::uint32_t> items;
  std::uint32_t item = 0, before = 0;
  unsigned bit = 0;
  for (const unsigned one : distances) {
    if (one == 0) {
      before ^= item;
      items.push_back(before);
      item = bit = 0;
      continue;
    }
    bit += one == kNormalMost ? one + exceptions.take(kExceptionBits) : one;
    if (exceptions.is_over() || bit > kItemBits)
      return invalid("the fingerprint of sound is cut off or damaged");
    item |= 1U << (bit - 1);
  }
  return items;
}

}  // namespace sanad::matching
