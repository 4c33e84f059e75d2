#include "base/utf8.h"

#include <gtest/gtest.h>

#include "base/bytes.h"

namespace sanad {
namespace {

// The obvious version: decode, then ask whether the shortest form of the result is the same text.
bool is_utf8_slow(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto first = static_cast<std::uint8_t>(text[at]);
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xC0 ? 0
                               : first < 0xE0 ? 2
                               : first < 0xF0 ? 3
                               : first < 0xF8 ? 4
                                              : 0;
    if (length == 0 || at + length > text.size()) return false;
    std::uint32_t code = length == 1 ? first : first & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
      const auto tail = static_cast<std::uint8_t>(text[at + i]);
      if (tail >> 6 != 2) return false;
      code = code << 6 | (tail & 0x3Fu);
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    std::string shortest;
    append_utf8(shortest, code);
    if (shortest != text.substr(at, length)) return false;
    at += length;
  }
  return true;
}

TEST(Utf8, EveryScalarValueIsWellFormed) {
  for (std::uint32_t code = 0; code <= 0x10FFFF; ++code) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, code);
    ASSERT_TRUE(is_utf8(text)) << code;
  }
}

TEST(Utf8, AgreesWithTheSlowVersionOnEverySequenceOfInterestingBytes) {
  constexpr std::string_view kBytes(
      "\x00\x41\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xc1\xc2\xdf\xe0\xe1"
      "\xed\xee\xef\xf0\xf1\xf4\xf5\xff",
      23);
  for (const char a : kBytes) {
    for (const char b : kBytes) {
      for (const char c : kBytes) {
        for (const char d : kBytes) {
          const std::string text{a, b, c, d};
          ASSERT_EQ(is_utf8(text), is_utf8_slow(text)) << format_hex(as_bytes(text));
          ASSERT_EQ(is_utf8("padding." + text), is_utf8_slow(text));
        }
      }
    }
  }
}

TEST(Utf8, TheWellFormedPrefixEndsAtTheFirstBadByte) {
  EXPECT_EQ(utf8_prefix_length("سند"), 6u);
  EXPECT_EQ(utf8_prefix_length("ab\xff"
                               "cd"),
            2u);
  EXPECT_EQ(utf8_prefix_length("ab\xed\xa0\x80"), 2u);
}

TEST(Utf8, ReplacesEachMalformedByteAndKeepsTheRest) {
  EXPECT_EQ(replace_malformed_utf8("سند"), "سند");
  EXPECT_EQ(replace_malformed_utf8("a\xff"
                                   "b\xc3"),
            "a\xef\xbf\xbd"
            "b\xef\xbf\xbd");
}

}  // namespace
}  // namespace sanad
