// Invented texts for tests and benches.
#pragma once

#include <random>
#include <string>

#include "text/fingerprint.h"

namespace sanad::text {

inline Fingerprint made(std::string_view text) { return fingerprint(text).value(); }

inline std::string random_letters(std::mt19937& random, std::size_t count, int alphabet) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += static_cast<char>('a' + static_cast<int>(random() % static_cast<unsigned>(alphabet)));
  }
  return out;
}

// Words of syllables, the shorter ones more often, as in a language.
inline std::string random_word(std::mt19937& random) {
  static constexpr const char* kSyllables[] = {"ba", "re", "ti", "mon", "sa", "lu",  "ke", "da",
                                               "ro", "vi", "na", "ze",  "pa", "tor", "mi", "shu"};
  std::string out;
  const std::size_t count = 1 + random() % 2 + random() % 2;
  for (std::size_t i = 0; i < count; ++i) out += kSyllables[random() % 16];
  return out;
}

inline std::string random_words(std::mt19937& random, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    if (i > 0) out += ' ';
    out += random_word(random);
  }
  return out;
}

}  // namespace sanad::text
