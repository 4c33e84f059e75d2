// What of a text can be searched: its words, each under the spelling that all its spellings share.
//
//   tokenize("«الكتاب» #Harvest_Front")  ->  wكتاب 0, =الكتاب 0, wharvest 1, =Harvest 1, wfront 2,
//                                            =Front 2, #harvest_front 1
//
// text::fold levels letters; respell() (respell.h) then levels what writers of Urdu, Arabic,
// Pashto, Sindhi and Persian write in several ways. Scripts without spaces give pairs of letters. A
// hashtag or a handle is found whole and by its words; a URL or an address by its words in a row.
// What is levelled and what not: docs/search.md. Tested by tokens_test.cc and spelling_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/fold.h"

namespace sanad::search {

// Stored with every index; a change of what tokenize() gives raises it.
inline constexpr int kTokensVersion = 1;
// Of one word; what is longer is cut, in texts and in queries alike.
inline constexpr std::size_t kMaxWordLetters = 48;
// Words between title and text, so that no phrase and no NEAR reaches from one into the other.
inline constexpr std::uint32_t kFieldGap = 1000;

// The first byte of a term: what it is a term of.
enum class TermClass : char {
  kWord = 'w',       // a word of title or text, folded
  kAsWritten = '=',  // the same as it was written, where that differs from its term
  kHashtag = '#',    // whole, folded, its words joined by _
  kHandle = '@',
  kTitleWord = 't',  // a word of the title, the author's name, the chat's name, folded
  kAuthorWord = 'a',
  kChatWord = 'c',
  kAuthor = 'i',  // identifiers and other facts, as they are
  kChat = 'j',
  kKind = 'k',
  kPlatform = 'p',
  kExhibit = 'e',
  kLanguage = 'l',
  kHas = 'h',
};
std::string term_of(TermClass term_class, std::string_view text);

struct Token {
  std::string term;            // class and text
  std::uint32_t position = 0;  // of the word in its text; several tokens may stand at one
  std::uint32_t words = 1;     // positions that it covers
  text::ByteRange range;       // bytes of the original
  bool rewritten = false;      // a kAsWritten token of other letters stands beside it
};

// Tokens in the order of their positions. words: the class that words get; hashtags, handles and
// words as written come only with kWord. kLimit as text::fold().
Result<std::vector<Token>> tokenize(std::string_view text, TermClass words = TermClass::kWord);

// A word as it was written: its bytes without joiners and marks of direction.
std::string as_written(std::string_view bytes);

}  // namespace sanad::search
