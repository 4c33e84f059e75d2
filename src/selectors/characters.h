// What bytes and code points may be part of, and digits of three scripts.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace sanad::selectors {

using Byte = unsigned char;

enum CharacterClass : std::uint16_t {
  kDigit = 1,
  kUpper = 2,
  kLower = 4,
  kHexDigit = 8,
  kHigh = 16,         // 0x80 and above
  kLocalPart = 32,    // of an e-mail address, the usual subset of RFC 5322 atext, and '.'
  kUrlByte = 64,      // RFC 3986
  kBase64Byte = 128,  // both alphabets of RFC 4648
  kBase58Byte = 256,
  kOpenCode = 512,  // Open Location Codes
  kUnderscore = 1024,
  kLetter = kUpper | kLower,
  kAlnum = kDigit | kLetter,
  kWord = kAlnum | kUnderscore,
};

inline constexpr std::array<std::uint16_t, 256> kClasses = [] {
  std::array<std::uint16_t, 256> table{};
  const auto add = [&table](std::string_view bytes, int flags) {
    for (const char c : bytes) {
      auto& entry = table[static_cast<Byte>(c)];
      entry = static_cast<std::uint16_t>(entry | flags);
    }
  };
  add("0123456789", kDigit | kHexDigit | kLocalPart | kUrlByte | kBase64Byte);
  add("ABCDEFGHIJKLMNOPQRSTUVWXYZ", kUpper | kLocalPart | kUrlByte | kBase64Byte);
  add("abcdefghijklmnopqrstuvwxyz", kLower | kLocalPart | kUrlByte | kBase64Byte);
  add("abcdefABCDEF", kHexDigit);
  add("._%+-", kLocalPart);
  add("-._~:/?#[]@!$&'()*+,;=%|{}^", kUrlByte);
  add("+/-_", kBase64Byte);
  add("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", kBase58Byte);
  add("23456789CFGHJMPQRVWX", kOpenCode);
  add("_", kUnderscore);
  for (std::size_t i = 0x80; i < 256; ++i) table[i] = kHigh | kUrlByte;
  return table;
}();

inline bool is(Byte byte, int flags) { return (kClasses[byte] & flags) != 0; }
inline Byte lower(Byte byte) { return is(byte, kUpper) ? static_cast<Byte>(byte | 0x20) : byte; }

// One digit: ASCII, Arabic-Indic (U+0660), extended Arabic-Indic (U+06F0) or full width (U+FF10).
struct Digit {
  int value = -1;  // -1: there is none
  int bytes = 0;
};
inline Digit digit_at(const Byte* at) {
  if (is(at[0], kDigit)) return {at[0] - '0', 1};
  if (at[0] == 0xD9 && at[1] >= 0xA0 && at[1] <= 0xA9) return {at[1] - 0xA0, 2};
  if (at[0] == 0xDB && at[1] >= 0xB0 && at[1] <= 0xB9) return {at[1] - 0xB0, 2};
  if (at[0] == 0xEF && at[1] == 0xBC && at[2] >= 0x90 && at[2] <= 0x99) return {at[2] - 0x90, 3};
  return {};
}
inline bool ends_with_digit(const Byte* end) {
  return is(end[-1], kDigit) ||
         (end[-1] >= 0xA0 && end[-1] <= 0xB9 && digit_at(end - 2).bytes == 2);
}

// Reads one code point; 0 bytes where it is malformed. The bytes after the text are zero.
struct Code {
  char32_t value = 0;
  int bytes = 0;
};
Code code_at(const Byte* at);
Code code_before(const Byte* at);  // the one that ends here

// Letters, marks and digits of any script, as hashtags and internationalised names hold them.
bool is_word_code(char32_t code);
// Characters that show nothing: zero-width ones, directional marks, soft hyphens.
bool is_invisible(char32_t code);

}  // namespace sanad::selectors
