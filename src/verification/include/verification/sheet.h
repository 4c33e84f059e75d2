// The verification sheet: what a person found on examining an exhibit or a part of one, in the
// three panels of the Berkeley Protocol (paras 176 to 194: source, item, content), with notes on
// where and when it was made.
//
//   claim      what is claimed of the exhibit or part: findings speak for or against it
//   panels     one answer for each question, as text, with an assessment
//   geolocation, chronolocation    places and times that were considered, each with an assessment
//
// There is no verdict, tick or score of the whole, and no place for one: a member that is not of
// the sheet is refused, not passed over. Contradicting findings have the same form as supporting
// ones, and nothing counts or weighs them. Pure. Format: docs/verification-sheet.md. Tested by
// sheet_test.cc; fuzzed by sheet_fuzz.cc.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace sanad::verification {

inline constexpr std::size_t kMaxSheetBytes = 56 * 1024;  // canonical; an entry holds it whole
inline constexpr std::size_t kMaxTextBytes = 8'192;       // of one text
inline constexpr std::size_t kMaxNameBytes = 2'048;       // of a name, address or note
inline constexpr std::size_t kMaxEvidence = 20;           // of one assessment
inline constexpr std::size_t kMaxCandidates = 20;
inline constexpr std::size_t kMaxEstimates = 20;
inline constexpr std::int64_t kMaxRadiusM = 20'040'000;  // half of the way round the Earth

// For or against the claim; of a candidate place or an estimate of time, that it was there or then.
enum class Finding : std::uint8_t { kNotExamined, kSupports, kContradicts, kNeither };
std::string_view finding_name(Finding finding);  // "not-examined"
std::optional<Finding> parse_finding(std::string_view name);

// How sure the person is of the finding; of one who examined nothing there is none.
enum class Confidence : std::uint8_t { kNone, kLow, kModerate, kHigh };
std::string_view confidence_name(Confidence confidence);  // "" for kNone
std::optional<Confidence> parse_confidence(std::string_view name);

enum class Panel : std::uint8_t { kSource, kItem, kContent };
std::string_view panel_name(Panel panel);

struct Question {
  Panel panel;
  std::string_view id;
  std::string_view text;  // in English; the workbench has its own words
};
inline constexpr std::size_t kQuestions = 20;
// In the order of the sheet: panel by panel.
const std::array<Question, kQuestions>& questions();

// What a finding rests on: a stretch of an exhibit, or an address where something was seen.
struct Evidence {
  std::string exhibit;  // exhibit-…; empty: an address
  std::optional<std::uint64_t> part;
  std::string file;  // of the exhibit, where no part is cited
  // Bytes of the part or file.
  std::optional<std::uint64_t> offset, length;
  std::string address;
  std::string seen_at;  // UTC, as base/time.h has it
  std::string note;
};

struct Assessment {
  Finding finding = Finding::kNotExamined;
  Confidence confidence = Confidence::kNone;
  std::string reasons;
  std::vector<Evidence> evidence;
};

struct Answer {
  std::size_t question = 0;  // place in questions()
  std::string text;
  Assessment assessment;
};

struct CandidatePlace {
  std::string name;
  std::string latitude, longitude;  // decimal degrees, with the digits that were written
  std::int64_t radius_m = 0;        // of uncertainty
  std::string features;             // what was matched, and what did not match
  std::string method, tools;
  Assessment assessment;
};

enum class TimeMethod : std::uint8_t {
  kShadows,
  kWeather,
  kClocks,
  kFirstAppearance,
  kMetadata,
  kOther
};
std::string_view time_method_name(TimeMethod method);
std::optional<TimeMethod> parse_time_method(std::string_view name);

struct TimeEstimate {
  TimeMethod method = TimeMethod::kOther;
  // "2026-03-14T17:05" on a clock of the zone; empty: no bound that way.
  std::string earliest, latest;
  std::string zone;         // "UTC", "UTC+05:00" or "unknown"
  std::string uncertainty;  // in words
  std::string details;      // what was measured, and how
  std::string tools;
  Assessment assessment;
};

struct Sheet {
  std::string claim;
  std::vector<Answer> answers;  // ascending by question, each at most once, none empty
  std::string claimed_place;
  std::vector<CandidatePlace> candidates;
  std::string claimed_time;
  std::vector<TimeEstimate> estimates;
  bool empty() const;  // nothing was written
};

// kInvalid names the member and says what it wants: a member that the sheet does not have, a
// finding without confidence, reasons or (where it supports or contradicts) evidence, or without
// the claim that it speaks of; confidence or evidence of what was not examined; a place or time
// that is none. kLimit: longer than kMaxSheetBytes. Questions without an answer may be absent.
Result<Sheet> parse_sheet(const json::Value& value);

// The one form of a sheet: parse_sheet() gives the same sheet back.
json::Object format_sheet(const Sheet& sheet);

}  // namespace sanad::verification
