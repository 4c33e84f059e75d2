// One thing that a validation tried: what should have come out, what did, and what came out when
// the input was altered.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "json/json.h"

namespace sanad::validation {

enum class Verdict {
  kPassed,
  kFailed,
  kNotRun,  // it could not be tried; counts against the validation
};
std::string_view verdict_name(Verdict verdict);  // "passed", "failed", "not-run"

struct TestResult {
  std::string id;
  std::string part;  // "known-answers", "range", "import", "bundle", "ledger"
  std::string algorithm;
  std::string source;  // who says what is right
  std::string origin;  // "published", "other-program", "ours" or "range"
  std::string expected;
  std::string got;
  std::string alteration;  // what was altered; empty where nothing is
  std::string altered_got;
  Verdict verdict = Verdict::kNotRun;
  std::string reason;  // why it failed or was not run, one sentence
};

struct Counts {
  std::uint64_t tests = 0, passed = 0, failed = 0, not_run = 0;
  bool all_passed() const { return tests > 0 && passed == tests; }
};
Counts count(const std::vector<TestResult>& tests);

// As the report has it (docs/formats/validation.md). Long values are cut, and say so.
json::Value test_json(const TestResult& test);

}  // namespace sanad::validation
