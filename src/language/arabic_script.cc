#include <algorithm>
#include <array>
#include <cstddef>

#include "decode.h"
#include "letters.h"
#include "text/fold.h"

namespace sanad::language {
namespace {

// Unicode 14, Arabic blocks: letters that the named language has and its neighbours have not.
constexpr std::u32string_view kSindhi = U"ٻڀٺٿٽڦڄڃڇڊڌڍڏڙڪڳڱڻ۽۾";
constexpr std::u32string_view kPashto = U"ټډړښږځڅڼېۍ";
constexpr std::u32string_view kUrdu = U"ٹڈڑںے";
// Uyghur and Sorani Kurdish: they share letters with the above, and are CLD2's to tell.
constexpr std::u32string_view kOthers = U"ۇۆۈۋەێڕڵ";

// Of Punjabi in Arabic letters (Shahmukhi) and of Urdu, which have the same letters: postpositions,
// pronouns and verbs that every second sentence has.
constexpr std::array<std::string_view, 51> kPunjabiWords = {
    "دا",    "دے",    "دی",    "دیاں",  "وچ",    "وچوں",  "نوں",    "توں",    "تے",
    "اے",    "نیں",   "سی",    "سن",    "ساں",   "اوہ",   "ایہہ",   "ایہ",    "اوس",
    "ایس",   "اسیں",  "تسیں",  "مینوں", "تینوں", "سانوں", "تہانوں", "اوہناں", "ایہناں",
    "ساڈا",  "ساڈی",  "ساڈے",  "تہاڈا", "تہاڈی", "نال",   "نئیں",   "جیہڑا",  "جیہڑی",
    "جیہڑے", "ایتھے", "اوتھے", "کتھے",  "کیہ",   "لئی",   "ہن",     "ہور",    "تاں",
    "پئی",   "پیا",   "رہیا",  "ہویا",  "کیتا",  "اک"};
constexpr std::array<std::string_view, 22> kUrduWords = {
    "کا",  "کی", "کے", "میں", "ہے", "ہیں", "سے", "کو",   "نہیں", "تھا", "تھی",
    "تھے", "ہم", "وہ", "یہ",  "اس", "پر",  "گا", "مجھے", "لیے",  "ہو",  "اور"};

struct Counts {
  std::size_t letters = 0, sindhi = 0, pashto = 0, urdu = 0, others = 0;
};

bool has(std::u32string_view letters, char32_t letter) {
  return letters.find(letter) != std::u32string_view::npos;
}

Counts count(std::string_view segment) {
  Counts counts;
  for (std::size_t at = 0; at < segment.size();) {
    const char32_t letter = decode_one(segment, at);
    if (text::script_of(letter) != text::Script::kArabic) continue;
    ++counts.letters;
    counts.sindhi += has(kSindhi, letter) ? 1 : 0;
    counts.pashto += has(kPashto, letter) ? 1 : 0;
    counts.urdu += has(kUrdu, letter) ? 1 : 0;
    counts.others += has(kOthers, letter) ? 1 : 0;
  }
  return counts;
}

bool is_word_end(char c) { return static_cast<unsigned char>(c) <= 0x2F; }

struct Words {
  int punjabi = 0, urdu = 0;
};

Words count_words(std::string_view segment) {
  Words words;
  for (std::size_t begin = 0; begin < segment.size();) {
    std::size_t end = begin;
    while (end < segment.size() && !is_word_end(segment[end])) ++end;
    std::string_view word = segment.substr(begin, end - begin);
    for (const std::string_view sign : {"۔", "،", "؟"}) {
      if (word.ends_with(sign)) word.remove_suffix(sign.size());
    }
    words.punjabi += std::ranges::find(kPunjabiWords, word) != kPunjabiWords.end() ? 1 : 0;
    words.urdu += std::ranges::find(kUrduWords, word) != kUrduWords.end() ? 1 : 0;
    begin = end + 1;
  }
  return words;
}

// One in thirty letters, and two of them unless nothing else is known: a name or a quoted word in
// another language is not enough.
bool speaks(std::size_t of_language, std::size_t letters, bool is_only_sign) {
  return of_language >= (is_only_sign ? 1U : 2U) && of_language * 30 >= letters;
}

}  // namespace

std::string correct_arabic_script(std::string_view segment, std::string_view of_cld2) {
  const Counts counts = count(segment);
  const bool is_of_others = counts.others > std::max(counts.pashto, counts.sindhi);
  if (!is_of_others &&
      speaks(std::max(counts.sindhi, counts.pashto), counts.letters, of_cld2.empty())) {
    if (counts.sindhi == counts.pashto) return "";
    return counts.sindhi > counts.pashto ? "sd" : "ps";
  }
  const bool is_of_urdu_letters =
      of_cld2 == "ur" || (speaks(counts.urdu, counts.letters, false) && !is_of_others);
  if (!is_of_urdu_letters) return std::string(of_cld2);
  const Words words = count_words(segment);
  if (words.punjabi > words.urdu) return "pa-Arab";
  return words.punjabi > 0 && words.punjabi == words.urdu ? "" : "ur";
}

}  // namespace sanad::language
