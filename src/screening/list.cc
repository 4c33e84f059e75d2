#include "screening/list.h"

#include <fmt/format.h>

namespace sanad::screening {
namespace {

// Reads count digits at text[at]; -1 if they are not there.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool is_year(int year) { return year >= 1800 && year <= 2200; }

}  // namespace

std::string_view name_kind_word(NameKind kind) {
  switch (kind) {
    case NameKind::kPrimary:
      return "name";
    case NameKind::kOriginalScript:
      return "original script";
    case NameKind::kAlias:
      return "alias";
    case NameKind::kWeakAlias:
      return "weak alias";
  }
  return "";
}

std::optional<BirthDate> parse_birth_date(std::string_view text) {
  BirthDate out;
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  for (const std::string_view prefix : {"c. ", "circa ", "approximately "}) {
    if (text.substr(0, prefix.size()) != prefix) continue;
    out.approximate = true;
    text.remove_prefix(prefix.size());
  }
  out.year_first = out.year_last = digits(text, 0, 4);
  if (!is_year(out.year_first)) return std::nullopt;
  text.remove_prefix(4);
  if (text.empty()) return out;
  if (text.substr(0, 4) == " to ") {
    out.year_last = digits(text, 4, 4);
    const bool right = text.size() == 8 && is_year(out.year_last);
    return right && out.year_first <= out.year_last ? std::optional(out) : std::nullopt;
  }
  out.month = text[0] == '-' ? digits(text, 1, 2) : -1;
  if (out.month < 1 || out.month > 12) return std::nullopt;
  text.remove_prefix(3);
  if (text.empty()) return out;
  out.day = text[0] == '-' ? digits(text, 1, 2) : -1;
  if (out.day < 1 || out.day > 31) return std::nullopt;
  text.remove_prefix(3);
  // A zone ("Z", "-05:00") or a time may follow a date in XML; neither is about the birth.
  const bool ended =
      text.empty() || text[0] == 'T' || text[0] == 'Z' || (text.size() == 6 && text[3] == ':');
  return ended ? std::optional(out) : std::nullopt;
}

std::string format_birth_date(const BirthDate& date) {
  std::string out = date.approximate ? "c. " : "";
  out += fmt::format("{:04}", date.year_first);
  if (date.year_last != date.year_first) out += fmt::format(" to {:04}", date.year_last);
  if (date.month != 0) out += fmt::format("-{:02}", date.month);
  if (date.day != 0) out += fmt::format("-{:02}", date.day);
  return out;
}

}  // namespace sanad::screening
