#include "text.h"

#include <algorithm>

#include "base/utf8.h"

namespace sanad::lists {

bool all_hex(std::string_view text) { return std::all_of(text.begin(), text.end(), is_hex); }

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = is_upper(c) ? static_cast<char>(c + 32) : c;
  return out;
}

std::string ascii_upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = is_lower(c) ? static_cast<char>(c - 32) : c;
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), is_control) &&
         utf8_prefix_length(text) == text.size();
}

bool is_paragraph(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return is_control(c) && c != '\n' && c != '\t'; }) &&
         utf8_prefix_length(text) == text.size();
}

std::string_view cut_utf8(std::string_view text, std::size_t max) {
  if (text.size() <= max) return text;
  while (max > 0 && (static_cast<unsigned char>(text[max]) & 0xc0U) == 0x80U) --max;
  return text.substr(0, max);
}

}  // namespace sanad::lists
