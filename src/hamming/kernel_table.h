// What each version of the inner loops provides. Rows are given by their fronts: 16 bytes each,
// the first 128 bits of the fingerprint. All positions and rows are below 2^28.
#pragma once

#include <cstddef>
#include <cstdint>

#include "hamming/kernels.h"

namespace sanad::hamming {

// Row `row` is near enough to query `query` of a tile, in the front.
struct TileHit {
  std::uint32_t row;
  std::uint32_t query;
};

inline constexpr std::uint32_t kTileRows = 256;
inline constexpr std::uint32_t kTileQueries = 64;

struct KernelTable {
  // Writes to out, ascending, the positions in [begin, begin + count) whose check bits differ from
  // `check` in at most `budget` bits; answers how many. out has room for count.
  using Filter = std::size_t (*)(const std::uint8_t* checks, std::uint32_t begin,
                                 std::uint32_t count, std::uint32_t check, unsigned budget,
                                 std::uint32_t* out);
  Filter filter_8;   // check bits of 8
  Filter filter_16;  // and of 16, little-endian

  // The rows in [begin, begin + count) whose fronts differ from query in at most radius bits.
  std::size_t (*scan)(const std::uint8_t* fronts, std::uint32_t begin, std::uint32_t count,
                      const std::uint64_t* query, unsigned radius, std::uint32_t* out);

  // The same of the rows listed; keeps their order. out may be rows itself.
  std::size_t (*pick)(const std::uint8_t* fronts, const std::uint32_t* rows, std::size_t count,
                      const std::uint64_t* query, unsigned radius, std::uint32_t* out);

  // The same by the whole fingerprint; backs are the other halves.
  std::size_t (*pick_whole)(const std::uint8_t* fronts, const std::uint8_t* backs,
                            const std::uint32_t* rows, std::size_t count,
                            const std::uint64_t* query, unsigned radius, std::uint32_t* out);

  // At most kTileRows rows against at most kTileQueries queries (2 words each). out has room for
  // all pairs; their order is not defined.
  std::size_t (*tile)(const std::uint8_t* fronts, std::uint32_t begin, std::uint32_t count,
                      const std::uint64_t* queries, std::uint32_t query_count, unsigned radius,
                      TileHit* out);
};

const KernelTable& kernel_table(Kernel kernel);

// In kernels_x86.cc; on other processors they are not there, and null.
const KernelTable* avx2_kernels();
const KernelTable* avx512_kernels();
bool processor_runs(Kernel kernel);

}  // namespace sanad::hamming
