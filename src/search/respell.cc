#include "respell.h"

#include <algorithm>
#include <array>

namespace sanad::search {
namespace {

constexpr char32_t kHamza = U'ء';

bool is_arabic(char32_t c) { return c >= 0x620 && c < 0x700; }

bool carries_hamza(char32_t written) {
  return written == U'ئ' || written == U'ؤ' || written == kHamza ||
         (written >= 0xFE80 && written <= 0xFE80) || written == 0xFE85 || written == 0xFE86 ||
         (written >= 0xFE89 && written <= 0xFE8C);
}

bool is_teh_marbuta(char32_t written) {
  return written == U'ة' || written == U'ۃ' || written == 0xFE93 || written == 0xFE94;
}

// Letters of Sindhi and Pashto as Urdu, or the neighbours who lack them, write the same sound.
std::u32string_view neighbours_spelling(char32_t letter) {
  switch (letter) {
    case U'ٻ':
      return U"ب";
    case U'ڀ':
      return U"بھ";
    case U'ٿ':
      return U"تھ";
    case U'ٽ':
    case U'ټ':
      return U"ٹ";
    case U'ٺ':
      return U"ٹھ";
    case U'ڦ':
      return U"پھ";
    case U'ڄ':
      return U"ج";
    case U'ڇ':
      return U"چھ";
    case U'ڌ':
      return U"دھ";
    case U'ڏ':
    case U'ڊ':
    case U'ډ':
      return U"ڈ";
    case U'ڍ':
      return U"ڈھ";
    case U'ڙ':
    case U'ړ':
      return U"ڑ";
    case U'ڳ':
      return U"گ";
    case U'ڻ':
    case U'ڼ':
      return U"ن";
    case U'ښ':
      return U"ش";
    default:
      return {};
  }
}

// Letters that Arabic does not have: a word with one bears no Arabic article.
bool is_foreign_to_arabic(char32_t letter) {
  return std::u32string_view(U"پچژگٹڈڑےںھڤ").find(letter) != std::u32string_view::npos;
}

// Letters of words that Urdu has from its own stock, which end in alef or heh at will.
bool is_indic(char32_t letter) {
  return std::u32string_view(U"ٹڈڑھ").find(letter) != std::u32string_view::npos;
}

// Words that begin like the article and do not bear it, folded.
constexpr std::u32string_view kNoArticle[] = {
    U"الله",    U"اللهم",     U"التماس", U"التجا",   U"التوا",   U"الزام",  U"الماس",  U"البته",
    U"الحاق",   U"التفات",    U"الهام",  U"الطاف",   U"البوم",   U"الارم",  U"الجبرا", U"اليكشن",
    U"الكشن",   U"المناك",    U"الميه",  U"البانيا", U"المانيا", U"العاب",  U"الوان",  U"الفاظ",
    U"القاب",   U"الحان",     U"الياس",  U"الجهن",   U"الجها",   U"الحذر",  U"السر",   U"الكحل",
    U"الكترون", U"الكترونيك", U"المپيك", U"اليوم",   U"والدين",  U"والدان", U"كالوني", U"كالونيا",
    U"بالغين",  U"بالغان",    U"بالغون", U"للكار",   U"للكارا",  U"وللو",   U"باليں",  U"والدي",
    U"الزامات", U"الماني",    U"البرز",  U"الوند",   U"الكن",    U"الناز",  U"بالون",  U"بالونه",
    U"فالوده",  U"والنتين",   U"كالبد",  U"كالري",   U"بالش",    U"والور",  U"والي"};

std::size_t article_length(std::u32string_view word) {
  const auto is = [&](std::u32string_view head) {
    return word.starts_with(head) && word.size() - head.size() >= 3;
  };
  const bool bears = is(U"ال") || is(U"وال") || is(U"بال") || is(U"فال") || is(U"كال") || is(U"لل");
  if (!bears || std::any_of(word.begin(), word.end(), is_foreign_to_arabic)) return 0;
  if (std::find(std::begin(kNoArticle), std::end(kNoArticle), word) != std::end(kNoArticle))
    return 0;
  return word.starts_with(U"ال") || word.starts_with(U"لل") ? 2 : 3;
}

struct Usual {
  std::u32string_view word;
  std::u32string_view usual;
};

// Words with an alef that some write and some do not, folded.
constexpr Usual kUsual[] = {
    {U"رحمان", U"رحمن"},   {U"اسحاق", U"اسحق"},     {U"اسماعيل", U"اسمعيل"}, {U"زكوه", U"زكاه"},
    {U"صلوه", U"صلاه"},    {U"مشكوه", U"مشكاه"},    {U"حيوه", U"حياه"},      {U"هرون", U"هارون"},
    {U"سليمن", U"سليمان"}, {U"عثمن", U"عثمان"},     {U"خاں", U"خان"},        {U"موسا", U"موسي"},
    {U"عيسا", U"عيسي"},    {U"مصطفا", U"مصطفي"},    {U"مرتضا", U"مرتضي"},    {U"مجتبا", U"مجتبي"},
    {U"اعلا", U"اعلي"},    {U"لاكن", U"لكن"},       {U"تقوا", U"تقوي"},      {U"فتوا", U"فتوي"},
    {U"دعوا", U"دعوي"},    {U"ابرهيم", U"ابراهيم"}, {U"سموات", U"سماوات"},   {U"يحيا", U"يحيي"},
};

std::u32string usual_spelling(std::u32string word) {
  for (const Usual& row : kUsual) {
    if (word == row.word) return std::u32string(row.usual);
  }
  return word;
}

std::u32string level(std::u32string_view letters, std::u32string_view written) {
  std::u32string out;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const char32_t letter = letters[i];
    const bool inside = i > 0 && i + 1 < letters.size();
    // The seat of a hamza before waw is anyone's choice, and so is a hamza without one.
    if (i > 0 && i + 1 < letters.size() && carries_hamza(written[i]) && letters[i + 1] == U'و')
      continue;
    if (inside && letter == kHamza) continue;
    // As text::fold does at the end of a word; a joined one may end here too.
    if (letter == kHamza && i + 1 == letters.size() && out.size() >= 3) continue;
    // Barree yeh with hamza stands for the two signs that others type.
    if (written[i] == U'ۓ' && !out.empty() && out.back() != U'ي') out += U'ي';
    if (letter == U'و' && !out.empty() && out.back() == U'و') continue;
    const std::u32string_view other = neighbours_spelling(letter);
    if (other.empty()) {
      out += letter;
    } else {
      out += other;
    }
  }
  if (out.size() > 2 && out.back() == U'ه' && std::any_of(out.begin(), out.end(), is_indic)) {
    out.back() = U'ا';
  }
  out.erase(0, article_length(out));
  return usual_spelling(std::move(out));
}

// "رحمٰن" also as "رحمان", "موسیٰ" also as "موسا".
std::u32string with_alefs(std::u32string_view word, std::u32string_view written,
                          const std::vector<bool>& marked, std::size_t from) {
  std::u32string letters;
  std::u32string sources;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool last = i + 1 == word.size();
    const bool stands_for_it = marked[from + i] && (word[i] == U'و' || (last && word[i] == U'ي'));
    letters += stands_for_it ? U'ا' : word[i];
    sources += written[i];
    if (marked[from + i] && !stands_for_it && !last && word[i + 1] != U'ا') {
      letters += U'ا';
      sources += U'ا';
    }
  }
  return level(letters, sources);
}

Respelled respell_part(std::u32string_view letters, std::u32string_view written,
                       const std::vector<bool>& marked, std::size_t first, std::size_t last) {
  const auto word = letters.substr(first, last - first);
  const auto sources = written.substr(first, last - first);
  Respelled out{level(word, sources), {}, first, last};
  const bool alef = std::find(marked.begin() + static_cast<std::ptrdiff_t>(first),
                              marked.begin() + static_cast<std::ptrdiff_t>(last),
                              true) != marked.begin() + static_cast<std::ptrdiff_t>(last);
  if (alef) out.other = with_alefs(word, sources, marked, first);
  // Urdu and Persian write the teh marbuta of Arabic words as a plain teh.
  if (is_teh_marbuta(sources.back()) && out.letters.size() > 2 && out.letters.back() == U'ه') {
    if (alef && out.other != out.letters) out.letters = out.other;
    out.other = out.letters.substr(0, out.letters.size() - 1) + U'ت';
  }
  if (out.other == out.letters) out.other.clear();
  return out;
}

// Where writers join what others part: Abd al-Rahman, Nasr Allah, Salah al-Din. 0 for nowhere.
std::size_t join_at(std::u32string_view word) {
  if (word.starts_with(U"عبدال") && word.size() >= 8) return 3;
  constexpr std::u32string_view kTails[] = {U"الله", U"الدين", U"الحق", U"الرحمن", U"الاسلام"};
  for (const std::u32string_view tail : kTails) {
    const std::size_t head = word.size() - std::min(word.size(), tail.size());
    // "The parents" and "the immortal" only look as if.
    if (word.ends_with(tail) && head >= 2 && !word.substr(0, head).starts_with(U"ال") &&
        !word.starts_with(U"لل") && !word.starts_with(U"وال") && !word.starts_with(U"بال")) {
      return head;
    }
  }
  return 0;
}

struct LookAlike {
  char32_t letter;
  char32_t latin;
};

// Cyrillic and Greek letters that are drawn like Latin ones, folded.
constexpr LookAlike kLookAlikes[] = {
    {U'а', U'a'}, {U'в', U'b'}, {U'с', U'c'}, {U'ԁ', U'd'}, {U'е', U'e'}, {U'һ', U'h'},
    {U'і', U'i'}, {U'ј', U'j'}, {U'к', U'k'}, {U'м', U'm'}, {U'н', U'h'}, {U'о', U'o'},
    {U'р', U'p'}, {U'ѕ', U's'}, {U'т', U't'}, {U'у', U'y'}, {U'х', U'x'}, {U'ѵ', U'v'},
    {U'α', U'a'}, {U'β', U'b'}, {U'ε', U'e'}, {U'η', U'n'}, {U'ι', U'i'}, {U'κ', U'k'},
    {U'ν', U'v'}, {U'ο', U'o'}, {U'ρ', U'p'}, {U'τ', U't'}, {U'υ', U'u'}, {U'χ', U'x'}};

// A word of Latin letters in which some are exchanged for look-alikes.
std::u32string unmasked(std::u32string_view word) {
  std::u32string out(word);
  const auto is_latin = [](char32_t c) { return c >= U'a' && c <= U'z'; };
  if (std::none_of(out.begin(), out.end(), is_latin)) return out;
  for (char32_t& letter : out) {
    const auto* row = std::find_if(std::begin(kLookAlikes), std::end(kLookAlikes),
                                   [&](const LookAlike& one) { return one.letter == letter; });
    if (row != std::end(kLookAlikes)) letter = row->latin;
  }
  return out;
}

}  // namespace

std::vector<Respelled> respell(std::u32string_view letters, std::u32string_view written,
                               const std::vector<bool>& marked) {
  if (std::none_of(letters.begin(), letters.end(), is_arabic)) {
    return {{unmasked(letters), {}, 0, letters.size()}};
  }
  const std::size_t join = join_at(letters);
  if (join == 0) return {respell_part(letters, written, marked, 0, letters.size())};
  return {respell_part(letters, written, marked, 0, join),
          respell_part(letters, written, marked, join, letters.size())};
}

}  // namespace sanad::search
