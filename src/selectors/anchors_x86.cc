// The byte classes of a block by AVX2 and by AVX-512BW, chosen at run time.
#if defined(__x86_64__)
#include <immintrin.h>

#include "anchors.h"

#define SANAD_AVX2 [[gnu::target("avx2,bmi"), gnu::always_inline]]
#define SANAD_AVX512 [[gnu::target("avx512f,avx512bw,bmi"), gnu::always_inline]]

namespace sanad::selectors {

void find_anchors_avx2(const Byte* at, std::size_t blocks, Anchors* out);
void find_anchors_avx512(const Byte* at, std::size_t blocks, Anchors* out);

namespace {

char as_char(int byte) { return static_cast<char>(byte); }

struct Avx2Block {
  __m256i low, high;
};

SANAD_AVX2 inline std::uint64_t bits(__m256i low, __m256i high) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(low)) |
         (static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm256_movemask_epi8(high))) << 32);
}
SANAD_AVX2 inline std::uint64_t equal(const Avx2Block& block, int byte) {
  const __m256i wanted = _mm256_set1_epi8(as_char(byte));
  return bits(_mm256_cmpeq_epi8(block.low, wanted), _mm256_cmpeq_epi8(block.high, wanted));
}
SANAD_AVX2 inline __m256i in_range(__m256i bytes, int first, int last) {
  const __m256i moved = _mm256_sub_epi8(bytes, _mm256_set1_epi8(as_char(first)));
  return _mm256_cmpeq_epi8(_mm256_min_epu8(moved, _mm256_set1_epi8(as_char(last - first))), moved);
}
SANAD_AVX2 inline std::uint64_t range(const Avx2Block& block, int first, int last) {
  return bits(in_range(block.low, first, last), in_range(block.high, first, last));
}
SANAD_AVX2 inline Avx2Block with_bit(const Avx2Block& block, int bit) {
  const __m256i wanted = _mm256_set1_epi8(as_char(bit));
  return {_mm256_or_si256(block.low, wanted), _mm256_or_si256(block.high, wanted)};
}
SANAD_AVX2 inline std::uint64_t high_bits(const Avx2Block& block) {
  return bits(block.low, block.high);
}
SANAD_AVX2 inline void load(const Byte* at, Avx2Block& block) {
  block.low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
  block.high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + 32));
}

struct Avx512Block {
  __m512i all;
};
SANAD_AVX512 inline std::uint64_t equal(const Avx512Block& block, int byte) {
  return _mm512_cmpeq_epi8_mask(block.all, _mm512_set1_epi8(as_char(byte)));
}
SANAD_AVX512 inline std::uint64_t range(const Avx512Block& block, int first, int last) {
  return _mm512_cmple_epu8_mask(_mm512_sub_epi8(block.all, _mm512_set1_epi8(as_char(first))),
                                _mm512_set1_epi8(as_char(last - first)));
}
SANAD_AVX512 inline Avx512Block with_bit(const Avx512Block& block, int bit) {
  return {_mm512_or_si512(block.all, _mm512_set1_epi8(as_char(bit)))};
}
SANAD_AVX512 inline std::uint64_t high_bits(const Avx512Block& block) {
  return _mm512_movepi8_mask(block.all);
}
SANAD_AVX512 inline void load(const Byte* at, Avx512Block& block) {
  block.all = _mm512_loadu_si512(at);
}

// A macro, since a template would not take on the instructions of its caller.
#define SANAD_CLASSIFY(bytes, BlockType, masks)                                \
  do {                                                                         \
    BlockType block;                                                           \
    load(bytes, block);                                                        \
    const BlockType small = with_bit(block, 0x20);                             \
    (masks).digit = range(block, '0', '9');                                    \
    const std::uint64_t letters = range(small, 'a', 'z');                      \
    (masks).alnum = (masks).digit | letters;                                   \
    (masks).upper = range(block, 'A', 'Z');                                    \
    (masks).hex = (masks).digit | range(small, 'a', 'f');                      \
    (masks).high = high_bits(block);                                           \
    (masks).dot = equal(block, '.');                                           \
    (masks).at = equal(block, '@');                                            \
    (masks).colon = equal(block, ':');                                         \
    (masks).hash = equal(block, '#');                                          \
    (masks).plus = equal(block, '+');                                          \
    (masks).amp = equal(block, '&');                                           \
    (masks).percent = equal(block, '%');                                       \
    (masks).equals = equal(block, '=');                                        \
    (masks).open = equal(block, '(') | equal(block, '[') | equal(block, '{');  \
    (masks).minus = equal(block, '-');                                         \
    (masks).zero = equal(block, 0);                                            \
    (masks).slash = equal(block, '/');                                         \
    (masks).backslash = equal(block, '\\');                                    \
    (masks).newline = equal(block, '\n') | equal(block, '\r');                 \
    (masks).x = equal(small, 'x');                                             \
    (masks).a_d_u = equal(small, 'a') | equal(small, 'd') | equal(small, 'u'); \
    (masks).escape = equal(block, 0x1F);                                       \
    (masks).underscore = equal(block, '_');                                    \
    if ((masks).high) {                                                        \
      (masks).eastern_a = range(block, 0xA0, 0xA9);                            \
      (masks).eastern_b = range(block, 0xB0, 0xB9);                            \
      (masks).eastern_a_lead = equal(block, 0xD9);                             \
      (masks).eastern_b_lead = equal(block, 0xDB);                             \
      (masks).e2 = equal(block, 0xE2);                                         \
      (masks).b80 = range(block, 0x80, 0x81);                                  \
      (masks).c2 = equal(block, 0xC2);                                         \
      (masks).ad = equal(block, 0xAD);                                         \
      (masks).ef = equal(block, 0xEF);                                         \
      (masks).bb = equal(block, 0xBB);                                         \
      (masks).b8b = equal(block, 0x8B);                                        \
    } else {                                                                   \
      (masks).eastern_a = (masks).eastern_b = (masks).eastern_a_lead = 0;      \
      (masks).eastern_b_lead = (masks).e2 = (masks).b80 = (masks).c2 = 0;      \
      (masks).ad = (masks).ef = (masks).bb = (masks).b8b = 0;                  \
    }                                                                          \
  } while (false)

#define SANAD_FIND(BlockType)                            \
  ByteMasks before, here, after;                         \
  SANAD_CLASSIFY(at - 64, BlockType, before);            \
  SANAD_CLASSIFY(at, BlockType, here);                   \
  for (std::size_t i = 0; i < blocks; ++i) {             \
    SANAD_CLASSIFY(at + (i + 1) * 64, BlockType, after); \
    out[i] = combine(before, here, after);               \
    before = here;                                       \
    here = after;                                        \
  }

}  // namespace

[[gnu::target("avx2,bmi")]] void find_anchors_avx2(const Byte* at, std::size_t blocks,
                                                   Anchors* out) {
  SANAD_FIND(Avx2Block)
}

[[gnu::target("avx512f,avx512bw,bmi")]] void find_anchors_avx512(const Byte* at, std::size_t blocks,
                                                                 Anchors* out) {
  SANAD_FIND(Avx512Block)
}

}  // namespace sanad::selectors
#endif
