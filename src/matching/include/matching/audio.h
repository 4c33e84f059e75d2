// Two recordings compared by their raw Chromaprint fingerprints: where a part of one is heard in
// the other, also under speech.
//
// Idea: at the right offset, items (32 bits, eight a second) differ in few bits; elsewhere in about
// half of them. Speech over music spoils most items in some bits, so that no item is equal, as an
// index of items would need; the mean over some seconds still stands out. So each offset is
// looked at, with a sliding mean of the bit errors over a window.
//
// Cost: one popcount for each pair of items. The limits below were chosen between what altered and
// what unrelated invented tunes gave: over 48 items at best 0.26, over 192 at best 0.35 for 276
// unrelated pairs. docs/robustness.md has the table for other tunes. Held notes and silence keep
// most bits as they are, so any two of them are near each other: a part must also be nearer than
// the shares of its set bits explain.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sanad::matching {

struct AudioRule {
  // Two windows, since chance differs less from one half over a longer one. In items of about
  // 0.124 s; an error is the share of bits that differ.
  std::size_t short_items = 48;
  double short_error = 0.25;
  std::size_t long_items = 192;
  double long_error = 0.34;
  // Of a part, in deviations: how far its error is below what the shares of set bits alone would
  // give. Held notes of unrelated music seldom have more, altered tunes no less:
  // docs/robustness.md.
  double least_strength = 2.4;
  std::size_t max_segments = 32;
};

// Items begin..end (without end) of a are heard as those of b.
struct AudioSegment {
  std::size_t begin_a = 0;
  std::size_t end_a = 0;
  std::size_t begin_b = 0;
  std::size_t end_b = 0;
  double error = 0;  // 0 the same, about 0.5 by chance
};

// Best first; no part of a or b is in two segments that say the same twice (see audio.cc).
std::vector<AudioSegment> match_audio(std::span<const std::uint32_t> a,
                                      std::span<const std::uint32_t> b, const AudioRule& rule = {});

}  // namespace sanad::matching
