#include <fmt/format.h>

#include "clocks/clock.h"
#include "operations.h"
#include "similarity/similarity.h"
#include "text/fold.h"

namespace sanad::validation {
namespace {

Result<std::string> fold(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const std::string data, text_of(inputs, "data"));
  return text::fold_to_utf8(data);
}

Result<std::string> tlsh(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const Bytes data, bytes_of(inputs, "data"));
  return similarity::tlsh(data).value_or("none");
}

Result<std::string> clock(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const std::string start, text_of(inputs, "start"));
  SANAD_TRY(const Timestamp at, parse_timestamp(start));
  SANAD_TRY(const Zone zone, Zone::fixed(static_cast<int>(inputs["zone_minutes"].int_or(0))));
  clocks::Rule rule;
  rule.key = "known-answer";
  json::Object period{{"count", inputs["count"]}, {"unit", inputs["unit"]}};
  if (!inputs["ending"].is_null()) period.set("ending", inputs["ending"]);
  SANAD_TRY(rule.period, clocks::parse_period(json::Value(std::move(period))));
  clocks::Calendar calendar = clocks::every_day();
  if (const json::Array* days = inputs["weekend"].as_array())
    for (const json::Value& day : *days)
      calendar.weekend = static_cast<std::uint8_t>(
          calendar.weekend | (1U << static_cast<unsigned>(day.int_or(0) & 7)));
  clocks::Course course;
  course.start = at;
  SANAD_TRY(const clocks::Reading reading, clocks::read(rule, course, zone, calendar, at));
  return format_timestamp(reading.due);
}

}  // namespace

void add_text_operations(Operations& all) {
  all["fold"] = fold;
  all["tlsh"] = tlsh;
  all["clock"] = clock;
}

}  // namespace sanad::validation
