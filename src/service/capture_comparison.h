// Two captures of the same target, compared part by part, each difference with what explains it as
// far as the two records do. Pure: acquisition records (docs/formats/acquisition.md) and the
// documents after scripts, as bytes that are never parsed. Tested by capture_comparison_test.cc.
//
// What an explanation is not: a proof. "dynamic" is said only where the same address gave two
// answers to one and the same browser, or to two captures of one agency; "context" says what
// differed between the askers, not that it was the cause; the rest is "unexplained".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "json/json.h"

namespace sanad::service {

inline constexpr std::string_view kComparisonName = "sanad-comparison/1";
inline constexpr std::size_t kMaxComparisonRows = 150;
inline constexpr std::size_t kMaxRowUrlBytes = 200;

struct CaptureSide {
  json::Value acquisition;
  std::string document;  // dom.html; empty: there is none
};

// Another capture of the same target by the first side's agency, for what changes by itself.
struct OwnCapture {
  std::string exhibit;
  json::Value acquisition;
};

struct ComparedRow {
  std::string method, url;
  // "differs", "missing-here" or "missing-there". Here is the first side.
  std::string what;
  // Of "differs": "dynamic", "context" or "unexplained". Of the others: "failed", "not-kept",
  // "unlisted" (that record does not list all), "cached" or "not-asked".
  std::string explanation;
  std::string detail;  // one sentence
  std::int64_t status_here = 0, status_there = 0;
  std::string sha256_here, sha256_there;
};

struct ContextDifference {
  std::string what, here, there;  // "locale", "user agent" …
};

struct CaptureComparison {
  std::uint64_t parts = 0;  // addresses that either side asked for, by method
  std::uint64_t same = 0, dynamic = 0, context = 0, unexplained = 0;
  std::uint64_t missing_here = 0, missing_there = 0;
  bool same_address = false;         // where the page stood at the end
  bool same_page = false;            // the page as received, byte for byte
  int likeness_percent = -1;         // of the documents; -1: one side has none
  std::int64_t seconds_between = 0;  // from the first side's start to the other's
  std::vector<ContextDifference> contexts;
  std::vector<ComparedRow> rows;  // what is not the same, in the order of methods and addresses
  std::uint64_t more_rows = 0;    // that did not fit
};

// kInvalid: one of them is no record of a capture, or their targets differ.
Result<CaptureComparison> compare_captures_by_part(const CaptureSide& here,
                                                   const CaptureSide& there,
                                                   const std::vector<OwnCapture>& own);

json::Object format_comparison(const CaptureComparison& comparison);

// Without a fragment, for what is the same target.
std::string target_of(const json::Value& acquisition);

}  // namespace sanad::service
