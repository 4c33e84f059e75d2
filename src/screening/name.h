// A name taken apart: titles and markers of descent away, compounds joined, each part as sounds.
//
//   "Sheikh Abd al-Rahman bin Nur ud-Din"  ->  abd+rahman, nur+din (the father's name)
//   "عبدالرحمن نورالدين"                     ->  the same parts
// Tested by name_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/sound.h"

namespace sanad::screening {

using text::joined;
using text::kAlike;
using text::keys_of;
using text::similarity;
using text::SoundRow;
using text::sounds_of;

inline constexpr std::size_t kMaxNameParts = 12;
inline constexpr std::size_t kMaxNameBytes = 1000;

struct NamePart {
  std::string text;       // as written
  std::u32string normal;  // folded, without article, compound joined
  SoundRow sounds;
  bool after_bin = false;  // a marker of descent stands before it
  bool light = false;      // Sayyid, Khan: a part that tells little
};

struct Name {
  std::vector<NamePart> parts;  // in the order written; at most kMaxNameParts
};

// kLimit beyond kMaxNameBytes; a name of titles only keeps them as parts.
Result<Name> parse_name(std::string_view text);

}  // namespace sanad::screening
