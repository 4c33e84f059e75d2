// Names of months in English, Urdu, Arabic (both usages), Persian, Dari and Pashto, for three
// calendars. Arabic letters are compared by what they are, not by how a keyboard wrote them.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core.h"

namespace sanad::selectors {
namespace {

struct Names {
  Calendar calendar;
  int month;
  std::u32string_view names;  // with '|' between
};
using enum Calendar;
constexpr std::array<Names, 36> kNames = {{
    {kGregorian, 1, U"january|jan|جنوری|ینایر|کانون الثانی|ژانویه|جنوري"},
    {kGregorian, 2, U"february|feb|فروری|فبرایر|شباط|فوریه"},
    {kGregorian, 3, U"march|mar|مارچ|مارس|اذار|آذار"},
    {kGregorian, 4, U"april|apr|اپریل|ابریل|نیسان|آوریل"},
    {kGregorian, 5, U"may|مئی|مایو|ایار|مه|می"},
    {kGregorian, 6, U"june|jun|جون|یونیو|حزیران|ژوئن"},
    {kGregorian, 7, U"july|jul|جولائی|یولیو|تموز|ژوئیه|جولای"},
    {kGregorian, 8, U"august|aug|اگست|اغسطس|آب|اوت"},
    {kGregorian, 9, U"september|sept|sep|ستمبر|سبتمبر|ایلول|سپتامبر"},
    {kGregorian, 10, U"october|oct|اکتوبر|تشرین الاول|اکتبر"},
    {kGregorian, 11, U"november|nov|نومبر|نوفمبر|تشرین الثانی|نوامبر"},
    {kGregorian, 12, U"december|dec|دسمبر|دیسمبر|کانون الاول|دسامبر"},
    {kHijri, 1, U"muharram|محرم الحرام|محرم"},
    {kHijri, 2, U"safar|صفر المظفر|صفر"},
    {kHijri, 3, U"rabi al-awwal|rabi' al-awwal|rabi ul awwal|rabi i|ربیع الاول"},
    {kHijri, 4, U"rabi al-thani|rabi' al-thani|rabi us sani|rabi ii|ربیع الثانی|ربیع الآخر"},
    {kHijri, 5, U"jumada al-ula|jumada al-awwal|jumada i|جمادی الاول|جمادی الاولی"},
    {kHijri, 6,
     U"jumada al-thani|jumada al-akhirah|jumada ii|جمادی الثانی|جمادی الآخره|جمادی الثانیه"},
    {kHijri, 7, U"rajab|رجب المرجب|رجب"},
    {kHijri, 8, U"shaban|sha'ban|شعبان المعظم|شعبان"},
    {kHijri, 9, U"ramadan|ramazan|رمضان المبارک|رمضان"},
    {kHijri, 10, U"shawwal|شوال المکرم|شوال"},
    {kHijri, 11, U"dhu al-qadah|dhu al-qi'dah|zilqad|ذو القعده|ذوالقعده|ذی القعده|ذیقعده"},
    {kHijri, 12, U"dhu al-hijjah|zilhaj|ذو الحجه|ذوالحجه|ذی الحجه|ذیحجه"},
    {kSolarHijri, 1, U"farvardin|فروردین|حمل|وری"},
    {kSolarHijri, 2, U"ordibehesht|اردیبهشت|ثور|غویی"},
    {kSolarHijri, 3, U"khordad|خرداد|جوزا|غبرگولی"},
    {kSolarHijri, 4, U"tir|تیر|سرطان|چنگاښ"},
    {kSolarHijri, 5, U"mordad|مرداد|اسد|زمری"},
    {kSolarHijri, 6, U"shahrivar|شهریور|سنبله|وږی"},
    {kSolarHijri, 7, U"mehr|مهر|میزان|تله"},
    {kSolarHijri, 8, U"aban|آبان|عقرب|لړم"},
    {kSolarHijri, 9, U"azar|آذر|قوس|لیندۍ"},
    {kSolarHijri, 10, U"dey|دی|جدی|مرغومی"},
    {kSolarHijri, 11, U"bahman|بهمن|دلو|سلواغه"},
    {kSolarHijri, 12, U"esfand|اسفند|حوت|کب"},
}};

// Vowel signs, tatweel and zero-width characters are passed over (0).
char32_t fold(char32_t code) {
  if (code < 0x80) return lower(static_cast<Byte>(code));
  switch (code) {
    case 0x64A:
    case 0x649:
    case 0x6D0:
      return 0x6CC;
    case 0x643:
      return 0x6A9;
    case 0x629:
    case 0x6C1:
    case 0x6C3:
    case 0x6BE:
    case 0x6D5:
      return 0x647;
    case 0x622:
    case 0x623:
    case 0x625:
    case 0x671:
      return 0x627;
    case 0xA0:
      return ' ';
    case 0x640:
      return 0;
    default:
      break;
  }
  return (code >= 0x64B && code <= 0x65F) || code == 0x670 || is_invisible(code) ? 0 : code;
}

// The folded letters of up to 24 code points, with the byte after (or before) each.
struct Letters {
  std::u32string folded;
  std::array<const Byte*, 25> ends{};
};

Letters letters_at(const Byte* at) {
  Letters letters;
  letters.ends[0] = at;
  for (int i = 0; i < 32 && letters.folded.size() < 24; ++i) {
    const Code code = code_at(at);
    if (code.bytes == 0 || code.value < 0x20) break;
    at += code.bytes;
    const char32_t letter = fold(code.value);
    if (letter != 0) letters.folded += letter;
    letters.ends[letters.folded.size()] = at;
  }
  return letters;
}

Letters letters_before(const Byte* end) {
  Letters letters;
  letters.ends[0] = end;
  for (int i = 0; i < 32 && letters.folded.size() < 24; ++i) {
    const Code code = code_before(end);
    if (code.bytes == 0 || code.value < 0x20) break;
    end -= code.bytes;
    const char32_t letter = fold(code.value);
    if (letter != 0) letters.folded += letter;
    letters.ends[letters.folded.size()] = end;
  }
  return letters;
}

bool continues_word(char32_t code) { return is_word_code(code) && !(code >= '0' && code <= '9'); }

// The name, folded as texts are.
std::u32string folded_name(std::u32string_view name) {
  std::u32string out;
  for (const char32_t code : name) out += fold(code);
  return out;
}

struct FoldedName {
  Calendar calendar;
  int month;
  std::u32string letters;
};

const std::vector<FoldedName>& folded_names() {
  static const std::vector<FoldedName> kFolded = [] {
    std::vector<FoldedName> all;
    for (const Names& names : kNames) {
      std::u32string_view rest = names.names;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(U'|'), rest.size());
        all.push_back({names.calendar, names.month, folded_name(rest.substr(0, end))});
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    return all;
  }();
  return kFolded;
}

// The longest name that matches.
template <typename Matches>
std::optional<MonthName> best_name(const Letters& letters, const Matches& matches) {
  std::optional<MonthName> best;
  std::size_t longest = 0;
  for (const FoldedName& name : folded_names()) {
    const std::size_t size = name.letters.size();
    if (size <= longest || size > letters.folded.size() || !matches(name.letters)) continue;
    longest = size;
    best = MonthName{name.calendar, name.month, letters.ends[size]};
  }
  return best;
}

}  // namespace

std::optional<MonthName> month_at(const Byte* at) {
  if (digit_at(at).value >= 0) return std::nullopt;
  const Letters letters = letters_at(at);
  return best_name(letters, [&](const std::u32string& name) {
    return letters.folded[0] == name[0] && letters.folded.compare(0, name.size(), name) == 0 &&
           (letters.folded.size() == name.size() || !continues_word(letters.folded[name.size()]));
  });
}

std::optional<MonthName> month_before(const Byte* end) {
  const Letters letters = letters_before(end);
  return best_name(letters, [&](const std::u32string& name) {
    return letters.folded[0] == name.back() &&
           std::equal(name.rbegin(), name.rend(), letters.folded.begin()) &&
           (letters.folded.size() == name.size() || !continues_word(letters.folded[name.size()]));
  });
}

}  // namespace sanad::selectors
