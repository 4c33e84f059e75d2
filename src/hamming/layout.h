// Where everything lies in an index; see docs/formats/hamming-index.md.
#pragma once

#include <bit>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hamming/index.h"

namespace sanad::hamming {

static_assert(std::endian::native == std::endian::little, "indexes are read in place");

inline constexpr std::string_view kMagic = "SANADHI1";
inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::size_t kAlignment = 64;
inline constexpr std::size_t kHeaderSize = 64;  // magic, then zeros
inline constexpr std::size_t kFooterSize = 4096;
inline constexpr std::size_t kDigestSize = 32;
inline constexpr std::size_t kFooterDigestsAt = 64;
inline constexpr std::size_t kFooterDigestAt = kFooterSize - kDigestSize;

struct Section {
  std::string name;  // for messages: "rows, first half", "slot 3, offsets"
  std::uint64_t offset = 0;
  std::uint64_t size_bytes = 0;  // without padding
};

struct Layout {
  // fronts, backs, numbers; offsets of slot 0; then of each further slot offsets, checks, ids.
  std::vector<Section> sections;
  std::uint64_t footer_offset = 0;
};
Layout layout_of(const Shape& shape, std::uint64_t rows);

// nullopt if possible, else what is wrong with it.
std::optional<std::string> problem_of(const Shape& shape, std::uint64_t rows);

// Slots in order round the fingerprint; the first 256 % slots are one bit wider.
unsigned slot_start(const Shape& shape, unsigned slot);
unsigned slot_width(const Shape& shape, unsigned slot);

// count bits (1 to 32) from bit start (below 256) on, which becomes the lowest; goes on at bit 0
// after the last.
inline std::uint32_t bits_at(const Fingerprint& fingerprint, unsigned start, unsigned count) {
  const unsigned shift = start % 64;
  std::uint64_t value = fingerprint[start / 64] >> shift;
  if (shift + count > 64) value |= fingerprint[(start / 64 + 1) % 4] << (64 - shift);
  return static_cast<std::uint32_t>(value & ((std::uint64_t{1} << count) - 1));
}

inline std::uint32_t key_of(const Fingerprint& fingerprint, const Shape& shape, unsigned start) {
  return bits_at(fingerprint, start, shape.key_bits);
}
inline std::uint32_t check_of(const Fingerprint& fingerprint, const Shape& shape, unsigned start) {
  return bits_at(fingerprint, (start + shape.key_bits) % kFingerprintBits, shape.check_bits);
}

template <typename T>
T load(const std::uint8_t* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

// Entry `position` of packed numbers of `bits` bits. Reads 8 bytes, which may reach beyond the
// section into what follows it; a footer always does.
inline std::uint32_t unpack(const std::uint8_t* packed, std::uint64_t position, unsigned bits) {
  const std::uint64_t at = position * bits;
  return static_cast<std::uint32_t>((load<std::uint64_t>(packed + at / 8) >> (at % 8)) &
                                    ((std::uint64_t{1} << bits) - 1));
}

}  // namespace sanad::hamming
