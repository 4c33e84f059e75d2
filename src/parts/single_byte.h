// Which of the encodings of one byte a text without a mark is in.
//
// Each encoding is tried for each language that is written in it. A byte beyond ASCII speaks for it
// where it is a letter of that language, or a mark that stands where marks do; against it where it
// is none, where letters of two scripts meet in a word, where capitals follow small letters, or
// where a sign stands between letters. "Stra\xDFe" is no Arabic, since its letter would stand
// among Latin ones; "\xEF\xF0\xE8" is Russian in windows-1251, and nonsense in windows-1252.
// Of encodings that give the same text the one comes first that more use. Tested by
// encoding_test.cc.
#pragma once

#include <optional>

#include "base/bytes.h"

namespace sanad::parts {

struct SingleByteGuess {
  const char* charset;  // of static storage
  // Few letters speak for it, or nearly as much for another that reads otherwise.
  bool is_uncertain;
};

// sample: with a byte beyond ASCII. Nothing: it reads well in none of them.
std::optional<SingleByteGuess> guess_single_byte(ByteView sample);

}  // namespace sanad::parts
