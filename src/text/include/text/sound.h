// Words of names as sounds, so that one name written in two scripts, or twice in one, is near
// itself.
//
// Arabic script leaves short vowels out, and Latin transliterations differ in them, in qaf and kaf,
// in the emphatics, in th/s, dh/z, j/g and so on. A word becomes a row of sounds from either
// script; two rows are aligned with costs that say which sounds stand for one another (cost 0 the
// same, 1 nothing in common). The costs are our own, chosen on invented variants
// (docs/screening.md); languages that write these scripts and loans among them are what they know.
// Used for names of people (screening) and for words typed in another script (search). Tested by
// screening/name_test.cc and search/spelling_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::text {

enum class Sound : std::uint8_t {
  // Consonants.
  kB,
  kP,
  kF,
  kV,
  kM,
  kN,
  kL,
  kR,
  kT,
  kTh,
  kD,
  kDh,
  kDad,
  kS,
  kZ,
  kSh,
  kZh,
  kCh,
  kJ,
  kC,
  kK,
  kQ,
  kKh,
  kG,
  kGh,
  kH,
  // Between: consonants or vowels.
  kW,
  kY,
  kFinalY,
  kFinalH,
  kAspirate,
  // Vowels; kAny stands for ayn, and for the alef that begins a word.
  kA,
  kE,
  kI,
  kO,
  kU,
  kLongU,
  kAny,
  kOther,  // a letter that we do not know: equal only to itself
};
inline constexpr std::size_t kSounds = static_cast<std::size_t>(Sound::kOther) + 1;

struct SoundRow {
  std::vector<Sound> sounds;
  std::vector<char32_t> letters;  // what each came from, for kOther
  bool vowels_left_out = false;   // Arabic script
  float weight = 0;               // consonants 1, vowels less
  friend bool operator==(const SoundRow&, const SoundRow&) = default;
};

// word: folded, one word.
SoundRow sounds_of(std::u32string_view word);
SoundRow joined(const SoundRow& a, const SoundRow& b);

// 0 (nothing alike) to 1 (the same), by the cheapest alignment.
float similarity(const SoundRow& a, const SoundRow& b);

// Similarities below this are chance.
inline constexpr float kAlike = 0.80F;

// Keys under which a word is filed: the classes of its strong consonants, and, for longer words,
// these with one left out. Words that share no key are not compared.
std::vector<std::uint64_t> keys_of(const SoundRow& row);
// The first of them, with nothing left out.
std::uint64_t key_of(const SoundRow& row);

}  // namespace sanad::text
