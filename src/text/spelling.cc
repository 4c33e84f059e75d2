// From letters to sounds: Latin letter groups, and the letters of Arabic, Persian, Urdu and Pashto.
#include <algorithm>

#include "text/sound.h"

namespace sanad::text {
namespace {

using enum Sound;

bool is_vowel(Sound sound) { return sound >= kA && sound <= kAny; }

float weight_of(Sound sound) {
  if (is_vowel(sound)) return .3F;
  if (sound == kFinalH || sound == kAspirate) return .1F;
  return sound == kW || sound == kY || sound == kFinalY || sound == kH ? .7F : 1.F;
}

struct Spelling {
  std::string_view letters;
  Sound sound;
};

// Latin letter groups, longer ones first.
constexpr Spelling kLatin[] = {
    {"tsch", kCh}, {"dsch", kJ}, {"sch", kSh}, {"tch", kCh},   {"dzh", kJ},    {"dj", kJ},
    {"sh", kSh},   {"ch", kCh},  {"kh", kKh},  {"gh", kGh},    {"th", kTh},    {"dh", kDh},
    {"zh", kZh},   {"ph", kF},   {"ck", kK},   {"ou", kLongU}, {"oo", kLongU}, {"uu", kLongU},
    {"ee", kI},    {"ii", kI},   {"aa", kA},   {"a", kA},      {"b", kB},      {"c", kC},
    {"d", kD},     {"e", kE},    {"f", kF},    {"g", kG},      {"h", kH},      {"i", kI},
    {"j", kJ},     {"k", kK},    {"l", kL},    {"m", kM},      {"n", kN},      {"o", kO},
    {"p", kP},     {"q", kQ},    {"r", kR},    {"s", kS},      {"t", kT},      {"u", kU},
    {"v", kV},     {"w", kW},    {"x", kKh},   {"y", kY},      {"z", kZ},
};

void push(SoundRow& row, Sound sound, char32_t letter) {
  // A doubled consonant is one; two vowels are two.
  if (!row.sounds.empty() && row.sounds.back() == sound && row.letters.back() == letter &&
      !is_vowel(sound)) {
    return;
  }
  row.sounds.push_back(sound);
  row.letters.push_back(letter);
}

bool is_latin_vowel(char32_t c) {
  return c == U'a' || c == U'e' || c == U'i' || c == U'o' || c == U'u';
}

void add_latin(SoundRow& row, std::u32string_view word, std::size_t& at) {
  const auto matches = [&](std::string_view letters) {
    return word.size() - at >= letters.size() &&
           std::equal(letters.begin(), letters.end(),
                      word.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char a, char32_t b) { return static_cast<char32_t>(a) == b; });
  };
  const bool after_vowel = at > 0 && is_latin_vowel(word[at - 1]);
  // The second half of a diphthong is a letter of its own in Arabic script: ai, ei, au.
  const bool second = after_vowel && (word[at - 1] == U'a' || word[at - 1] == U'e');
  if (second && word[at] == U'i') return push(row, kY, word[at++]);
  if (second && word[at] == U'u') return push(row, kW, word[at++]);
  if (word[at] == U'y') {
    const bool vowel = !after_vowel && (at + 1 == word.size() || !is_latin_vowel(word[at + 1]));
    return push(row, vowel ? kI : kY, word[at++]);
  }
  if (word[at] == U'h' && at + 1 == word.size() && after_vowel) {
    return push(row, kFinalH, word[at++]);
  }
  // In Ishaq s and h are two sounds; everywhere else that we know "sh" is one.
  const bool ishaq = at == 1 && word.size() >= 5 && word.substr(1, 3) == U"sha" &&
                     (word[4] == U'q' || word[4] == U'k' || word[4] == U'c');
  if (ishaq) return push(row, kS, word[at++]);
  for (const Spelling& spelling : kLatin) {
    if (!matches(spelling.letters)) continue;
    push(row, spelling.sound, word[at]);
    at += spelling.letters.size();
    return;
  }
  push(row, kOther, word[at++]);
}

Sound arabic_sound(char32_t letter, bool first, bool last) {
  switch (letter) {
    case U'ا':
      return first ? kAny : kA;
    case U'ب':
      return kB;
    case U'پ':
      return kP;
    case U'ت':
    case U'ط':
    case U'ٹ':
    case U'ټ':
      return kT;
    case U'ث':
      return kTh;
    case U'ج':
    case U'ځ':
      return kJ;
    case U'چ':
    case U'څ':
      return kCh;
    case U'ح':
      return kH;
    case U'خ':
      return kKh;
    case U'د':
    case U'ڈ':
    case U'ډ':
      return kD;
    case U'ذ':
      return kDh;
    case U'ر':
    case U'ڑ':
    case U'ړ':
      return kR;
    case U'ز':
      return kZ;
    case U'ژ':
    case U'ږ':
      return kZh;
    case U'س':
    case U'ص':
      return kS;
    case U'ش':
    case U'ښ':
      return kSh;
    case U'ض':
    case U'ظ':
      return kDad;
    case U'ع':
      return kAny;
    case U'غ':
      return kGh;
    case U'ف':
      return kF;
    case U'ڤ':
      return kV;
    case U'ق':
      return kQ;
    case U'ك':
      return kK;
    case U'گ':
      return kG;
    case U'ل':
      return kL;
    case U'م':
      return kM;
    case U'ن':
    case U'ں':
    case U'ڼ':
      return kN;
    case U'و':
      return kW;
    case U'ه':
      return last ? kFinalH : kH;
    case U'ھ':
      return kAspirate;
    case U'ي':
      return last ? kFinalY : kY;  // or alef maksura
    case U'ے':
      return kE;
    default:
      return kOther;
  }
}

bool is_arabic(char32_t c) { return c >= 0x600 && c < 0x700; }

}  // namespace

SoundRow sounds_of(std::u32string_view word) {
  SoundRow row;
  row.vowels_left_out = !word.empty() && is_arabic(word[0]);
  for (std::size_t at = 0; at < word.size();) {
    if (is_arabic(word[at])) {
      if (word[at] != U'ء') {
        push(row, arabic_sound(word[at], at == 0, at + 1 == word.size()), word[at]);
      }
      ++at;
    } else {
      add_latin(row, word, at);
    }
  }
  for (const Sound sound : row.sounds) row.weight += weight_of(sound);
  return row;
}

SoundRow joined(const SoundRow& a, const SoundRow& b) {
  SoundRow out = a;
  for (std::size_t i = 0; i < b.sounds.size(); ++i) push(out, b.sounds[i], b.letters[i]);
  out.weight = 0;
  for (const Sound sound : out.sounds) out.weight += weight_of(sound);
  return out;
}

}  // namespace sanad::text
