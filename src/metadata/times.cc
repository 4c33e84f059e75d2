#include "metadata/times.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace sanad::metadata {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads from the front; a failed read leaves everything as it was.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  std::optional<int> digits(std::size_t least, std::size_t most) {
    std::size_t n = 0;
    while (n < most && n < text_.size() && is_digit(text_[n])) ++n;
    if (n < least) return std::nullopt;
    int value = 0;
    std::from_chars(text_.data(), text_.data() + n, value);
    text_.remove_prefix(n);
    return value;
  }
  std::optional<int> digits(std::size_t count) { return digits(count, count); }
  bool sign(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool word(std::string_view word) {
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  void spaces() {
    while (sign(' ') || sign('\t')) {
    }
  }
  std::string_view rest() const { return text_; }

 private:
  std::string_view text_;
};

struct Fields {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0;
  int second = -1;  // absent
  std::string fraction;
  std::string offset;  // "Z", "+05:00" or empty
};

int days_in(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

std::optional<Time> time_of(const Fields& f) {
  const bool is_date = f.year >= 1 && f.year <= 9999 && f.month >= 1 && f.month <= 12 &&
                       f.day >= 1 && f.day <= days_in(f.year, f.month);
  if (!is_date || f.hour > 23 || f.minute > 59 || f.second > 60) return std::nullopt;
  Time time;
  time.value =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", f.year, f.month, f.day, f.hour, f.minute);
  if (f.second >= 0) time.value += fmt::format(":{:02}", f.second);
  if (f.second >= 0 && !f.fraction.empty()) time.value += "." + f.fraction;
  time.value += f.offset;
  time.has_zone = !f.offset.empty();
  return time;
}

// "Z", "+05:00", "+0500", "+05'00'", "+05"; empty where there is none or it is out of bounds.
std::string read_offset(Reader& reader) {
  if (reader.sign('Z')) return "Z";
  const bool minus = reader.rest().starts_with('-');
  if (!reader.sign('+') && !reader.sign('-')) return "";
  const auto hours = reader.digits(2);
  if (!hours || *hours > 14) return "";
  if (!reader.sign(':')) reader.sign('\'');
  const int minutes = reader.digits(2).value_or(0);
  reader.sign('\'');
  if (minutes > 59) return "";
  return fmt::format("{}{:02}:{:02}", minus ? '-' : '+', *hours, minutes);
}

bool read_date(Reader& reader, char separator, Fields& f) {
  const auto year = reader.digits(4);
  if (!year || !reader.sign(separator)) return false;
  const auto month = reader.digits(2);
  if (!month || !reader.sign(separator)) return false;
  const auto day = reader.digits(2);
  if (!day) return false;
  f.year = *year, f.month = *month, f.day = *day;
  return true;
}

bool read_clock(Reader& reader, Fields& f) {
  const auto hour = reader.digits(2);
  if (!hour || !reader.sign(':')) return false;
  const auto minute = reader.digits(2);
  if (!minute) return false;
  f.hour = *hour, f.minute = *minute;
  if (!reader.sign(':')) return true;
  const auto second = reader.digits(2);
  if (!second) return false;
  f.second = *second;
  if (reader.sign('.') || reader.sign(',')) {
    while (!reader.rest().empty() && is_digit(reader.rest().front())) {
      const char digit = reader.rest().front();
      reader.sign(digit);
      if (f.fraction.size() < 9) f.fraction += digit;
    }
  }
  return true;
}

}  // namespace

std::optional<Time> parse_exif_time(std::string_view text, std::string_view offset,
                                    std::string_view subseconds) {
  Reader reader(text);
  Fields f;
  if (!read_date(reader, ':', f) || !reader.sign(' ') || !read_clock(reader, f))
    return std::nullopt;
  while (!subseconds.empty() && (subseconds.back() == ' ' || subseconds.back() == '\0'))
    subseconds.remove_suffix(1);
  if (!subseconds.empty() && subseconds.size() <= 9 && std::ranges::all_of(subseconds, is_digit))
    f.fraction = subseconds;
  Reader of_offset(offset);
  f.offset = read_offset(of_offset);
  return time_of(f);
}

std::optional<Time> parse_iso_time(std::string_view text) {
  Reader reader(text);
  Fields f;
  if (!read_date(reader, '-', f) || (!reader.sign('T') && !reader.sign(' ')) ||
      !read_clock(reader, f))
    return std::nullopt;
  reader.spaces();
  f.offset = read_offset(reader);
  return time_of(f);
}

std::optional<Time> parse_pdf_time(std::string_view text) {
  Reader reader(text);
  reader.word("D:");
  Fields f;
  const auto year = reader.digits(4), month = reader.digits(2), day = reader.digits(2),
             hour = reader.digits(2), minute = reader.digits(2);
  // A date alone is no time; what is missing is not made up.
  if (!year || !month || !day || !hour || !minute) return std::nullopt;
  f.year = *year, f.month = *month, f.day = *day, f.hour = *hour, f.minute = *minute;
  f.second = reader.digits(2).value_or(-1);
  f.offset = read_offset(reader);
  return time_of(f);
}

std::optional<Time> parse_mail_time(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (const std::size_t comma = text.find(','); comma != std::string_view::npos)
    text.remove_prefix(comma + 1);
  Reader reader(text);
  Fields f;
  reader.spaces();
  const auto day = reader.digits(1, 2);
  reader.spaces();
  for (std::size_t i = 0; i < kMonths.size() && f.month == 0; ++i) {
    if (reader.word(kMonths[i])) f.month = static_cast<int>(i) + 1;
  }
  reader.spaces();
  const auto year = reader.digits(4);
  reader.spaces();
  if (!day || f.month == 0 || !year || !read_clock(reader, f)) return std::nullopt;
  f.day = *day, f.year = *year;
  reader.spaces();
  // RFC 5322, 3.3: "-0000" says that the offset is not known.
  if (reader.rest().starts_with("-0000")) return time_of(f);
  f.offset = reader.word("GMT") || reader.word("UT") ? "Z" : read_offset(reader);
  return time_of(f);
}

std::optional<Time> parse_iptc_time(std::string_view date, std::string_view time) {
  return parse_iso_time(fmt::format("{}T{}", date, time));
}

std::optional<Place> parse_iso_place(std::string_view text) {
  const auto number = [&text](std::size_t whole_digits) -> std::optional<double> {
    if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
    const bool minus = text.front() == '-';
    text.remove_prefix(1);
    std::size_t n = 0;
    while (n < text.size() && n < 20 && (is_digit(text[n]) || text[n] == '.')) ++n;
    const std::size_t whole = std::min(text.substr(0, n).find('.'), n);
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + n, value);
    if (whole != whole_digits || read.ec != std::errc() || read.ptr != text.data() + n)
      return std::nullopt;
    text.remove_prefix(n);
    return minus ? -value : value;
  };
  const auto latitude = number(2);
  const auto longitude = latitude ? number(3) : std::nullopt;
  if (!longitude || std::abs(*latitude) > 90 || std::abs(*longitude) > 180) return std::nullopt;
  return Place{*latitude, *longitude};
}

}  // namespace sanad::metadata
