// 256-bit fingerprints, and what a lookup answers.
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <span>

#include "base/bytes.h"

namespace sanad::hamming {

inline constexpr unsigned kFingerprintBits = 256;
inline constexpr unsigned kRadiusMax = 64;

// Bit b of a fingerprint is bit b % 64 of word b / 64, bit 0 the least significant. As 32 bytes,
// word after word, each little-endian: byte i holds bits 8i to 8i + 7.
using Fingerprint = std::array<std::uint64_t, 4>;

// What a list holds: a fingerprint, and the number by which the caller knows whose it is. One
// entry may have many fingerprints (turned and mirrored forms, frames of a video).
struct Entry {
  Fingerprint fingerprint{};
  std::uint32_t number = 0;
  friend auto operator<=>(const Entry&, const Entry&) = default;
};

// One fingerprint within the radius. Lookups answer these in this order: nearest first, then by
// entry, then by fingerprint; no two are equal.
struct Match {
  std::uint32_t distance = 0;  // bits that differ
  std::uint32_t entry = 0;
  Fingerprint fingerprint{};  // the one that was found, not the one asked for
  friend auto operator<=>(const Match&, const Match&) = default;
};

inline unsigned distance(const Fingerprint& a, const Fingerprint& b) {
  unsigned bits = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    bits += static_cast<unsigned>(std::popcount(a[i] ^ b[i]));
  }
  return bits;
}

// From and to the 32 bytes described above.
Fingerprint fingerprint_from(std::span<const std::uint8_t, 32> bytes);
std::array<std::uint8_t, 32> fingerprint_bytes(const Fingerprint& fingerprint);

}  // namespace sanad::hamming
