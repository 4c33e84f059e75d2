// Dates in three calendars. A hit names its calendar: by the year where that decides, else by the
// month's name or a mark after the year; where nothing decides there is no hit.
#include <fmt/format.h>

#include <algorithm>

#include "core.h"

namespace sanad::selectors {

std::string_view calendar_name(Calendar calendar) {
  switch (calendar) {
    case Calendar::kGregorian:
      return "gregorian";
    case Calendar::kHijri:
      return "hijri";
    case Calendar::kSolarHijri:
      return "solar-hijri";
  }
  return "";
}

bool is_date(Calendar calendar, int year, int month, int day) {
  if (month < 1 || month > 12 || day < 1) return false;
  if (calendar == Calendar::kHijri) return year >= 1200 && year <= 1600 && day <= 30;
  if (calendar == Calendar::kSolarHijri) {
    return year >= 1200 && year <= 1500 && day <= (month <= 6 ? 31 : 30);
  }
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const int days = kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
  return year >= 1800 && year <= 2199 && day <= days;
}

namespace {

struct Mark {
  Calendar calendar;
  const Byte* end;
};

// "AH", "هـ", "ق": the lunar calendar; "SH", "AP", "هـ.ش", "ش": the solar one.
std::optional<Mark> mark_after(const Byte* at) {
  while (*at == ' ') ++at;
  struct Text {
    std::string_view text;
    Calendar calendar;
  };
  constexpr std::array<Text, 14> kMarks = {{{"هـ.ش", Calendar::kSolarHijri},
                                            {"هـ ش", Calendar::kSolarHijri},
                                            {"ھ ش", Calendar::kSolarHijri},
                                            {"ه.ش", Calendar::kSolarHijri},
                                            {"هجری شمسی", Calendar::kSolarHijri},
                                            {"هـ", Calendar::kHijri},
                                            {"ھ", Calendar::kHijri},
                                            {"ه.ق", Calendar::kHijri},
                                            {"ہجری", Calendar::kHijri},
                                            {"هجري", Calendar::kHijri},
                                            {"ش", Calendar::kSolarHijri},
                                            {"AH", Calendar::kHijri},
                                            {"SH", Calendar::kSolarHijri},
                                            {"AP", Calendar::kSolarHijri}}};
  for (const Text& mark : kMarks) {
    if (!begins_with(at, mark.text)) continue;
    const Byte* end = at + mark.text.size();
    const Code next = code_at(end);
    if (next.bytes != 0 && is_word_code(next.value)) continue;
    return Mark{mark.calendar, end};
  }
  return std::nullopt;
}

bool ends_date(const Byte* end) {
  if (*end == 'T' || *end == 't') return is(end[1], kDigit);
  if (is(*end, kWord) || digit_at(end).value >= 0) return false;
  return !((*end == '-' || *end == '/' || *end == '.') && digit_at(end + 1).value >= 0);
}

const Byte* skip_spaces(const Byte* at) {
  for (int i = 0; i < 3; ++i) {
    if (*at == ' ')
      at += 1;
    else if (at[0] == 0xC2 && at[1] == 0xA0)
      at += 2;
    else
      break;
  }
  return at;
}

// After a day: "st", "nd", "rd", "th", then spaces, "of", a dash.
const Byte* skip_after_day(const Byte* at) {
  for (const std::string_view ordinal : {"st", "nd", "rd", "th"}) {
    if (begins_with_any_case(at, ordinal)) {
      at += 2;
      break;
    }
  }
  const Byte* moved = skip_spaces(at);
  if (begins_with_any_case(moved, "of ")) moved = skip_spaces(moved + 3);
  if (moved == at && (*at == '-' || *at == '.' || *at == '/')) ++moved;
  return moved;
}

// Between month and year: a full stop, a comma (also U+060C), spaces, a dash.
const Byte* skip_to_year(const Byte* at) {
  if (*at == '.' || *at == ',')
    ++at;
  else if (at[0] == 0xD8 && at[1] == 0x8C)
    at += 2;
  if (*at == '-' || *at == '/') return at + 1;
  return skip_spaces(at);
}

std::string date_value(int year, int month, int day) {
  std::string value = "0000-00-00";
  const auto put = [&](std::size_t at, int digits, int number) {
    for (int i = digits; i-- > 0; number /= 10) {
      value[at + static_cast<std::size_t>(i)] = static_cast<char>('0' + number % 10);
    }
  };
  put(0, 4, year);
  put(5, 2, month);
  put(8, 2, day);
  return value;
}

}  // namespace

// 2024-03-12, 12/3/2024, 12.3.2024; day first, unless only the other order is a date or the region
// writes the month first.
bool Core::find_date(const Byte* first) {
  if (!wants(Kind::kDate) || ((first[-1] == '-' || first[-1] == ':') && ends_with_digit(first - 1)))
    return false;
  const NumberText one = read_number(first);
  const Byte separator = *one.end;
  if ((one.count != 4 && one.count > 2) || one.count == 3) return false;
  const NumberText two = read_number(one.end + 1);
  if (two.count == 0 || two.count > 2 || *two.end != separator) return false;
  const NumberText three = read_number(two.end + 1);
  if (three.count == 0 || (one.count == 4 ? three.count > 2 : three.count != 4)) return false;
  if (!ends_date(three.end)) return false;
  const int year = to_int(one.count == 4 ? one.digits : three.digits);
  int month = to_int(two.digits);
  int day = to_int(one.count == 4 ? three.digits : one.digits);
  const Byte* end = three.end;
  Calendar calendar = Calendar::kGregorian;
  if (year < 1600) {
    const auto mark = mark_after(end);
    if (!mark) return false;
    calendar = mark->calendar;
    end = mark->end;
  }
  if (one.count != 4) {
    const bool swapped = is_date(calendar, year, day, month);
    if (swapped && (options_.region == "US" || !is_date(calendar, year, month, day)))
      std::swap(day, month);
  }
  if (!is_date(calendar, year, month, day)) return false;
  if (Hit* hit = add(Kind::kDate, first, end, date_value(year, month, day)))
    hit->calendar = calendar_name(calendar);
  number_ = std::max(number_, absolute(end));
  return true;
}

// 12 March 2024, 12th of March, 2024, March 12, 2024, 2024 March 12; in any of the languages.
bool Core::find_named_date(const Byte* first, const NumberText& number) {
  if (!wants(Kind::kDate) || number.count == 3) return false;
  const Byte* begin = first;
  const Byte* end = nullptr;
  std::optional<MonthName> month;
  NumberText day = number;
  NumberText year = number;
  const Byte* after = skip_after_day(number.end);
  const bool letter = is(*after, kLetter) || *after >= 0xD8;
  if (letter && after > number.end && (month = month_at(after))) {
    NumberText& other = number.count == 4 ? day : year;
    other = read_number(skip_to_year(month->end));
    end = other.end;
  } else if (number.count <= 2) {
    // Cheap first: a year must follow.
    const Byte* at = number.end;
    for (const std::string_view ordinal : {"st", "nd", "rd", "th"}) {
      if (begins_with_any_case(at, ordinal)) at += 2;
    }
    const Byte* to_year = skip_to_year(at);
    if (to_year == at) return false;
    year = read_number(to_year);
    end = year.end;
    if (year.count != 4) return false;
    const Byte* back = first;
    while (back > first - 3 && back[-1] == ' ') --back;
    if (back[-1] == '.') --back;
    if (back == first || (!is(back[-1], kLetter) && back[-1] < 0x80) ||
        !(month = month_before(back)))
      return false;
    begin = month->end;
  }
  if (!month || day.count == 0 || day.count > 2 || year.count != 4 || !ends_date(end)) return false;
  const int year_value = to_int(year.digits);
  const int day_value = to_int(day.digits);
  if (!is_date(month->calendar, year_value, month->month, day_value)) return false;
  if (Hit* hit = add(Kind::kDate, begin, end, date_value(year_value, month->month, day_value)))
    hit->calendar = calendar_name(month->calendar);
  number_ = std::max(number_, absolute(end));
  return true;
}

}  // namespace sanad::selectors
