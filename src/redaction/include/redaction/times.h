// What is to be hidden of a recording or a video: ranges of its segments, each with a reason
// (docs/formats/redaction.md). Tested by sound_test.cc and film_test.cc. Thread-safe: values only.
#pragma once

#include "redaction/tiles.h"

namespace sanad::redaction {

inline constexpr std::size_t kMaxRanges = 1'000;

// In segments. reason: its number among those of the plan.
struct Range {
  std::uint32_t first = 0, segments = 0;
  std::uint32_t reason = 0;
  friend bool operator==(const Range&, const Range&) = default;
};

// What is to be hidden, and why.
struct TimePlan {
  std::vector<std::string> reasons;
  std::vector<Range> ranges;
};
// As an entry of the ledger has it: "ranges" [[first, segments, reason]…] and "reasons".
void add_plan(const TimePlan& plan, json::Object& object);
// Of what has so many segments. kInvalid: not of that form, or beyond the limits; a range that ends
// behind the last segment; a reason that no range names, that is empty, or that stands twice; no
// range at all.
Result<TimePlan> parse_plan(std::uint64_t segments, const json::Value& object);
Result<void> check_plan(std::uint64_t segments, const TimePlan& plan);
// For each segment the number of its reason, that of the first range which holds it, or kOpen.
Mask mask_of(std::uint64_t segments, const TimePlan& plan);  // the plan was checked

// Widened to the segments of segment_ms that a time touches, and cut off at the end. kInvalid: it
// ends before it begins, or begins behind the end. what: "sound"; length_ms: of all of it.
Result<Range> widen_time(std::string_view what, std::uint64_t length_ms, std::uint64_t segments,
                         std::uint64_t segment_ms, std::uint64_t from_ms, std::uint64_t to_ms,
                         std::uint32_t reason);

}  // namespace sanad::redaction
