// The loops in portable C++. Inlined into functions for a certain processor they use its
// instruction for counting bits; hence always_inline, and nothing of the standard library, whose
// functions might be shared with code for other processors.
#pragma once

#include <cstring>

#include "kernel_table.h"

namespace sanad::hamming::bodies {

#define SANAD_ALWAYS_INLINE [[gnu::always_inline]] inline

SANAD_ALWAYS_INLINE std::uint64_t load_64(const std::uint8_t* at) {
  std::uint64_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

SANAD_ALWAYS_INLINE unsigned bits_in(std::uint64_t value) {
  return static_cast<unsigned>(__builtin_popcountll(value));
}

SANAD_ALWAYS_INLINE unsigned front_distance(const std::uint8_t* fronts, std::size_t row,
                                            const std::uint64_t* query) {
  const std::uint8_t* at = fronts + row * 16;
  return bits_in(load_64(at) ^ query[0]) + bits_in(load_64(at + 8) ^ query[1]);
}

SANAD_ALWAYS_INLINE std::size_t filter_8(const std::uint8_t* checks, std::uint32_t begin,
                                         std::uint32_t count, std::uint32_t check, unsigned budget,
                                         std::uint32_t* out) {
  std::size_t found = 0;
  for (std::uint32_t i = begin; i < begin + count; ++i) {
    out[found] = i;
    found += bits_in(checks[i] ^ check) <= budget ? 1U : 0U;
  }
  return found;
}

SANAD_ALWAYS_INLINE std::size_t filter_16(const std::uint8_t* checks, std::uint32_t begin,
                                          std::uint32_t count, std::uint32_t check, unsigned budget,
                                          std::uint32_t* out) {
  std::size_t found = 0;
  for (std::uint32_t i = begin; i < begin + count; ++i) {
    std::uint16_t value;
    std::memcpy(&value, checks + std::size_t{i} * 2, sizeof value);
    out[found] = i;
    found += bits_in(value ^ check) <= budget ? 1U : 0U;
  }
  return found;
}

SANAD_ALWAYS_INLINE std::size_t scan(const std::uint8_t* fronts, std::uint32_t begin,
                                     std::uint32_t count, const std::uint64_t* query,
                                     unsigned radius, std::uint32_t* out) {
  std::size_t found = 0;
  for (std::uint32_t row = begin; row < begin + count; ++row) {
    out[found] = row;
    found += front_distance(fronts, row, query) <= radius ? 1U : 0U;
  }
  return found;
}

SANAD_ALWAYS_INLINE std::size_t pick(const std::uint8_t* fronts, const std::uint32_t* rows,
                                     std::size_t count, const std::uint64_t* query, unsigned radius,
                                     std::uint32_t* out) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t row = rows[i];
    out[found] = row;
    found += front_distance(fronts, row, query) <= radius ? 1U : 0U;
  }
  return found;
}

SANAD_ALWAYS_INLINE std::size_t pick_whole(const std::uint8_t* fronts, const std::uint8_t* backs,
                                           const std::uint32_t* rows, std::size_t count,
                                           const std::uint64_t* query, unsigned radius,
                                           std::uint32_t* out) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t row = rows[i];
    out[found] = row;
    const unsigned bits =
        front_distance(fronts, row, query) + front_distance(backs, row, query + 2);
    found += bits <= radius ? 1U : 0U;
  }
  return found;
}

SANAD_ALWAYS_INLINE std::size_t tile(const std::uint8_t* fronts, std::uint32_t begin,
                                     std::uint32_t count, const std::uint64_t* queries,
                                     std::uint32_t query_count, unsigned radius, TileHit* out) {
  std::size_t found = 0;
  for (std::uint32_t row = begin; row < begin + count; ++row) {
    const std::uint64_t front[2] = {load_64(fronts + std::size_t{row} * 16),
                                    load_64(fronts + std::size_t{row} * 16 + 8)};
    for (std::uint32_t i = 0; i < query_count; ++i) {
      const unsigned bits =
          bits_in(front[0] ^ queries[2 * i]) + bits_in(front[1] ^ queries[2 * i + 1]);
      if (bits <= radius) out[found++] = {row, i};
    }
  }
  return found;
}

}  // namespace sanad::hamming::bodies
