// The compressed text of a Chromaprint fingerprint, as lists and fpcalc have it, and its items.
//
// Bytes, in URL-safe base64 without padding: the algorithm's number, how many items (24 bits,
// big-endian), then two streams of bits, lowest first. Each item is taken as what differs from the
// one before it (XOR), and said by the distances from one set bit to the next, ended by 0: 3 bits
// each in the first stream; 7 stands for 7 and more, and the rest is in the second stream, 5 bits
// each, which begins at the next whole byte. Source: Chromaprint 1.5, its published form of
// fingerprints. Tested by chromaprint_test.cc.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sanad::matching {

inline constexpr int kChromaprintAlgorithm = 1;   // numbered from 0: the default of fpcalc
inline constexpr std::int64_t kItemUs = 123'810;  // from one item to the next: 1365 / 11025 s
inline constexpr std::size_t kMaxAudioItems = 1U << 20U;  // a day and a half of sound

std::string format_chromaprint(std::span<const std::uint32_t> items);

// kInvalid: not of that form, or of another algorithm, whose items cannot be compared with ours.
// kLimit: too long.
Result<std::vector<std::uint32_t>> parse_chromaprint(std::string_view text);

}  // namespace sanad::matching
