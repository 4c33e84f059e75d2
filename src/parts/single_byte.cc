#include "single_byte.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::parts {
namespace {

using Table = std::array<char32_t, 256>;  // U+FFFD where there is no character

struct Language {
  const char* charset;
  // What its texts are made of beyond ASCII; capitals are their small letters'.
  std::u32string_view letters;
  // Taken off for each byte: fewer files are in it.
  double rarity;
};

constexpr std::u32string_view kFrench = U"éèàçêôîûùëïâœ", kGerman = U"äöüß", kSpanish = U"áéíóúñü",
                              kPortuguese = U"ãõçáéíóúâêôà", kItalian = U"àèéìòù",
                              kSwedish = U"åäöé", kDanish = U"æøåé", kIcelandic = U"áéíóúýþæöð",
                              kDutch = U"ëïéèöü";
constexpr std::u32string_view kPolish = U"ąćęłńóśżź", kCzech = U"áčďéěíňóřšťúůýžľôä",
                              kHungarian = U"áéíóöőúüű", kRomanian = U"ăâîşţ", kCroatian = U"čćžšđ";
constexpr std::u32string_view kTurkish = U"çğıöşüâîû", kLithuanian = U"ąčęėįšųūž",
                              kLatvian = U"āčēģīķļņšūž";
// Of alphabets of their own, all letters by how frequent they are: those of one encoding are rare
// ones of another.
constexpr std::u32string_view kRussian = U"оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
                              kUkrainian = U"оаинвтіерсклдпумязьбгчйхжїшюєщцф",
                              kSerbian = U"аоиенрстјвкдуплмзгбшчцљхњжћђџф";
constexpr std::u32string_view kGreek = U"αοιετσνηυρπκμλςωγδχάίόέθήύώβφξζψϊϋ",
                              kHebrew = U"יוהלאמרתבשנכדעחםפקןטגסזצךףץ";
constexpr std::u32string_view kArabic = U"اليمنورتبةعدسفهكقأحجشطصخضذثئىغزءظؤإآ",
                              kUrdu = U"اريکہےنسمتوںلبپدگچجھحعشقآفزخٹضطئصڈغڑءذثظژؤكى";

constexpr double kSeldom = 0.05, kOld = 0.2;
constexpr std::array<Language, 52> kLanguages = {{
    {"windows-1252", kFrench, 0},
    {"windows-1252", kGerman, 0},
    {"windows-1252", kSpanish, 0},
    {"windows-1252", kPortuguese, 0},
    {"windows-1252", kItalian, 0},
    {"windows-1252", kSwedish, 0},
    {"windows-1252", kDanish, 0},
    {"windows-1252", kIcelandic, 0},
    {"windows-1252", kDutch, 0},
    {"windows-1256", kArabic, 0},
    {"windows-1256", kUrdu, 0},
    {"windows-1251", kRussian, 0},
    {"windows-1251", kUkrainian, 0},
    {"windows-1251", kSerbian, 0},
    {"windows-1250", kPolish, 0},
    {"windows-1250", kCzech, 0},
    {"windows-1250", kHungarian, 0},
    {"windows-1250", kRomanian, 0},
    {"windows-1250", kCroatian, 0},
    {"windows-1254", kTurkish, 0},
    {"windows-1253", kGreek, 0},
    {"windows-1255", kHebrew, 0},
    {"windows-1257", kLithuanian, kSeldom},
    {"windows-1257", kLatvian, kSeldom},
    {"KOI8-R", kRussian, kSeldom},
    {"KOI8-U", kUkrainian, kSeldom},
    {"ISO-8859-2", kPolish, kSeldom},
    {"ISO-8859-2", kCzech, kSeldom},
    {"ISO-8859-2", kHungarian, kSeldom},
    {"ISO-8859-2", kRomanian, kSeldom},
    {"ISO-8859-2", kCroatian, kSeldom},
    {"ISO-8859-5", kRussian, kSeldom},
    {"ISO-8859-6", kArabic, kSeldom},
    {"ISO-8859-7", kGreek, kSeldom},
    {"ISO-8859-8", kHebrew, kSeldom},
    {"ISO-8859-15", kFrench, kSeldom},
    {"macintosh", kFrench, kOld},
    {"macintosh", kGerman, kOld},
    {"macintosh", kSpanish, kOld},
    {"macintosh", kPortuguese, kOld},
    {"macintosh", kItalian, kOld},
    {"macintosh", kSwedish, kOld},
    {"macintosh", kDanish, kOld},
    {"IBM850", kFrench, kOld},
    {"IBM850", kGerman, kOld},
    {"IBM850", kSpanish, kOld},
    {"IBM850", kPortuguese, kOld},
    {"IBM850", kItalian, kOld},
    {"IBM850", kSwedish, kOld},
    {"IBM850", kDanish, kOld},
    {"IBM852", kPolish, kOld},
    {"IBM866", kRussian, kOld},
}};

constexpr char32_t kNone = 0xFFFD;
constexpr std::u32string_view kMarks =
    U"“”„‘’‚–—…«»¿¡€£§°ºª·•©®™\u00A0،؛؟ـ\u200C\u200D\u200E\u200F";
// Between letters of one word: apostrophes, a point, and what is not seen.
constexpr std::u32string_view kWithinWords = U"’‘·ـ\u00A0\u200C\u200D\u200E\u200F";

bool has(std::u32string_view all, char32_t one) {
  return all.find(one) != std::u32string_view::npos;
}

Table table_of(const char* charset) {
  Table table{};
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> from(::ucnv_open(charset, &status),
                                                                ::ucnv_close);
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto byte = static_cast<char>(i);
    const char* at = &byte;
    UErrorCode one = U_ZERO_ERROR;
    table[i] = U_SUCCESS(status) != 0 && from
                   ? static_cast<char32_t>(::ucnv_getNextUChar(from.get(), &at, at + 1, &one))
                   : kNone;
    if (U_FAILURE(one) != 0 || (table[i] >= 0x80 && table[i] < 0xA0)) table[i] = kNone;
  }
  return table;
}

bool is_letter(char32_t c) {
  return c != kNone && (::u_isalpha(static_cast<UChar32>(c)) != 0 ||
                        ::u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK);
}
bool is_capital(char32_t c) { return ::u_isupper(static_cast<UChar32>(c)) != 0; }
bool is_small(char32_t c) { return ::u_islower(static_cast<UChar32>(c)) != 0; }

bool are_of_two_scripts(char32_t a, char32_t b) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode one = ::uscript_getScript(static_cast<UChar32>(a), &status),
                    other = ::uscript_getScript(static_cast<UChar32>(b), &status);
  return one != other && one > USCRIPT_INHERITED && other > USCRIPT_INHERITED;
}

// How much a letter speaks for a language.
double weight(char32_t small, std::u32string_view letters) {
  constexpr double kOther = -1, kMostFrequent = 1.25, kSlope = 1;
  constexpr std::size_t kAlphabet = 20;
  const std::size_t place = letters.find(small);
  if (place == std::u32string_view::npos) return kOther;
  if (letters.size() < kAlphabet) return 1;
  return kMostFrequent - kSlope * static_cast<double>(place) / static_cast<double>(letters.size());
}

// What one byte says for the encoding by which it is c, between before and after.
double says(char32_t before, char32_t c, char32_t after, std::u32string_view letters) {
  constexpr double kNoCharacter = -5, kOther = -1, kTwoScripts = -1.5, kCapitalWithin = -2,
                   kMark = 0.5, kSign = -0.7, kSignWithin = -2, kMarkWithin = -1.5, kShouted = 0.3;
  if (c == kNone) return kNoCharacter;
  const bool is_within = is_letter(before) && is_letter(after);
  if (!is_letter(c)) {
    if (!has(kMarks, c)) return is_within ? kSignWithin : kSign;
    return is_within && !has(kWithinWords, c) ? kMarkWithin : kMark;
  }
  const bool is_mark = ::u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
  const auto small = static_cast<char32_t>(::u_tolower(static_cast<UChar32>(c)));
  double value = is_mark ? (is_letter(before) ? kMark : kOther) : weight(small, letters);
  for (const char32_t beside : {before, after})
    if (is_letter(beside) && are_of_two_scripts(beside, c)) value += kTwoScripts;
  if (is_capital(c) && is_letter(before)) value = std::min(value, kShouted);
  if ((is_capital(c) && is_small(before)) || (is_small(c) && is_capital(after)))
    value += kCapitalWithin;
  return value;
}

double score(ByteView sample, const Table& table, const Language& language) {
  double sum = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if (sample[i] < 0x80) continue;
    sum += says(i > 0 ? table[sample[i - 1]] : U' ', table[sample[i]],
                i + 1 < sample.size() ? table[sample[i + 1]] : U' ', language.letters) -
           language.rarity;
  }
  return sum;
}

bool read_alike(ByteView sample, const Table& a, const Table& b) {
  return std::ranges::all_of(sample, [&](std::uint8_t byte) { return a[byte] == b[byte]; });
}

}  // namespace

std::optional<SingleByteGuess> guess_single_byte(ByteView sample) {
  constexpr double kLeast = 0.3, kClear = 0.15;  // for each byte beyond ASCII
  constexpr std::ptrdiff_t kFew = 6;
  const auto count = std::ranges::count_if(sample, [](std::uint8_t byte) { return byte >= 0x80; });
  if (count == 0) return std::nullopt;
  std::map<std::string_view, Table> tables;
  std::vector<double> scores;
  for (const Language& language : kLanguages) {
    const std::string_view charset = language.charset;
    if (!tables.contains(charset)) tables.emplace(charset, table_of(language.charset));
    scores.push_back(score(sample, tables.at(charset), language));
  }
  const auto best = static_cast<std::size_t>(std::ranges::max_element(scores) - scores.begin());
  const auto all = static_cast<double>(count);
  if (scores[best] < kLeast * all) return std::nullopt;
  SingleByteGuess guess{kLanguages[best].charset, count < kFew};
  const Table& read = tables.at(guess.charset);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (scores[best] - scores[i] < kClear * all &&
        !read_alike(sample, read, tables.at(kLanguages[i].charset)))
      guess.is_uncertain = true;
  }
  return guess;
}

}  // namespace sanad::parts
