// Numbers as people write them: digits of several scripts, with separators.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "characters.h"

namespace sanad::selectors {

// A stretch of digits that stand together.
struct NumberText {
  std::string digits;  // as ASCII; at most 24 are kept
  const Byte* end = nullptr;
  std::size_t count = 0;
  bool persian = false;  // written with the digits of U+06F0
};
NumberText read_number(const Byte* at);
int to_int(std::string_view digits);

// Digits with single separators between groups, for telephone numbers.
inline constexpr std::size_t kMaxPhoneDigits = 18;
struct PhoneDigits {
  std::string digits;
  // At the end of each group: how many digits, and where.
  struct Stop {
    std::size_t count;
    const Byte* end;
  };
  std::vector<Stop> stops;
  bool bracketed_zero = false;  // "(0)" stood after the country code and is left out
};
PhoneDigits read_phone_digits(const Byte* at);

// Length in bytes of one space or dash that may stand inside a number; 0: none.
int number_separator(const Byte* at);

// Calling codes (calling_codes.cc).
struct CallingCode {
  std::string_view code;
  std::string_view region;
  int shortest = 0;  // of the national number
  int longest = 0;
  std::string_view trunk;  // dialled before a national number inside the country
};
const CallingCode* find_calling_code(std::string_view digits);  // the one they begin with
const CallingCode* find_region(std::string_view region);
// The number's region where the code is shared, else the code's own; empty: no such number.
std::string_view region_of(const CallingCode& code, std::string_view national);

// Dates (dates.cc, months.cc).
enum class Calendar : std::uint8_t { kGregorian, kHijri, kSolarHijri };
std::string_view calendar_name(Calendar calendar);
bool is_date(Calendar calendar, int year, int month, int day);
struct MonthName {
  Calendar calendar;
  int month = 0;
  const Byte* end = nullptr;
};
// The longest name that stands there, or that ends there (end is then its begin).
std::optional<MonthName> month_at(const Byte* at);
std::optional<MonthName> month_before(const Byte* end);

// IBAN (iban.cc): the length for a country; 0: it has none.
int iban_length(std::string_view country);

}  // namespace sanad::selectors
