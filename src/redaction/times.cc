#include "redaction/times.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "reasons.h"

namespace sanad::redaction {
namespace {

Error no_plan(std::string_view why) {
  return {ErrorCode::kInvalid, fmt::format("the times cannot be used: {}", why)};
}

Result<Range> parse_range(const json::Value& value) {
  const json::Array* numbers = value.as_array();
  if (numbers == nullptr || numbers->size() != 3) return no_plan("one is not of three numbers");
  std::array<std::uint32_t, 3> read{};
  for (std::size_t i = 0; i < read.size(); ++i) {
    const auto number = (*numbers)[i].as_int();
    if (!number || *number < 0 || *number > INT32_MAX)
      return no_plan("one is not of three numbers");
    read[i] = static_cast<std::uint32_t>(*number);
  }
  return Range{read[0], read[1], read[2]};
}

}  // namespace

Result<Range> widen_time(std::string_view what, std::uint64_t length_ms, std::uint64_t segments,
                         std::uint64_t segment_ms, std::uint64_t from_ms, std::uint64_t to_ms,
                         std::uint32_t reason) {
  const std::uint64_t first = from_ms / segment_ms;
  if (from_ms >= to_ms || first >= segments)
    return Error{ErrorCode::kInvalid,
                 fmt::format("from {}.{:03} to {}.{:03} seconds there is nothing of the {}, "
                             "which has {}.{:03} seconds",
                             from_ms / 1000, from_ms % 1000, to_ms / 1000, to_ms % 1000, what,
                             length_ms / 1000, length_ms % 1000)};
  const std::uint64_t end =
      std::min(to_ms / segment_ms + (to_ms % segment_ms != 0 ? 1 : 0), segments);
  return Range{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(end - first), reason};
}

void add_plan(const TimePlan& plan, json::Object& object) {
  json::Array ranges;
  for (const Range& range : plan.ranges)
    ranges.push_back(json::Array{range.first, range.segments, range.reason});
  object.set("ranges", std::move(ranges));
  object.set("reasons", json::Array(plan.reasons.begin(), plan.reasons.end()));
}

Result<void> check_plan(std::uint64_t segments, const TimePlan& plan) {
  if (plan.ranges.empty()) return no_plan("there is none");
  if (plan.ranges.size() > kMaxRanges || plan.reasons.size() > kMaxReasons)
    return no_plan(
        fmt::format("there are at most {} of them, for {} reasons", kMaxRanges, kMaxReasons));
  if (const std::string wrong = problem_of_reasons(plan.reasons); !wrong.empty())
    return no_plan(wrong);
  std::set<std::uint32_t> used;
  for (const Range& range : plan.ranges) {
    if (range.segments == 0 || range.first >= segments || range.segments > segments - range.first)
      return no_plan("one ends outside of the recording");
    if (range.reason >= plan.reasons.size()) return no_plan("one has no reason");
    used.insert(range.reason);
  }
  if (used.size() != plan.reasons.size()) return no_plan("a reason is of none");
  return {};
}

Result<TimePlan> parse_plan(std::uint64_t segments, const json::Value& object) {
  const json::Array* ranges = object["ranges"].as_array();
  const json::Array* reasons = object["reasons"].as_array();
  if (ranges == nullptr || reasons == nullptr) return no_plan("there is none");
  if (ranges->size() > kMaxRanges || reasons->size() > kMaxReasons) return no_plan("too many");
  TimePlan plan;
  for (const json::Value& value : *ranges) {
    SANAD_TRY(const Range range, parse_range(value));
    plan.ranges.push_back(range);
  }
  for (const json::Value& reason : *reasons) {
    if (reason.as_string() == nullptr) return no_plan("a reason is no text");
    plan.reasons.push_back(*reason.as_string());
  }
  SANAD_CHECK(check_plan(segments, plan));
  return plan;
}

Mask mask_of(std::uint64_t segments, const TimePlan& plan) {
  Mask mask(segments, kOpen);
  for (const Range& range : plan.ranges)
    for (std::uint64_t at = range.first; at < std::uint64_t{range.first} + range.segments; ++at)
      if (mask[at] == kOpen) mask[at] = static_cast<std::uint16_t>(range.reason);
  return mask;
}

}  // namespace sanad::redaction
