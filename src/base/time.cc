#include "base/time.h"

#include <algorithm>
#include <chrono>

namespace sanad {
namespace {

constexpr std::int64_t kMsPerDay = 86'400'000;
constexpr std::int64_t kFirstMs = -62'167'219'200'000;  // 0000-01-01T00:00:00.000Z
constexpr std::int64_t kLastMs = 253'402'300'799'999;   // 9999-12-31T23:59:59.999Z

// Reads exactly count digits at position; -1 if one is missing.
int digits_at(std::string_view text, std::size_t position, std::size_t count) {
  int value = 0;
  for (std::size_t i = position; i < position + count; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

Error bad_time() {
  return Error{ErrorCode::kInvalid,
               "a time in UTC is expected, in the form 2026-11-24T16:50:00.123Z"};
}

// ".123" or nothing, then "Z"; milliseconds, or -1.
int fraction_ms(std::string_view rest) {
  if (rest == "Z") return 0;
  if (rest.size() < 3 || rest.size() > 11 || rest.front() != '.' || rest.back() != 'Z') return -1;
  const std::string_view digits = rest.substr(1, rest.size() - 2);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return -1;
  int value = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    value = value * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  }
  return value;
}

}  // namespace

std::string format_timestamp(Timestamp at) {
  using std::chrono::days;
  const std::int64_t ms = std::clamp(at.unix_ms, kFirstMs, kLastMs);
  const std::int64_t day = (ms >= 0 ? ms : ms - (kMsPerDay - 1)) / kMsPerDay;
  const std::int64_t rest = ms - day * kMsPerDay;
  const std::chrono::year_month_day date{std::chrono::sys_days{days{day}}};
  std::string text = "0000-00-00T00:00:00.000Z";
  const auto put = [&text](std::size_t at_digit, std::int64_t value) {
    for (; value > 0; value /= 10) text[at_digit--] = static_cast<char>('0' + value % 10);
  };
  put(3, static_cast<int>(date.year()));
  put(6, static_cast<unsigned>(date.month()));
  put(9, static_cast<unsigned>(date.day()));
  put(12, rest / 3'600'000);
  put(15, rest / 60'000 % 60);
  put(18, rest / 1000 % 60);
  put(22, rest % 1000);
  return text;
}

Result<Timestamp> parse_timestamp(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00";
  if (text.size() <= kShape.size()) return bad_time();
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] != '0' && text[i] != kShape[i]) return bad_time();
  }
  const int year = digits_at(text, 0, 4);
  const int month = digits_at(text, 5, 2);
  const int day = digits_at(text, 8, 2);
  const int hour = digits_at(text, 11, 2);
  const int minute = digits_at(text, 14, 2);
  const int second = digits_at(text, 17, 2);
  const int ms = fraction_ms(text.substr(kShape.size()));
  if (year < 0 || month < 1 || day < 1 || hour < 0 || minute < 0 || second < 0 || ms < 0) {
    return bad_time();
  }
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return bad_time();
  const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
  const std::int64_t seconds = hour * 3600 + minute * 60 + second;
  return Timestamp{days * kMsPerDay + seconds * 1000 + ms};
}

Timestamp SystemClock::now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

}  // namespace sanad
