// Anchors: the positions from which a selector can be found, as a bit for each byte. The vector
// versions and the plain one give the same bits.
#pragma once

#include <cstddef>
#include <cstdint>

#include "characters.h"
#include "selectors/selectors.h"

namespace sanad::selectors {

struct Anchors {
  std::uint64_t single = 0;  // what the byte there says
  std::uint64_t run = 0;     // at multiples of eight: sixteen letters and digits follow
};

// Of 64 bytes each. Readable: 64 bytes before at, and 64 after the last block.
using FindAnchors = void (*)(const Byte* at, std::size_t blocks, Anchors* out);
FindAnchors anchor_finder(Instructions wanted);

// One bit for each byte of a block that is of the class.
struct ByteMasks {
  std::uint64_t alnum, digit, upper, hex, high, dot, at, colon, hash, plus, amp, percent, equals,
      open, minus, zero, eastern_a, eastern_b, eastern_a_lead, eastern_b_lead, slash, backslash,
      newline, e2, b80, c2, ad, ef, bb, x, a_d_u, escape, b8b, underscore;
};

// Selector anchors of the middle block. See Core::on_anchor for what follows each.
[[gnu::always_inline]] inline Anchors combine(const ByteMasks& before, const ByteMasks& here,
                                              const ByteMasks& after) {
  const auto next = [&](std::uint64_t ByteMasks::* m, int by = 1) {
    return (here.*m >> by) | (after.*m << (64 - by));
  };
  const auto prev = [&](std::uint64_t ByteMasks::* m, int by = 1) {
    return (here.*m << by) | (before.*m >> (64 - by));
  };
  using M = ByteMasks;
  const std::uint64_t next_word = next(&M::alnum) | next(&M::high);
  const std::uint64_t prev_word = prev(&M::alnum) | prev(&M::high);
  const std::uint64_t next_digit = next(&M::digit);
  const std::uint64_t start = ~prev(&M::alnum);
  const auto eastern = [&](const M& block, const M& following) {
    return (block.eastern_a_lead & ((block.eastern_a >> 1) | (following.eastern_a << 63))) |
           (block.eastern_b_lead & ((block.eastern_b >> 1) | (following.eastern_b << 63)));
  };
  const std::uint64_t eastern_here = eastern(here, after);
  const std::uint64_t eastern_before = eastern(before, here);
  // Whether a digit begins there is decided by two bytes; the last of the block after is left out,
  // which only bits that look two ahead could see.
  const std::uint64_t eastern_lead_next = next(&M::eastern_a_lead) | next(&M::eastern_b_lead);
  const std::uint64_t eastern_lead_next2 =
      next(&M::eastern_a_lead, 2) | next(&M::eastern_b_lead, 2);

  std::uint64_t found = here.at & (next_word | next(&M::underscore));
  found |= here.dot & prev_word & next_word & ~(prev(&M::digit) & next_digit);
  found |= here.colon & (next(&M::slash) | (prev(&M::hex) & next(&M::hex)) | next(&M::colon));
  found |= here.hash & (next_word | next(&M::underscore)) & ~(prev(&M::alnum) | prev(&M::amp));
  found |= here.plus &
           (next_digit | eastern_lead_next | next(&M::open) | (prev(&M::alnum) & next(&M::alnum)));
  found |= here.digit & start;
  found |= eastern_here & ~((eastern_here << 2) | (eastern_before >> 62));
  found |= here.upper & next(&M::upper) & start & (next(&M::digit, 2) | eastern_lead_next2);
  found |= here.open & (next(&M::dot) | next(&M::at) | next(&M::colon) | next(&M::slash) |
                        next(&M::a_d_u) | next_digit);
  found |= here.amp & (next(&M::hash) | (next(&M::alnum) & ~next_digit));
  found |= here.percent & next(&M::hex);
  found |= here.equals & (next(&M::newline) | next_digit);
  found |= (here.e2 & next(&M::b80)) | (here.c2 & next(&M::ad)) | (here.ef & next(&M::bb));
  found |= here.backslash & (next(&M::slash) | next(&M::a_d_u));
  found |= here.x & next(&M::x);
  found |= here.escape & next(&M::b8b);
  found |= here.zero & next(&M::zero, 2) & next(&M::zero, 4) & next(&M::zero, 6) &
           ~next(&M::zero, 1) & ~next(&M::zero, 3);
  found |= start & here.hex & next(&M::hex) & next(&M::minus, 2) & next(&M::hex, 3) &
           next(&M::hex, 4) & next(&M::minus, 5);

  const auto full_groups = [](std::uint64_t mask) {
    mask &= mask >> 1;
    mask &= mask >> 2;
    mask &= mask >> 4;
    return mask & 0x0101010101010101ULL;
  };
  const std::uint64_t groups = full_groups(here.alnum);
  const std::uint64_t groups_after = full_groups(after.alnum);
  return {found, groups & ((groups >> 8) | (groups_after << 56))};
}

}  // namespace sanad::selectors
