#include "authority/policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "pack_members.h"

namespace sanad::authority {
namespace {

constexpr std::array<std::string_view, 3> kStrictness = {"off", "warn", "refuse"};
constexpr std::array<std::string_view, 3> kPlanning = {"plan", "risk-assessment",
                                                       "landscape-assessment"};
constexpr std::int64_t kMostCount = 1LL << 50;
constexpr std::int64_t kMostLooks = 10'000;

std::int64_t whole(Members& members, std::string_view name, std::int64_t fallback,
                   std::int64_t least, std::int64_t most) {
  const json::Value& value = members.value(name);
  if (value.is_null()) return fallback;
  const auto number = value.as_int();
  if (!number || *number < least || *number > most)
    members.fail(name, fmt::format("must be a whole number from {} to {}", least, most));
  return number.value_or(fallback);
}

Strictness strictness(Members& members, std::string_view name) {
  if (members.value(name).is_null()) return Strictness::kOff;
  const std::string word = members.word(name, kStrictness);
  return word == "refuse" ? Strictness::kRefuse
         : word == "warn" ? Strictness::kWarn
                          : Strictness::kOff;
}

// Labels, each as facet and value; none where the member is absent or empty.
std::vector<std::string> labels(Members& members, std::string_view name) {
  const json::Array* list = members.value(name).as_array();
  if (members.value(name).is_null() || (list && list->empty())) return {};
  std::vector<std::string> found = members.texts(name, false);
  for (const std::string& label : found) {
    const std::size_t colon = label.find(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == label.size())
      members.fail(name, "holds labels, each as facet and value: gifct-behaviour:graphic-violence");
  }
  return found;
}

}  // namespace

std::string_view strictness_name(Strictness strictness) {
  return kStrictness[static_cast<std::size_t>(strictness)];
}

Result<Policy> parse_policy(const json::Value& value) {
  Members members(
      value, "the policy",
      {"before_collection", "preliminary_assessment", "bulk_files", "bulk_bytes", "remind_days",
       "authorisations_lapse", "mandate", "competency", "ratify_hours", "emergency_hours",
       "exposure", "looks_per_day", "looks_per_week", "break_after_looks", "break_minutes",
       "two_persons_for", "report_second_person"});
  SANAD_CHECK(members.done());
  Policy policy;
  const json::Array* before = members.value("before_collection").as_array();
  if (!before || !before->empty())
    policy.before_collection = members.words("before_collection", kPlanning);
  policy.preliminary_assessment = members.flag("preliminary_assessment");
  policy.bulk_files = static_cast<std::uint64_t>(whole(members, "bulk_files", 0, 0, kMostCount));
  policy.bulk_bytes = static_cast<std::uint64_t>(whole(members, "bulk_bytes", 0, 0, kMostCount));
  policy.remind_days = whole(members, "remind_days", policy.remind_days, 0, 366);
  policy.authorisations_lapse = members.flag("authorisations_lapse");
  policy.mandate = strictness(members, "mandate");
  policy.competency = strictness(members, "competency");
  policy.ratify_hours = whole(members, "ratify_hours", policy.ratify_hours, 1, 720);
  policy.emergency_hours = whole(members, "emergency_hours", policy.emergency_hours, 1, 720);
  policy.exposure = strictness(members, "exposure");
  policy.looks_per_day = whole(members, "looks_per_day", 0, 0, kMostLooks);
  policy.looks_per_week = whole(members, "looks_per_week", 0, 0, kMostLooks);
  policy.break_after_looks = whole(members, "break_after_looks", 0, 0, kMostLooks);
  policy.break_minutes = whole(members, "break_minutes", policy.break_minutes, 1, 480);
  policy.two_persons_for = labels(members, "two_persons_for");
  policy.report_second_person = members.flag("report_second_person");
  SANAD_CHECK(members.done());
  return policy;
}

json::Object format_policy(const Policy& policy) {
  return json::Object{{"before_collection", format_texts(policy.before_collection)},
                      {"preliminary_assessment", policy.preliminary_assessment},
                      {"bulk_files", policy.bulk_files},
                      {"bulk_bytes", policy.bulk_bytes},
                      {"remind_days", policy.remind_days},
                      {"authorisations_lapse", policy.authorisations_lapse},
                      {"mandate", strictness_name(policy.mandate)},
                      {"competency", strictness_name(policy.competency)},
                      {"ratify_hours", policy.ratify_hours},
                      {"emergency_hours", policy.emergency_hours},
                      {"exposure", strictness_name(policy.exposure)},
                      {"looks_per_day", policy.looks_per_day},
                      {"looks_per_week", policy.looks_per_week},
                      {"break_after_looks", policy.break_after_looks},
                      {"break_minutes", policy.break_minutes},
                      {"two_persons_for", format_texts(policy.two_persons_for)},
                      {"report_second_person", policy.report_second_person}};
}

}  // namespace sanad::authority
