#include "bounds.h"

#include <algorithm>
#include <string>

#include "base/time.h"

namespace sanad::verification {
namespace {

constexpr int kMostZoneHours = 18;
constexpr std::size_t kMostFraction = 8;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool are_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}
int two(std::string_view text) { return (text[0] - '0') * 10 + (text[1] - '0'); }

}  // namespace

bool is_degrees(std::string_view text, int most) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (!are_digits(whole) || whole.size() > 3 || (whole.size() > 1 && whole[0] == '0')) return false;
  bool has_fraction = false;
  if (point != std::string_view::npos) {
    const std::string_view fraction = text.substr(point + 1);
    if (!are_digits(fraction) || fraction.size() > kMostFraction) return false;
    has_fraction = fraction.find_first_not_of('0') != std::string_view::npos;
  }
  const int degrees = std::stoi(std::string(whole));
  return degrees < most || (degrees == most && !has_fraction);
}

bool is_zone(std::string_view text) {
  if (text == "UTC" || text == "unknown") return true;
  if (text.size() != 9 || !text.starts_with("UTC") || (text[3] != '+' && text[3] != '-'))
    return false;
  const std::string_view hours = text.substr(4, 2), minutes = text.substr(7, 2);
  if (text[6] != ':' || !are_digits(hours) || !are_digits(minutes) || two(minutes) > 59)
    return false;
  return two(hours) * 60 + two(minutes) <= kMostZoneHours * 60;
}

bool is_local_minute(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-ddTdd:dd";
  if (text.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i)
    if (kForm[i] == 'd' ? !is_digit(text[i]) : text[i] != kForm[i]) return false;
  return parse_timestamp(std::string(text) + ":00.000Z").ok();
}

}  // namespace sanad::verification
