#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "pack_members.h"

namespace sanad::authority {
namespace {

constexpr std::array<std::string_view, 7> kEvents = {
    "issue", "receipt", "acquisition", "acceptance", "removal", "answer", "court-told"};

constexpr std::int64_t kMostOffset = 18 * 60;

std::optional<Timestamp> read_time(Members& members, std::string_view name, bool is_required) {
  if (!is_required && members.value(name).is_null()) return std::nullopt;
  const auto at = parse_timestamp(members.value(name).string_or(""));
  if (!at.ok()) {
    members.fail(name, "must be a time in UTC, in the form 2026-11-24T16:50:00Z");
    return Timestamp{};
  }
  return at.value();
}

Result<std::vector<clocks::Suspension>> parse_suspensions(Members& of) {
  std::vector<clocks::Suspension> suspensions;
  const json::Array& items = of.items("suspensions");
  for (std::size_t i = 0; i < items.size(); ++i) {
    Members members(items[i], of.item_place("suspensions", i), {"from", "to"});
    suspensions.push_back(
        {read_time(members, "from", true).value_or(Timestamp{}), read_time(members, "to", true)});
    SANAD_CHECK(members.done());
  }
  return suspensions;
}

Result<std::vector<clocks::Grant>> parse_grants(Members& of) {
  std::vector<clocks::Grant> grants;
  const json::Array& items = of.items("extensions");
  for (std::size_t i = 0; i < items.size(); ++i) {
    Members members(items[i], of.item_place("extensions", i), {"at", "period"});
    const Timestamp at = read_time(members, "at", true).value_or(Timestamp{});
    const auto period = clocks::parse_period(members.value("period"));
    if (!period.ok()) members.take(period.error(), "period");
    SANAD_CHECK(members.done());
    grants.push_back({at, period.value()});
  }
  return grants;
}

Result<ClockExample> parse_example(const json::Value& value, const std::string& place) {
  Members members(value, place, {"offset_minutes", "start", "suspensions", "extensions", "due"});
  ClockExample example;
  const auto offset = members.value("offset_minutes").as_int();
  if (!offset || *offset < -kMostOffset || *offset > kMostOffset)
    members.fail("offset_minutes", "must be whole minutes from UTC, at most 18 hours");
  else
    example.offset_minutes = static_cast<int>(*offset);
  example.course.start = read_time(members, "start", true).value_or(Timestamp{});
  example.due = read_time(members, "due", true).value_or(Timestamp{});
  SANAD_CHECK(members.done());
  SANAD_TRY(example.course.suspensions, parse_suspensions(members));
  SANAD_TRY(example.course.extensions, parse_grants(members));
  SANAD_CHECK(members.done());
  return example;
}

json::Object format_example(const ClockExample& example) {
  json::Object object{{"offset_minutes", example.offset_minutes},
                      {"start", format_timestamp(example.course.start)},
                      {"due", format_timestamp(example.due)}};
  json::Array suspensions;
  for (const auto& suspension : example.course.suspensions)
    suspensions.emplace_back(
        json::Object{{"from", format_timestamp(suspension.from)},
                     {"to", format_timestamp(suspension.to.value_or(suspension.from))}});
  if (!suspensions.empty()) object.set("suspensions", std::move(suspensions));
  json::Array grants;
  for (const auto& grant : example.course.extensions)
    grants.emplace_back(json::Object{{"at", format_timestamp(grant.at)},
                                     {"period", clocks::format_period(grant.period)}});
  if (!grants.empty()) object.set("extensions", std::move(grants));
  return object;
}

}  // namespace

Result<PackClock> parse_clock(const json::Value& value, const std::string& place) {
  Members members(
      value, place,
      {"key", "title", "nature", "starts", "period", "due", "on_duty", "suspended_by", "extension",
       "provision", "confidence", "note", "examples", "begins_on", "met_on"});
  PackClock clock;
  for (const std::string_view name : {"title", "starts", "due", "on_duty"}) members.text(name);
  members.key("key");
  clock.provision = members.key("provision");
  clock.confidence = members.confidence();
  clock.note = members.optional_text("note");
  if (!members.value("begins_on").is_null()) clock.begins_on = members.word("begins_on", kEvents);
  if (!members.value("met_on").is_null()) clock.met_on = members.word("met_on", kEvents);
  if (members.value("examples").is_null())
    members.fail("examples", "must hold one that was worked out by hand");
  SANAD_CHECK(members.done());
  SANAD_TRY_WITH(clock.rule, clocks::parse_rule(value), members.place());
  const json::Array& examples = members.items("examples");
  SANAD_CHECK(members.done());
  for (std::size_t i = 0; i < examples.size(); ++i) {
    SANAD_TRY(ClockExample example, parse_example(examples[i], members.item_place("examples", i)));
    clock.examples.push_back(std::move(example));
  }
  SANAD_CHECK(check_examples(clock, members.place()));
  return clock;
}

Result<void> check_examples(const PackClock& clock, const std::string& place) {
  for (std::size_t i = 0; i < clock.examples.size(); ++i) {
    const ClockExample& example = clock.examples[i];
    const std::string where = fmt::format("{}: examples[{}]", place, i);
    SANAD_TRY_WITH(const Zone zone, Zone::fixed(example.offset_minutes), where);
    // As it is known once all of it has happened.
    Timestamp now = example.course.start;
    for (const auto& suspension : example.course.suspensions)
      now = std::max({now, suspension.from, suspension.to.value_or(suspension.from)});
    for (const auto& grant : example.course.extensions) now = std::max(now, grant.at);
    SANAD_TRY_WITH(const clocks::Reading reading,
                   clocks::read(clock.rule, example.course, zone, clocks::every_day(), now), where);
    if (reading.due != example.due) {
      return Error{ErrorCode::kInvalid,
                   fmt::format("{}: \"due\" is {}, but the period ends at {}", where,
                               format_timestamp(example.due), format_timestamp(reading.due))};
    }
  }
  return {};
}

json::Object format_clock(const PackClock& clock) {
  json::Object object = clocks::format_rule(clock.rule);
  object.set("provision", clock.provision);
  object.set("confidence", clock.confidence);
  set_text(object, "note", clock.note);
  set_text(object, "begins_on", clock.begins_on);
  set_text(object, "met_on", clock.met_on);
  json::Array examples;
  for (const auto& example : clock.examples) examples.emplace_back(format_example(example));
  object.set("examples", std::move(examples));
  return object;
}

}  // namespace sanad::authority
