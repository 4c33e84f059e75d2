// Small rules for text that the readers and checks share.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sanad::lists {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
inline bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
// C0 and DEL.
inline bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool all_hex(std::string_view text);
std::string ascii_lower(std::string_view text);
std::string ascii_upper(std::string_view text);
std::string_view trim(std::string_view text);

// Well-formed UTF-8 without control characters.
bool is_one_line(std::string_view text);
// The same, but line feeds and tabs are allowed.
bool is_paragraph(std::string_view text);

// The longest prefix of at most max bytes that ends between two characters.
std::string_view cut_utf8(std::string_view text, std::size_t max);

}  // namespace sanad::lists
