#include "keccak.h"

#include <bit>
#include <cstring>

namespace sanad::selectors {
namespace {

constexpr std::size_t kRate = 136;  // bytes, for a capacity of 512 bits

constexpr std::array<std::uint64_t, 24> kRounds = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000,
    0x000000000000808B, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
    0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};
constexpr std::array<int, 24> kRotations = {1,  3,  6,  10, 15, 21, 28, 36, 45, 55, 2,  14,
                                            27, 41, 56, 8,  25, 43, 62, 18, 39, 61, 20, 44};
constexpr std::array<std::size_t, 24> kLanes = {10, 7,  11, 17, 18, 3, 5,  16, 8,  21, 24, 4,
                                                15, 23, 19, 13, 12, 2, 20, 14, 22, 9,  6,  1};

using State = std::array<std::uint64_t, 25>;  // 5 x 5 lanes, row-major

void permute(State& a) {
  for (const std::uint64_t constant : kRounds) {
    std::array<std::uint64_t, 5> c{};
    for (std::size_t x = 0; x < 5; ++x) c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    for (std::size_t x = 0; x < 5; ++x) {
      const std::uint64_t d = c[(x + 4) % 5] ^ std::rotl(c[(x + 1) % 5], 1);
      for (std::size_t y = 0; y < 25; y += 5) a[y + x] ^= d;
    }
    std::uint64_t moved = a[1];
    for (std::size_t i = 0; i < 24; ++i) {
      const std::uint64_t kept = a[kLanes[i]];
      a[kLanes[i]] = std::rotl(moved, kRotations[i]);
      moved = kept;
    }
    for (std::size_t y = 0; y < 25; y += 5) {
      const std::array<std::uint64_t, 5> row = {a[y], a[y + 1], a[y + 2], a[y + 3], a[y + 4]};
      for (std::size_t x = 0; x < 5; ++x)
        a[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
    a[0] ^= constant;
  }
}

void absorb(State& state, const std::uint8_t* block) {
  for (std::size_t i = 0; i < kRate / 8; ++i) {
    std::uint64_t lane = 0;
    for (std::size_t b = 8; b-- > 0;) lane = (lane << 8) | block[i * 8 + b];
    state[i] ^= lane;
  }
  permute(state);
}

Digest256 sponge(ByteView data, std::uint8_t padding) {
  State state{};
  while (data.size() >= kRate) {
    absorb(state, data.data());
    data = data.subspan(kRate);
  }
  std::array<std::uint8_t, kRate> last{};
  if (!data.empty()) std::memcpy(last.data(), data.data(), data.size());
  last[data.size()] = padding;
  last[kRate - 1] |= 0x80;
  absorb(state, last.data());
  Digest256 digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<std::uint8_t>(state[i / 8] >> (8 * (i % 8)));
  }
  return digest;
}

}  // namespace

Digest256 keccak256(ByteView data) { return sponge(data, 0x01); }
Digest256 sha3_256(ByteView data) { return sponge(data, 0x06); }

}  // namespace sanad::selectors
