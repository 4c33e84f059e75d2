// Near-duplicate text: whether two texts share passages, however they were typed.
//
// Problem: a statement is typed again, with other punctuation and spelling of letters, or a few of
// its sentences stand inside a long article. Whole-text digests and sketches miss that.
// Idea: fold the text, drop the spaces, hash every run of 20 letters (a shingle), and keep of each
// 32 consecutive shingles the one with the least hash (winnowing: Schleimer, Wilkerson and Aiken,
// SIGMOD 2003). What is kept depends only on the letters around it, so:
//   two texts that share kGuaranteedLetters = 51 letters in a row always share a mark.
// About 6 of 100 letters leave a mark. No language is assumed.
// Limits: shorter shared runs are found only by luck; texts under 20 letters have no marks.
// Tested by fingerprint_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/fold.h"

namespace sanad::text {

inline constexpr std::size_t kShingleLetters = 20;
inline constexpr std::size_t kWindowShingles = 32;
inline constexpr std::size_t kGuaranteedLetters = kShingleLetters + kWindowShingles - 1;
// Names shingle, window, hash and folding; fingerprints of different names are not compared.
inline constexpr std::string_view kFingerprintAlgorithm = "sanad-passages-1";

struct Fingerprint {
  std::uint64_t letters = 0;         // of the folded text, spaces not counted
  std::vector<std::uint64_t> marks;  // ascending, distinct
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

// kLimit as fold().
Result<Fingerprint> fingerprint(std::string_view text);

// "sanad-passages-1:LETTERS:BASE64 of the marks, 8 bytes each, big-endian".
std::string format_fingerprint(const Fingerprint& value);
// kInvalid names what is wrong; also for another algorithm's fingerprint.
Result<Fingerprint> parse_fingerprint(std::string_view text);

// The share of a's marks that b has, 0 to 1: how much of a stands in b. 0 if a has none.
double containment(const Fingerprint& a, const Fingerprint& b);

// A stretch that two texts share: bytes in each, from its first shared letter to its last. Inside,
// up to kJoinLetters letters in a row may differ.
struct Passage {
  ByteRange a;
  ByteRange b;
  std::uint64_t letters = 0;  // that agree
};
inline constexpr std::size_t kJoinLetters = 40;

struct Comparison {
  std::vector<Passage> passages;  // in the order of b
  double share_of_a = 0;          // of the letters of each text that stand in passages and agree
  double share_of_b = 0;
};
// All runs of at least kShingleLetters shared letters, joined to passages. Where a repeats itself,
// the first of its kMaxRepeats places that agrees longest is taken. kLimit as fold().
inline constexpr std::size_t kMaxRepeats = 8;
Result<Comparison> compare(std::string_view a, std::string_view b);

}  // namespace sanad::text
