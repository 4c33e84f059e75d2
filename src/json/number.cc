#include "number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

namespace sanad::json {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

// Whether a number that no double can hold is too small rather than too large. text is as for
// read_number(); its magnitude is far from 1, so the power of ten of its first digit decides.
bool is_underflow(std::string_view text) {
  if (text.front() == '-') text.remove_prefix(1);
  const std::size_t mark = text.find_first_of("eE");
  const std::string_view digits = text.substr(0, mark);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.find_first_not_of("0.");
  if (first == std::string_view::npos) return true;
  double power = static_cast<double>(point) - static_cast<double>(first);
  if (mark != std::string_view::npos) {
    std::string_view exponent = text.substr(mark + 1);
    const bool negative = exponent.front() == '-';
    if (negative || exponent.front() == '+') exponent.remove_prefix(1);
    double magnitude = 0;
    for (const char c : exponent) magnitude = magnitude * 10 + (c - '0');
    power += negative ? -magnitude : magnitude;
  }
  return power < 0;
}

}  // namespace

void append_number(std::string& out, double value) {
  if (value == 0) {  // also -0
    out += '0';
    return;
  }
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific)
                       .ptr;
  std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  if (text.front() == '-') {
    out += '-';
    text.remove_prefix(1);
  }
  // text is d[.ddd]e±xx: the shortest digits that read back as value.
  const std::size_t mark = text.find('e');
  std::string_view exponent_text = text.substr(mark + 1);
  if (exponent_text.front() == '+') exponent_text.remove_prefix(1);
  int exponent = 0;
  std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);
  std::array<char, 32> digits_buffer{};
  std::size_t count = 0;
  for (const char c : text.substr(0, mark)) {
    if (c != '.') digits_buffer[count++] = c;
  }
  const std::string_view digits(digits_buffer.data(), count);
  const int k = static_cast<int>(count);
  const int n = exponent + 1;  // the point stands after n digits; names are those of ECMA-262
  if (k <= n && n <= 21) {
    out += digits;
    out.append(static_cast<std::size_t>(n - k), '0');
  } else if (0 < n && n <= 21) {
    out += digits.substr(0, static_cast<std::size_t>(n));
    out += '.';
    out += digits.substr(static_cast<std::size_t>(n));
  } else if (-6 < n && n <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-n), '0');
    out += digits;
  } else {
    out += digits.front();
    if (k > 1) {
      out += '.';
      out += digits.substr(1);
    }
    out += n - 1 > 0 ? "e+" : "e-";
    out += std::to_string(std::abs(n - 1));
  }
}

std::size_t scan_number(std::string_view text) {
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  if (at >= text.size() || !is_digit(text[at])) return 0;
  at = text[at] == '0' ? at + 1 : skip_digits(text, at);
  if (at < text.size() && text[at] == '.') {
    const std::size_t end = skip_digits(text, at + 1);
    if (end == at + 1) return 0;
    at = end;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    std::size_t start = at + 1;
    if (start < text.size() && (text[start] == '+' || text[start] == '-')) ++start;
    const std::size_t end = skip_digits(text, start);
    if (end == start) return 0;
    at = end;
  }
  return at;
}

std::optional<double> read_number(std::string_view text) {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec == std::errc{} && std::isfinite(value)) return value;
  if (is_underflow(text)) return text.front() == '-' ? -0.0 : 0.0;
  return std::nullopt;
}

}  // namespace sanad::json
