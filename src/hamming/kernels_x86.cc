// The loops for x86-64. Each function is compiled for its processor by attribute, so that the rest
// of the program runs anywhere. Counting bits with AVX2: nibbles through a table of 16 (Mula,
// Kurz and Lemire, Faster population counts using AVX2 instructions, 2018); where whole words are
// counted, POPCNT is as fast.
#include "kernel_bodies.h"
#include "kernel_table.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define SANAD_AVX2 [[gnu::target("avx2,bmi,popcnt")]]
#define SANAD_AVX512 \
  [[gnu::target("avx512f,avx512bw,avx512vl,avx512vpopcntdq,avx512bitalg,bmi,popcnt")]]

namespace sanad::hamming {
namespace {

// ---- AVX2 ----

SANAD_AVX2 inline __m256i bits_in_bytes(__m256i value) {
  const __m256i table =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
  const __m256i low = _mm256_set1_epi8(15);
  return _mm256_add_epi8(
      _mm256_shuffle_epi8(table, _mm256_and_si256(value, low)),
      _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(value, 4), low)));
}

SANAD_AVX2 inline __m256i load_256(const std::uint8_t* at) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
}

SANAD_AVX2 std::size_t avx2_filter_8(const std::uint8_t* checks, std::uint32_t begin,
                                     std::uint32_t count, std::uint32_t check, unsigned budget,
                                     std::uint32_t* out) {
  const __m256i wanted = _mm256_set1_epi8(static_cast<char>(check));
  const __m256i limit = _mm256_set1_epi8(static_cast<char>(budget));
  std::size_t found = 0;
  std::uint32_t i = 0;
  for (; i + 32 <= count; i += 32) {
    const __m256i bits = bits_in_bytes(_mm256_xor_si256(load_256(checks + begin + i), wanted));
    auto fits = ~static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpgt_epi8(bits, limit)));
    for (; fits != 0; fits &= fits - 1) {
      out[found++] = begin + i + static_cast<std::uint32_t>(__builtin_ctz(fits));
    }
  }
  return found + bodies::filter_8(checks, begin + i, count - i, check, budget, out + found);
}

SANAD_AVX2 std::size_t avx2_filter_16(const std::uint8_t* checks, std::uint32_t begin,
                                      std::uint32_t count, std::uint32_t check, unsigned budget,
                                      std::uint32_t* out) {
  const __m256i wanted = _mm256_set1_epi16(static_cast<short>(check));
  const __m256i limit = _mm256_set1_epi16(static_cast<short>(budget));
  const std::uint8_t* from = checks + std::size_t{begin} * 2;
  std::size_t found = 0;
  std::uint32_t i = 0;
  for (; i + 16 <= count; i += 16) {
    const __m256i bytes =
        bits_in_bytes(_mm256_xor_si256(load_256(from + std::size_t{i} * 2), wanted));
    const __m256i bits = _mm256_maddubs_epi16(bytes, _mm256_set1_epi8(1));
    // Two equal bits a value: the lower is kept.
    auto fits = ~static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpgt_epi16(bits, limit)));
    for (fits &= 0x55555555U; fits != 0; fits &= fits - 1) {
      out[found++] = begin + i + static_cast<std::uint32_t>(__builtin_ctz(fits)) / 2;
    }
  }
  return found + bodies::filter_16(checks, begin + i, count - i, check, budget, out + found);
}

SANAD_AVX2 std::size_t avx2_scan(const std::uint8_t* fronts, std::uint32_t begin,
                                 std::uint32_t count, const std::uint64_t* query, unsigned radius,
                                 std::uint32_t* out) {
  return bodies::scan(fronts, begin, count, query, radius, out);
}

SANAD_AVX2 std::size_t popcnt_pick(const std::uint8_t* fronts, const std::uint32_t* rows,
                                   std::size_t count, const std::uint64_t* query, unsigned radius,
                                   std::uint32_t* out) {
  return bodies::pick(fronts, rows, count, query, radius, out);
}

SANAD_AVX2 std::size_t popcnt_pick_whole(const std::uint8_t* fronts, const std::uint8_t* backs,
                                         const std::uint32_t* rows, std::size_t count,
                                         const std::uint64_t* query, unsigned radius,
                                         std::uint32_t* out) {
  return bodies::pick_whole(fronts, backs, rows, count, query, radius, out);
}

SANAD_AVX2 std::size_t avx2_tile(const std::uint8_t* fronts, std::uint32_t begin,
                                 std::uint32_t count, const std::uint64_t* queries,
                                 std::uint32_t query_count, unsigned radius, TileHit* out) {
  return bodies::tile(fronts, begin, count, queries, query_count, radius, out);
}

constexpr KernelTable kAvx2Table{avx2_filter_8, avx2_filter_16,    avx2_scan,
                                 popcnt_pick,   popcnt_pick_whole, avx2_tile};

// ---- AVX-512 ----

SANAD_AVX512 std::size_t avx512_filter_8(const std::uint8_t* checks, std::uint32_t begin,
                                         std::uint32_t count, std::uint32_t check, unsigned budget,
                                         std::uint32_t* out) {
  const __m512i wanted = _mm512_set1_epi8(static_cast<char>(check));
  const __m512i limit = _mm512_set1_epi8(static_cast<char>(budget));
  std::size_t found = 0;
  for (std::uint32_t i = 0; i < count; i += 64) {
    const std::uint32_t left = count - i;
    const __mmask64 there = left >= 64 ? ~__mmask64{0} : (__mmask64{1} << left) - 1;
    const __m512i value = _mm512_maskz_loadu_epi8(there, checks + begin + i);
    const __m512i bits = _mm512_popcnt_epi8(_mm512_xor_si512(value, wanted));
    std::uint64_t fits = _mm512_mask_cmple_epu8_mask(there, bits, limit);
    for (; fits != 0; fits &= fits - 1) {
      out[found++] = begin + i + static_cast<std::uint32_t>(__builtin_ctzll(fits));
    }
  }
  return found;
}

SANAD_AVX512 std::size_t avx512_filter_16(const std::uint8_t* checks, std::uint32_t begin,
                                          std::uint32_t count, std::uint32_t check, unsigned budget,
                                          std::uint32_t* out) {
  const __m512i wanted = _mm512_set1_epi16(static_cast<short>(check));
  const __m512i limit = _mm512_set1_epi16(static_cast<short>(budget));
  const std::uint8_t* from = checks + std::size_t{begin} * 2;
  std::size_t found = 0;
  for (std::uint32_t i = 0; i < count; i += 32) {
    const std::uint32_t left = count - i;
    const __mmask32 there = left >= 32 ? ~__mmask32{0} : (__mmask32{1} << left) - 1;
    const __m512i value = _mm512_maskz_loadu_epi16(there, from + std::size_t{i} * 2);
    const __m512i bits = _mm512_popcnt_epi16(_mm512_xor_si512(value, wanted));
    std::uint32_t fits = _mm512_mask_cmple_epu16_mask(there, bits, limit);
    for (; fits != 0; fits &= fits - 1) {
      out[found++] = begin + i + static_cast<std::uint32_t>(__builtin_ctz(fits));
    }
  }
  return found;
}

struct EightRows {
  __m512i first;   // word 0 of rows 0 4 1 5 2 6 3 7
  __m512i second;  // word 1 of the same
};
constexpr std::uint8_t kRowOfLane[8] = {0, 4, 1, 5, 2, 6, 3, 7};

SANAD_AVX512 inline EightRows load_rows(const std::uint8_t* fronts, std::size_t row) {
  const __m512i a = _mm512_loadu_si512(fronts + row * 16);
  const __m512i b = _mm512_loadu_si512(fronts + row * 16 + 64);
  return {_mm512_unpacklo_epi64(a, b), _mm512_unpackhi_epi64(a, b)};
}

SANAD_AVX512 inline __m512i bits_between(const EightRows& rows, const std::uint64_t* query) {
  const __m512i first = _mm512_set1_epi64(static_cast<long long>(query[0]));
  const __m512i second = _mm512_set1_epi64(static_cast<long long>(query[1]));
  return _mm512_add_epi64(_mm512_popcnt_epi64(_mm512_xor_si512(rows.first, first)),
                          _mm512_popcnt_epi64(_mm512_xor_si512(rows.second, second)));
}

SANAD_AVX512 std::size_t avx512_scan(const std::uint8_t* fronts, std::uint32_t begin,
                                     std::uint32_t count, const std::uint64_t* query,
                                     unsigned radius, std::uint32_t* out) {
  const __m512i limit = _mm512_set1_epi64(radius);
  std::size_t found = 0;
  std::uint32_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const EightRows rows = load_rows(fronts, std::size_t{begin} + i);
    const __mmask8 fits = _mm512_cmple_epu64_mask(bits_between(rows, query), limit);
    if (fits == 0) continue;
    std::uint32_t in_order = 0;
    for (unsigned lane = 0; lane < 8; ++lane) {
      in_order |= ((static_cast<unsigned>(fits) >> lane) & 1U) << kRowOfLane[lane];
    }
    for (; in_order != 0; in_order &= in_order - 1) {
      out[found++] = begin + i + static_cast<std::uint32_t>(__builtin_ctz(in_order));
    }
  }
  return found + bodies::scan(fronts, begin + i, count - i, query, radius, out + found);
}

SANAD_AVX512 std::size_t avx512_tile(const std::uint8_t* fronts, std::uint32_t begin,
                                     std::uint32_t count, const std::uint64_t* queries,
                                     std::uint32_t query_count, unsigned radius, TileHit* out) {
  const __m512i limit = _mm512_set1_epi64(radius);
  std::size_t found = 0;
  std::uint32_t i = 0;
  for (; i + 16 <= count; i += 16) {
    const EightRows low = load_rows(fronts, std::size_t{begin} + i);
    const EightRows high = load_rows(fronts, std::size_t{begin} + i + 8);
    for (std::uint32_t q = 0; q < query_count; ++q) {
      const __m512i bits_low = bits_between(low, queries + 2 * std::size_t{q});
      const __m512i bits_high = bits_between(high, queries + 2 * std::size_t{q});
      // One test for sixteen rows: almost always none is near.
      if (_mm512_cmple_epu64_mask(_mm512_min_epu64(bits_low, bits_high), limit) == 0) [[likely]] {
        continue;
      }
      std::uint32_t fits =
          static_cast<std::uint32_t>(_mm512_cmple_epu64_mask(bits_low, limit)) |
          (static_cast<std::uint32_t>(_mm512_cmple_epu64_mask(bits_high, limit)) << 8U);
      for (; fits != 0; fits &= fits - 1) {
        const auto lane = static_cast<std::uint32_t>(__builtin_ctz(fits));
        out[found++] = {begin + i + (lane & 8U) + kRowOfLane[lane & 7U], q};
      }
    }
  }
  return found +
         bodies::tile(fronts, begin + i, count - i, queries, query_count, radius, out + found);
}

constexpr KernelTable kAvx512Table{avx512_filter_8, avx512_filter_16,  avx512_scan,
                                   popcnt_pick,     popcnt_pick_whole, avx512_tile};

}  // namespace

const KernelTable* avx2_kernels() { return &kAvx2Table; }
const KernelTable* avx512_kernels() { return &kAvx512Table; }

bool processor_runs(Kernel kernel) {
  switch (kernel) {
    case Kernel::kPlain:
      return true;
    case Kernel::kAvx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
             __builtin_cpu_supports("popcnt");
    case Kernel::kAvx512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vpopcntdq") &&
             __builtin_cpu_supports("avx512bitalg") && processor_runs(Kernel::kAvx2);
  }
  return false;
}

}  // namespace sanad::hamming

#else

namespace sanad::hamming {

const KernelTable* avx2_kernels() { return nullptr; }
const KernelTable* avx512_kernels() { return nullptr; }
bool processor_runs(Kernel kernel) { return kernel == Kernel::kPlain; }

}  // namespace sanad::hamming

#endif
