// One spelling for what the languages of Arabic script write in several ways, beyond the letters
// that text::fold levels. Every rule is a row of docs/search.md.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::search {

// Letters [first, last) of a folded word became this.
struct Respelled {
  std::u32string letters;
  std::u32string other;  // a second spelling to be filed under, if any
  std::size_t first = 0;
  std::size_t last = 0;
};

// letters: one folded word, not empty. written: the code point that each came from.
// marked: letters that bore a superscript alef. More than one result where writers join words.
std::vector<Respelled> respell(std::u32string_view letters, std::u32string_view written,
                               const std::vector<bool>& marked);

}  // namespace sanad::search
