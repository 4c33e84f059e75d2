#include "whatsapp_head.h"

#include <algorithm>

namespace sanad::chats {
namespace {

// U+061C, U+200B to U+200F, U+202A to U+202E, U+2066 to U+2069, U+FEFF: they order what is shown,
// and say nothing.
std::size_t mark_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  if (byte(0) == 0xD8 && byte(1) == 0x9C) return 2;
  if (byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF) return 3;
  if (byte(0) != 0xE2) return 0;
  if (byte(1) == 0x80 &&
      ((byte(2) >= 0x8B && byte(2) <= 0x8F) || (byte(2) >= 0xAA && byte(2) <= 0xAE)))
    return 3;
  if (byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9) return 3;
  return 0;
}

class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text), size_(text.size()) {}

  std::size_t position() const { return size_ - rest_.size(); }
  bool take(std::string_view token) {
    marks();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  template <typename... Tokens>
  bool take_any(Tokens... tokens) {
    return (take(tokens) || ...);
  }
  void marks() { rest_ = without_leading_marks(rest_); }
  // Spaces of any width.
  bool spaces() {
    bool any = false;
    while (take_any(" ", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89")) any = true;
    return any;
  }

  // At most four digits of one kind: ASCII, Arabic (U+0660) or Persian (U+06F0).
  std::optional<int> number(int& digits) {
    marks();
    int value = 0;
    digits = 0;
    while (digits < 4) {
      const int digit = next_digit();
      if (digit < 0) break;
      value = value * 10 + digit;
      ++digits;
      marks();
    }
    return digits == 0 ? std::nullopt : std::optional<int>(value);
  }

 private:
  int next_digit() {
    if (rest_.empty()) return -1;
    const auto first = static_cast<unsigned char>(rest_[0]);
    if (first >= '0' && first <= '9') {
      rest_.remove_prefix(1);
      return first - '0';
    }
    if (rest_.size() < 2) return -1;
    const auto second = static_cast<unsigned char>(rest_[1]);
    const bool arabic = first == 0xD9 && second >= 0xA0 && second <= 0xA9;
    const bool persian = first == 0xDB && second >= 0xB0 && second <= 0xB9;
    if (!arabic && !persian) return -1;
    rest_.remove_prefix(2);
    return second - (arabic ? 0xA0 : 0xB0);
  }

  std::string_view rest_;
  std::size_t size_;
};

enum class Half { kNone, kMorning, kAfternoon };

Half half_of_day(Cursor& cursor) {
  if (cursor.take_any("AM", "am", "a.m.", "a. m.", "a.\xC2\xA0m.", "\xD8\xB5" /* sad */,
                      "\xD9\x82.\xD8\xB8.", "\xD9\x82.\xD8\xB8" /* Persian */))
    return Half::kMorning;
  if (cursor.take_any("PM", "pm", "p.m.", "p. m.", "p.\xC2\xA0m.", "\xD9\x85" /* meem */,
                      "\xD8\xA8.\xD8\xB8.", "\xD8\xA8.\xD8\xB8"))
    return Half::kAfternoon;
  return Half::kNone;
}

bool time_of_day(Cursor& cursor, WhatsAppHead& head) {
  int digits = 0;
  const auto hour = cursor.number(digits);
  if (!hour || digits > 2 || !cursor.take_any(":", ".")) return false;
  const auto minute = cursor.number(digits);
  if (!minute || digits != 2 || *minute > 59) return false;
  head.hour = *hour;
  head.minute = *minute;
  if (cursor.take_any(":", ".")) {
    const auto second = cursor.number(digits);
    if (!second || digits != 2 || *second > 60) return false;
    head.second = second;
  }
  Cursor ahead = cursor;
  ahead.spaces();
  const Half half = half_of_day(ahead);
  if (half == Half::kNone) return head.hour <= 23;
  cursor = ahead;
  // Some writers put a half behind hours to 24 too: "00:08 a. m.", "15:55 PM".
  if (head.hour <= 12) head.hour = head.hour % 12 + (half == Half::kAfternoon ? 12 : 0);
  return head.hour <= 23 && (head.hour >= 12) == (half == Half::kAfternoon);
}

int days_in(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

}  // namespace

std::string_view without_leading_marks(std::string_view text) {
  while (const std::size_t length = mark_length(text)) text.remove_prefix(length);
  return text;
}

std::string without_marks(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    text = without_leading_marks(text);
    if (text.empty()) break;
    out += text[0];
    text.remove_prefix(1);
  }
  return out;
}

std::optional<WhatsAppHead> parse_whatsapp_head(std::string_view line) {
  Cursor cursor(line);
  WhatsAppHead head;
  const bool bracket = cursor.take("[");
  for (std::size_t i = 0; i < 3; ++i) {
    if (i > 0 && !cursor.take_any("/", ".", "-", "\xD8\x8D" /* Arabic date separator */))
      return std::nullopt;
    if (i > 0) cursor.spaces();  // "31. 12. 2025"
    const auto number = cursor.number(head.digits[i]);
    if (!number) return std::nullopt;
    head.numbers[i] = *number;
  }
  cursor.take(".");  // "2025. "
  const bool comma = cursor.take_any(",", "\xD8\x8C" /* Arabic comma */);
  if (!cursor.spaces() && !comma) return std::nullopt;
  if (cursor.take_any("klo", "\xC3\xA0" /* French */, "um")) cursor.spaces();
  if (!time_of_day(cursor, head)) return std::nullopt;
  if (bracket) {
    if (!cursor.take("]")) return std::nullopt;
    cursor.spaces();
  } else if (head.second && cursor.take(":")) {  // of iOS until 2018
    if (!cursor.spaces()) return std::nullopt;
  } else {
    if (!cursor.spaces()) return std::nullopt;
    if (!cursor.take_any("-", "\xE2\x80\x93" /* en dash */)) return std::nullopt;
    cursor.spaces();
  }
  head.length = cursor.position();
  return head;
}

std::optional<LocalTime> local_time(const WhatsAppHead& head, DateOrder order) {
  const auto& n = head.numbers;
  const std::size_t year = order == DateOrder::kYearFirst ? 0 : 2;
  const std::size_t month = order == DateOrder::kMonthFirst ? 0 : 1;
  const std::size_t day = order == DateOrder::kYearFirst    ? 2
                          : order == DateOrder::kMonthFirst ? 1
                                                            : 0;
  LocalTime time;
  time.year = head.digits[year] <= 2 ? 2000 + n[year] : n[year];
  time.month = n[month];
  time.day = n[day];
  time.hour = head.hour;
  time.minute = head.minute;
  time.second = head.second;
  if (time.year < 2009 || time.year > 2100) return std::nullopt;  // WhatsApp began in 2009
  if (time.month < 1 || time.month > 12 || time.day < 1 ||
      time.day > days_in(time.year, time.month))
    return std::nullopt;
  return time;
}

}  // namespace sanad::chats
