// Periods of time as people write them in a query.
#include <fmt/format.h>

#include <chrono>
#include <limits>
#include <optional>

#include "fields.h"
#include "lexer.h"

namespace sanad::search {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::sys_days;

struct Span {
  std::int64_t from = 0;
  std::int64_t to = 0;
};

std::optional<int> number(std::string_view text, std::size_t digits) {
  if (text.size() != digits) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::int64_t ms_of(sys_days day) { return milliseconds(day.time_since_epoch()).count(); }

// "14:05", perhaps with Z behind it, on that day.
std::optional<Span> minute_of(std::string_view text, std::int64_t day_ms) {
  if (text.ends_with('Z')) text.remove_suffix(1);
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = number(text.substr(0, 2), 2);
  const auto minute = number(text.substr(3), 2);
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  const std::int64_t from = day_ms + (*hour * 60 + *minute) * std::int64_t{60'000};
  return Span{from, from + 60'000};
}

// "2026", "2026-03", "2026-03-09", "2026-03-09T14:05", also with / or . between.
std::optional<Span> span_of(std::string text) {
  for (std::size_t i = 0; i < text.size() && i < 10; ++i) {
    if (text[i] == '/' || text[i] == '.') text[i] = '-';
  }
  const std::string_view view = text;
  using namespace std::chrono;
  const auto y = number(view.substr(0, 4), 4);
  if (!y || *y < 1) return std::nullopt;
  if (view.size() == 4) {
    return Span{ms_of(year(*y) / January / 1), ms_of(year(*y + 1) / January / 1)};
  }
  if (view.size() < 7 || view[4] != '-') return std::nullopt;
  const auto m = number(view.substr(5, 2), 2);
  if (!m || *m < 1 || *m > 12) return std::nullopt;
  const year_month month_ = year(*y) / *m;
  if (view.size() == 7) return Span{ms_of(month_ / 1), ms_of((month_ + months(1)) / 1)};
  if (view.size() < 10 || view[7] != '-') return std::nullopt;
  const auto d = number(view.substr(8, 2), 2);
  if (!d || !(month_ / *d).ok()) return std::nullopt;
  const std::int64_t day_ms = ms_of(month_ / *d);
  if (view.size() == 10) return Span{day_ms, day_ms + 86'400'000};
  if (view[10] != 'T') return std::nullopt;
  return minute_of(view.substr(11), day_ms);
}

Error cannot_read(std::string_view field, std::string_view value) {
  return {ErrorCode::kInvalid,
          fmt::format("\"{}:{}\" is no time; write {}, in UTC.", field, value,
                      field == "between" ? "between:2026-03-01..2026-03-09"
                                         : fmt::format("{0}:2026, {0}:2026-03, {0}:2026-03-09 or "
                                                       "{0}:2026-03-09T14:05",
                                                       field))};
}

}  // namespace

Result<Period> parse_period(std::string_view field, std::string_view value) {
  constexpr std::int64_t kFirst = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
  const std::string text = with_ascii_digits(value);
  const std::size_t dots = text.find("..");
  const auto first = span_of(text.substr(0, dots));
  if (!first) return cannot_read(field, value);
  Period out{first->from, first->to, fmt::format("{}:{}", field, text)};
  if (field == "between") {
    if (dots == std::string::npos) return cannot_read(field, value);
    const auto last = span_of(text.substr(dots + 2));
    if (!last || last->to <= first->from) return cannot_read(field, value);
    out.to_ms = last->to;
    return out;
  }
  if (dots != std::string::npos) return cannot_read(field, value);
  if (field == "before") out = {kFirst, first->from, out.text};
  if (field == "after") out = {first->to, kLast, out.text};
  return out;
}

}  // namespace sanad::search
