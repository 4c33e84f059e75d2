#include "times.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <ctime>

namespace sanad::intake {
namespace {

// Takes exactly count digits.
bool digits(std::string_view& text, std::size_t count, int& value) {
  if (text.size() < count) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + count, value);
  if (error != std::errc() || end != text.data() + count || text[0] == '-') return false;
  text.remove_prefix(count);
  return true;
}

bool take(std::string_view& text, std::string_view any) {
  if (text.empty() || any.find(text[0]) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

void spaces(std::string_view& text) {
  while (take(text, " \t")) {
  }
}

bool is_whole(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<Timestamp> since_1970(std::string_view text) {
  if (!is_whole(text) || text.size() < 9 || text.size() > 14) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return Timestamp{text.size() >= 12 ? value : value * 1000};
}

// YYYY-MM-DD, then perhaps a time of day.
bool iso(std::string_view& text, Civil& civil) {
  if (!digits(text, 4, civil.year) || !take(text, "-/.") || !digits(text, 2, civil.month) ||
      !take(text, "-/.") || !digits(text, 2, civil.day))
    return false;
  std::string_view rest = text;
  if (!take(rest, "T t") || !digits(rest, 2, civil.hour)) return true;
  if (!take(rest, ":") || !digits(rest, 2, civil.minute)) return false;
  if (take(rest, ":") && !digits(rest, 2, civil.second)) return false;
  if (take(rest, ".,")) {
    int scale = 100;
    while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') {
      civil.ms += (rest[0] - '0') * scale;
      scale /= 10;
      rest.remove_prefix(1);
    }
  }
  text = rest;
  return true;
}

bool by_format(std::string_view text, const std::string& format, Civil& civil) {
  const std::string copy(text);
  std::tm parsed{};
  const char* end = ::strptime(copy.c_str(), format.c_str(), &parsed);
  if (end == nullptr || *end != '\0') return false;
  civil = {parsed.tm_year + 1900,
           parsed.tm_mon + 1,
           parsed.tm_mday,
           parsed.tm_hour,
           parsed.tm_min,
           parsed.tm_sec,
           0};
  return true;
}

}  // namespace

std::optional<Timestamp> to_timestamp(const Civil& civil, int zone_minutes) {
  const std::chrono::year_month_day date{std::chrono::year(civil.year),
                                         std::chrono::month(static_cast<unsigned>(civil.month)),
                                         std::chrono::day(static_cast<unsigned>(civil.day))};
  if (!date.ok() || civil.year < 0 || civil.year > 9998 || civil.hour > 23 || civil.minute > 59 ||
      civil.second > 60)
    return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t seconds =
      ((days * 24 + civil.hour) * 60 + civil.minute - zone_minutes) * 60 + civil.second;
  return Timestamp{seconds * 1000 + civil.ms};
}

std::string format_local(const Civil& civil) {
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", civil.year, civil.month, civil.day,
                     civil.hour, civil.minute, civil.second);
}

std::optional<int> read_zone(std::string_view text) {
  if (text == "Z" || text == "z" || text == "UTC" || text == "GMT") return 0;
  if (text.starts_with("UTC") || text.starts_with("GMT")) text.remove_prefix(3);
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const int sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  int hours = 0, minutes = 0;
  if (!digits(text, 2, hours)) return std::nullopt;
  take(text, ":");
  if (!text.empty() && !digits(text, 2, minutes)) return std::nullopt;
  if (!text.empty() || hours > 14 || minutes > 59) return std::nullopt;
  return sign * (hours * 60 + minutes);
}

std::optional<ReadTime> read_time(std::string_view text, const std::string& format,
                                  std::optional<int> zone_minutes) {
  spaces(text);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  Civil civil;
  std::optional<int> zone = zone_minutes;
  const bool is_formatted = !format.empty() && by_format(text, format, civil);
  if (!is_formatted) {
    if (const auto at = since_1970(text)) return ReadTime{at, ""};
    civil = {};
    if (!iso(text, civil)) return std::nullopt;
    spaces(text);
    if (!text.empty()) {
      zone = read_zone(text);
      if (!zone) return std::nullopt;
    }
  }
  const auto utc = to_timestamp(civil, zone.value_or(0));
  if (!utc) return std::nullopt;
  return zone ? ReadTime{utc, ""} : ReadTime{std::nullopt, format_local(civil)};
}

void set_time(json::Object& record, const ReadTime& time) {
  if (time.at) record.set("at", format_timestamp(*time.at));
  if (!time.local.empty()) record.set("local", time.local);
}

}  // namespace sanad::intake
