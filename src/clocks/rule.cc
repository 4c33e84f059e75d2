#include "clocks/rule.h"

#include "members.h"

namespace sanad::clocks {
namespace {

constexpr std::array<std::string_view, 5> kUnits = {"hours", "days", "working-days", "months",
                                                    "years"};
constexpr std::array<std::string_view, 2> kEndings = {"same-time", "end-of-day"};
constexpr std::array<std::string_view, 2> kMonthEnds = {"last-day", "first-of-next"};
constexpr std::array<std::string_view, 2> kRolls = {"stays", "next-working-day"};
constexpr std::array<std::string_view, 3> kNatures = {"deadline", "lapse", "minimum"};

template <class Enum, std::size_t N>
std::string_view word(const std::array<std::string_view, N>& words, Enum value) {
  return words[static_cast<std::size_t>(value)];
}

bool is_of_months(Unit unit) { return unit == Unit::kMonths || unit == Unit::kYears; }

Result<std::int32_t> parse_count(const json::Value& value, std::string_view member,
                                 std::int64_t most) {
  const auto count = value[member].as_int();
  if (!count || *count < 1 || *count > most)
    return invalid(fmt::format("\"{}\" must be a whole number from 1 to {}", member, most));
  return static_cast<std::int32_t>(*count);
}

std::int64_t most_of(Unit unit) {
  if (unit == Unit::kYears) return kMaxYears;
  if (unit == Unit::kMonths) return kMaxYears * 12;
  return kMaxCount;
}

Result<Extension> parse_extension(const json::Value& value) {
  SANAD_CHECK(check_members(value, {"by", "period", "most_times"}, "an extension"));
  Extension extension;
  SANAD_TRY(extension.by, json::require_string(value, "by"));
  if (!value["period"].is_null()) {
    SANAD_TRY_WITH(const Period period, parse_period(value["period"]), "\"period\"");
    extension.period = period;
  }
  if (!value["most_times"].is_null()) {
    SANAD_TRY(extension.most_times, parse_count(value, "most_times", kMaxCount));
  }
  return extension;
}

}  // namespace

Result<Period> parse_period(const json::Value& value) {
  SANAD_CHECK(check_members(value, {"count", "unit", "ending", "month_end", "rolls"}, "a period"));
  Period period;
  SANAD_TRY(period.unit, parse_word<Unit>(value, "unit", kUnits));
  SANAD_TRY(period.count, parse_count(value, "count", most_of(period.unit)));
  if (period.unit == Unit::kHours) {
    for (const std::string_view member : {"ending", "month_end", "rolls"}) {
      if (!value[member].is_null())
        return invalid(fmt::format("\"{}\" is not for hours, which are exact", member));
    }
    return period;
  }
  SANAD_TRY(period.ending, parse_word<Ending>(value, "ending", kEndings));
  if (!value["month_end"].is_null()) {
    if (!is_of_months(period.unit)) return invalid("\"month_end\" is for months and years only");
    SANAD_TRY(period.month_end, parse_word<MonthEnd>(value, "month_end", kMonthEnds));
  }
  if (!value["rolls"].is_null()) {
    SANAD_TRY(period.rolls, parse_word<Rolls>(value, "rolls", kRolls));
    if (period.rolls == Rolls::kNextWorkingDay && period.ending != Ending::kEndOfDay)
      return invalid("\"rolls\" needs the \"ending\" end-of-day");
  }
  return period;
}

json::Object format_period(const Period& period) {
  json::Object object{{"count", period.count}, {"unit", word(kUnits, period.unit)}};
  if (period.unit == Unit::kHours) return object;
  object.set("ending", word(kEndings, period.ending));
  if (period.month_end != MonthEnd::kLastDay)
    object.set("month_end", word(kMonthEnds, period.month_end));
  if (period.rolls != Rolls::kStays) object.set("rolls", word(kRolls, period.rolls));
  return object;
}

std::string describe(const Period& period) {
  constexpr std::array<std::string_view, 5> kOne = {"hour", "day", "working day", "month", "year"};
  std::string text =
      fmt::format("{} {}{}", period.count, word(kOne, period.unit), period.count == 1 ? "" : "s");
  if (period.unit == Unit::kHours) return text;
  if (period.ending == Ending::kEndOfDay) text += ", to the end of the last day";
  if (period.rolls == Rolls::kNextWorkingDay) text += ", or of the next working day";
  return text;
}

Result<Rule> parse_rule(const json::Value& value) {
  Rule rule;
  SANAD_TRY(rule.key, json::require_string(value, "key"));
  SANAD_TRY(rule.title, json::require_string(value, "title"));
  SANAD_TRY(rule.nature, parse_word<Nature>(value, "nature", kNatures));
  SANAD_TRY(rule.starts, json::require_string(value, "starts"));
  SANAD_TRY_WITH(rule.period, parse_period(value["period"]), "\"period\"");
  SANAD_TRY(rule.due, json::require_string(value, "due"));
  SANAD_TRY(rule.on_duty, json::require_string(value, "on_duty"));
  if (!value["suspended_by"].is_null()) {
    const auto* reasons = value["suspended_by"].as_array();
    if (!reasons) return invalid("\"suspended_by\" must list what suspends the clock");
    for (const auto& reason : *reasons) {
      if (reason.string_or("").empty()) return invalid("\"suspended_by\" must list texts");
      rule.suspended_by.push_back(reason.string_or(""));
    }
  }
  if (!value["extension"].is_null()) {
    SANAD_TRY_WITH(Extension extension, parse_extension(value["extension"]), "\"extension\"");
    rule.extension = std::move(extension);
  }
  return rule;
}

json::Object format_rule(const Rule& rule) {
  json::Object object{{"key", rule.key},
                      {"title", rule.title},
                      {"nature", word(kNatures, rule.nature)},
                      {"starts", rule.starts},
                      {"period", format_period(rule.period)},
                      {"due", rule.due},
                      {"on_duty", rule.on_duty}};
  if (!rule.suspended_by.empty()) {
    json::Array reasons;
    for (const auto& reason : rule.suspended_by) reasons.emplace_back(reason);
    object.set("suspended_by", std::move(reasons));
  }
  if (rule.extension) {
    json::Object extension{{"by", rule.extension->by}};
    if (rule.extension->period) extension.set("period", format_period(*rule.extension->period));
    if (rule.extension->most_times > 0) extension.set("most_times", rule.extension->most_times);
    object.set("extension", std::move(extension));
  }
  return object;
}

}  // namespace sanad::clocks
