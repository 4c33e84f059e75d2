// What an agency demands beside an authorisation, as one recorded document of its workspace.
// Members: docs/formats/policy.md. The defaults demand nothing. Pure. Tested by policy_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace sanad::authority {

enum class Strictness { kOff, kWarn, kRefuse };
std::string_view strictness_name(Strictness strictness);  // "off", "warn", "refuse"

struct Policy {
  // Kinds of papers that a case must have in force before anything is collected in it.
  std::vector<std::string> before_collection;
  bool preliminary_assessment = false;  // of each source, before it is captured
  // An import of more than this is bulk intake, which takes a legality record; 0: no bound.
  std::uint64_t bulk_files = 0;
  std::uint64_t bulk_bytes = 0;
  std::int64_t remind_days = 14;      // before a review falls due
  bool authorisations_lapse = false;  // on their day of review, until one is recorded
  Strictness mandate = Strictness::kOff;
  Strictness competency = Strictness::kOff;
  std::int64_t ratify_hours = 24;     // for a supervisor to decide on an emergency
  std::int64_t emergency_hours = 72;  // that an emergency lasts at most
  // What becomes of a look at covered material beyond the limits below; 0: no limit.
  Strictness exposure = Strictness::kOff;
  std::int64_t looks_per_day = 0;      // within 24 hours
  std::int64_t looks_per_week = 0;     // within seven days
  std::int64_t break_after_looks = 0;  // then a break is due
  std::int64_t break_minutes = 15;
  // Labels ("gifct-behaviour:graphic-violence") of what nobody looks at alone.
  std::vector<std::string> two_persons_for;
  bool report_second_person = false;  // signs a case's report before it is made
};

// Strict: kInvalid names a member that is unknown or wrong. Absent ones keep their default.
Result<Policy> parse_policy(const json::Value& value);
json::Object format_policy(const Policy& policy);  // all members

}  // namespace sanad::authority
