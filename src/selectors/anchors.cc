#include "anchors.h"

namespace sanad::selectors {

void find_anchors_avx2(const Byte* at, std::size_t blocks, Anchors* out);
void find_anchors_avx512(const Byte* at, std::size_t blocks, Anchors* out);

namespace {

ByteMasks classify(const Byte* at) {
  ByteMasks masks{};
  for (std::size_t i = 0; i < 64; ++i) {
    const Byte byte = at[i];
    const std::uint64_t bit = 1ULL << i;
    const auto mark = [&](std::uint64_t& mask, bool whether) { mask |= whether ? bit : 0; };
    mark(masks.alnum, is(byte, kAlnum));
    mark(masks.digit, is(byte, kDigit));
    mark(masks.upper, is(byte, kUpper));
    mark(masks.hex, is(byte, kHexDigit));
    mark(masks.high, byte >= 0x80);
    mark(masks.dot, byte == '.');
    mark(masks.at, byte == '@');
    mark(masks.colon, byte == ':');
    mark(masks.hash, byte == '#');
    mark(masks.plus, byte == '+');
    mark(masks.amp, byte == '&');
    mark(masks.percent, byte == '%');
    mark(masks.equals, byte == '=');
    mark(masks.open, byte == '(' || byte == '[' || byte == '{');
    mark(masks.minus, byte == '-');
    mark(masks.zero, byte == 0);
    mark(masks.eastern_a, byte >= 0xA0 && byte <= 0xA9);
    mark(masks.eastern_b, byte >= 0xB0 && byte <= 0xB9);
    mark(masks.eastern_a_lead, byte == 0xD9);
    mark(masks.eastern_b_lead, byte == 0xDB);
    mark(masks.slash, byte == '/');
    mark(masks.backslash, byte == '\\');
    mark(masks.newline, byte == '\n' || byte == '\r');
    mark(masks.e2, byte == 0xE2);
    mark(masks.b80, byte == 0x80 || byte == 0x81);
    mark(masks.c2, byte == 0xC2);
    mark(masks.ad, byte == 0xAD);
    mark(masks.ef, byte == 0xEF);
    mark(masks.bb, byte == 0xBB);
    const Byte small = byte | 0x20;
    mark(masks.x, small == 'x');
    mark(masks.a_d_u, small == 'a' || small == 'd' || small == 'u');
    mark(masks.escape, byte == 0x1F);
    mark(masks.b8b, byte == 0x8B);
    mark(masks.underscore, byte == '_');
  }
  return masks;
}

void find_anchors_plain(const Byte* at, std::size_t blocks, Anchors* out) {
  ByteMasks before = classify(at - 64);
  ByteMasks here = classify(at);
  for (std::size_t i = 0; i < blocks; ++i) {
    const ByteMasks after = classify(at + (i + 1) * 64);
    out[i] = combine(before, here, after);
    before = here;
    here = after;
  }
}

}  // namespace

FindAnchors anchor_finder(Instructions wanted) {
#if defined(__x86_64__)
  const bool avx2 = __builtin_cpu_supports("avx2");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512bw");
  if (avx512 && (wanted == Instructions::kBest || wanted == Instructions::kAvx512)) {
    return find_anchors_avx512;
  }
  if (avx2 && (wanted == Instructions::kBest || wanted == Instructions::kAvx2)) {
    return find_anchors_avx2;
  }
#endif
  (void)wanted;
  return find_anchors_plain;
}

}  // namespace sanad::selectors
