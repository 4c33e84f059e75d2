#include "name.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "text/fold.h"

namespace sanad::screening {
namespace {

using Word = std::u32string;
using View = std::u32string_view;

template <std::size_t N>
bool among(const View (&words)[N], View word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

constexpr View kTitles[] = {
    U"sheikh",    U"shaikh",   U"shaykh",    U"sheik",   U"cheikh",    U"mullah",  U"mulla",
    U"molla",     U"maulvi",   U"maulavi",   U"mawlawi", U"maulana",   U"mawlana", U"molana",
    U"hafiz",     U"qari",     U"haji",      U"hajji",   U"hajj",      U"hadji",   U"mufti",
    U"ustad",     U"ustaz",    U"ostad",     U"dr",      U"doctor",    U"mr",      U"mrs",
    U"ms",        U"prof",     U"professor", U"general", U"gen",       U"colonel", U"col",
    U"commander", U"engineer", U"eng",       U"imam",    U"ayatollah", U"hazrat",  U"janab",
    U"شيخ",       U"الشيخ",    U"ملا",       U"مولوي",   U"مولانا",    U"حافظ",    U"قاري",
    U"حاجي",      U"الحاج",    U"مفتي",      U"استاد",   U"استاذ",     U"دكتور",   U"الدكتور",
    U"مهندس",     U"امام",     U"حضرت",      U"جناب"};
constexpr View kDescent[] = {U"bin",  U"ibn", U"ben", U"bint", U"binti", U"ould", U"walad",
                             U"wald", U"son", U"بن",  U"ابن",  U"بنت",   U"ولد"};
constexpr View kArticles[] = {U"al",  U"el", U"ul", U"ur", U"ud", U"us", U"ad", U"as", U"an",
                              U"ash", U"az", U"at", U"ar", U"ed", U"er", U"es", U"ez", U"l"};
constexpr View kKunya[] = {U"abu", U"abou", U"aboo", U"umm", U"ابو", U"ابا", U"ابي", U"ام"};
constexpr View kLight[] = {U"sayyid", U"syed", U"sayed", U"sayyed", U"said", U"khan",
                           U"jan",    U"سيد",  U"السيد", U"خان",    U"جان"};
constexpr View kServants[] = {U"abd",   U"abdul", U"abdel",  U"abdal",
                              U"abdur", U"abdus", U"abdoul", U"عبد"};
// Second halves of compounds, and what each becomes.
struct Tail {
  View written;
  View normal;
};
constexpr Tail kTails[] = {
    {U"uddine", U"din"}, {U"eddine", U"din"}, {U"uddeen", U"din"}, {U"eddeen", U"din"},
    {U"aldeen", U"din"}, {U"uldeen", U"din"}, {U"uddin", U"din"},  {U"eddin", U"din"},
    {U"addin", U"din"},  {U"aldin", U"din"},  {U"uldin", U"din"},  {U"eldin", U"din"},
    {U"oddin", U"din"},  {U"udeen", U"din"},  {U"udin", U"din"},   {U"edin", U"din"},
    {U"ullah", U"lah"},  {U"ollah", U"lah"},  {U"allah", U"lah"},  {U"ulla", U"lah"},
    {U"الدين", U"دين"},  {U"الله", U"له"}};
constexpr View kHalves[] = {U"din", U"deen", U"dine", U"dean", U"دين"};

bool is_latin(View word) { return !word.empty() && word[0] < 0x250; }
bool is_vowel(char32_t c) { return View(U"aeiou").find(c) != View::npos; }

// "abdurrahman" -> "abdrahman": what stands between servant and name is an article.
Word after_servant(View rest) {
  std::size_t at = 0;
  if (rest.size() > 3 && is_vowel(rest[0])) {
    const bool doubled = rest.size() > 2 && rest[1] == rest[2] && !is_vowel(rest[1]);
    if (rest[1] == U'l' || doubled) at = 2;
    if (rest.starts_with(U"oul")) at = 3;
  }
  // "allah" keeps one l: its article is the first.
  return Word(rest.substr(at));
}

View without_arabic_article(View word) {
  return word.size() >= 4 && word.substr(0, 2) == U"ال" ? word.substr(2) : word;
}

Word joined_tail(View word) {
  for (const Tail& tail : kTails) {
    if (word.size() >= tail.written.size() + 2 && word.ends_with(tail.written)) {
      return Word(word.substr(0, word.size() - tail.written.size())) + Word(tail.normal);
    }
  }
  return Word(word);
}

// One word by itself: article, servant and tail inside it.
Word normal_word(View word) {
  if (!is_latin(word)) {
    if (word.size() > 5 && word.starts_with(U"عبدال")) return U"عبد" + Word(word.substr(5));
    const View bare = without_arabic_article(word);
    return bare.size() > 5 ? joined_tail(bare) : Word(bare);
  }
  if (word.size() > 6 && word.starts_with(U"abd")) return U"abd" + after_servant(word.substr(3));
  if (word.size() > 6 && word.starts_with(U"abul")) return U"abu" + Word(word.substr(4));
  return joined_tail(word);
}

struct Piece {
  std::string text;
  Word word;
};

class NameReader {
 public:
  Name run(const std::vector<Piece>& pieces) {
    std::size_t names = 0;
    for (const Piece& piece : pieces) {
      if (!among(kTitles, piece.word) && !among(kDescent, piece.word)) ++names;
    }
    for (std::size_t i = 0; i < pieces.size() && name_.parts.size() < kMaxNameParts; ++i) {
      take(pieces, i, names > 0);
    }
    for (NamePart& part : name_.parts) part.sounds = sounds_of(part.normal);
    std::erase_if(name_.parts, [](const NamePart& part) { return part.sounds.sounds.empty(); });
    return std::move(name_);
  }

 private:
  void take(const std::vector<Piece>& pieces, std::size_t& i, bool drop_titles) {
    const Piece& piece = pieces[i];
    const bool last = i + 1 == pieces.size();
    if (drop_titles && among(kTitles, piece.word)) return;
    if (!last && among(kDescent, piece.word)) {
      after_bin_ = true;
      return;
    }
    if (!last && among(kArticles, piece.word)) return;
    const bool servant = among(kServants, piece.word);
    if ((servant || among(kKunya, piece.word)) && !last) {
      std::string text = piece.text;
      ++i;
      // "Abd al-Rahman": the article belongs to neither.
      while (i + 1 < pieces.size() && among(kArticles, pieces[i].word))
        text += ' ' + pieces[i++].text;
      const Word rest = servant ? servant_rest(pieces[i].word) : normal_word(pieces[i].word);
      const Word head = is_latin(piece.word) ? piece.word : Word();
      add(text + ' ' + pieces[i].text, (head.empty() ? piece.word : latin_head(head)) + rest);
      return;
    }
    if (join_to_last(piece)) return;
    add(piece.text, normal_word(piece.word));
  }

  static Word servant_rest(View word) {
    if (!is_latin(word)) return Word(without_arabic_article(word));
    return word == U"allah" || word == U"ullah" ? Word(U"lah") : Word(word);
  }
  static Word latin_head(View head) {
    if (head.starts_with(U"abd")) return U"abd";
    return head.starts_with(U"ab") ? U"abu" : Word(head);
  }

  // "Nur | Din", "Nur | uddin", "Rahmat | ullah": second halves written apart.
  bool join_to_last(const Piece& piece) {
    if (name_.parts.empty()) return false;
    Word tail;
    if (among(kHalves, without_arabic_article(piece.word))) {
      tail = is_latin(piece.word) ? Word(U"din") : Word(U"دين");
    }
    for (const Tail& known : kTails) {
      if (piece.word == known.written) tail = known.normal;
    }
    if (tail.empty()) return false;
    NamePart& last = name_.parts.back();
    last.text += ' ' + piece.text;
    last.normal += tail;
    return true;
  }

  void add(std::string text, Word normal) {
    NamePart part;
    part.text = std::move(text);
    part.light = among(kLight, normal);
    part.normal = std::move(normal);
    part.after_bin = std::exchange(after_bin_, false);
    name_.parts.push_back(std::move(part));
  }

  Name name_;
  bool after_bin_ = false;
};

}  // namespace

Result<Name> parse_name(std::string_view text) {
  if (text.size() > kMaxNameBytes) {
    return Error{
        ErrorCode::kLimit,
        fmt::format("The name is longer than {} bytes; give the name alone.", kMaxNameBytes)};
  }
  SANAD_TRY(const text::Folded folded, text::fold(text));
  std::vector<Piece> pieces;
  const View letters = folded.letters;
  for (std::size_t at = 0; at < letters.size();) {
    const std::size_t end = std::min(letters.find(U' ', at), letters.size());
    const text::ByteRange range = folded.range(at, end);
    pieces.push_back({std::string(text.substr(range.begin, range.end - range.begin)),
                      Word(letters.substr(at, end - at))});
    at = end + 1;
  }
  return NameReader().run(pieces);
}

}  // namespace sanad::screening
