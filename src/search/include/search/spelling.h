// Words that are nearly the same, and words that sound the same in another script.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/sound.h"

namespace sanad::search {

// Letters to insert, delete, exchange or swap with their neighbour (optimal string alignment;
// Damerau 1964), fed letter by letter, so that a sorted list of words is tried with shared
// beginnings once.
class NearSpelling {
 public:
  static constexpr std::size_t kMaxLetters = 48;
  NearSpelling(std::u32string_view word, int most);

  // Sets letter number depth (from 0) of the word that is tried; the ones before stay.
  // False if no word that begins so is near: nothing longer need be tried.
  bool put(std::size_t depth, char32_t letter);
  // The distance of the first length letters; above most() where they are not near.
  int distance(std::size_t length) const { return rows_[length].costs[word_.size()]; }
  int most() const { return most_; }

 private:
  struct Row {
    std::array<std::uint8_t, kMaxLetters + 1> costs;
    std::uint8_t least;
  };
  std::u32string word_;
  std::u32string tried_;
  std::vector<Row> rows_;
  int most_;
};

// The distance of two words, or nothing above most.
std::optional<int> letters_apart(std::u32string_view a, std::u32string_view b, int most);

// A word under which those of another script that sound like it are filed.
inline constexpr float kSoundsAlike = 0.86F;
class OtherScript {
 public:
  // word: folded. Answers only Latin words to Arabic ones and the reverse.
  explicit OtherScript(std::u32string_view word);
  // False for words of other scripts, or too short to be told apart.
  bool usable() const { return !keys_.empty(); }
  // The keys under which sound_key() files candidates; ascending.
  const std::vector<std::uint32_t>& keys() const { return keys_; }
  // How alike, from kSoundsAlike to 1; 0 below that or in the same script.
  float alike(std::u32string_view other) const;

 private:
  bool arabic_ = false;
  text::SoundRow sounds_;
  std::vector<std::uint32_t> keys_;
};

// 0 for words that are not filed.
std::uint32_t sound_key(std::u32string_view word);

// The letters of well-formed UTF-8.
std::u32string letters_of(std::string_view utf8);

}  // namespace sanad::search
