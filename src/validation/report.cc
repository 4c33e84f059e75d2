#include "validation/report.h"

#include <algorithm>

namespace sanad::validation {
namespace {

constexpr std::array<std::string_view, 5> kParts = {"known-answers", "range", "import", "bundle",
                                                    "ledger"};

}  // namespace

std::string_view verdict_of(const std::vector<TestResult>& tests) {
  const bool has_all = std::ranges::all_of(kParts, [&](std::string_view part) {
    return std::ranges::any_of(tests, [&](const TestResult& one) { return one.part == part; });
  });
  return has_all && count(tests).all_passed() ? "passed" : "failed";
}

json::Object make_report(const ReportInput& input) {
  const Counts counts = count(input.tests);
  json::Array tests, failures, limits;
  for (const TestResult& test : input.tests) {
    tests.push_back(test_json(test));
    if (test.verdict != Verdict::kPassed)
      failures.emplace_back(json::Object{
          {"id", test.id}, {"verdict", verdict_name(test.verdict)}, {"reason", test.reason}});
  }
  for (const Limit& limit : kLimits)
    limits.emplace_back(json::Object{{"code", limit.code}, {"says", limit.says}});
  return json::Object{
      {"format", kReportFormat},
      {"validation", input.validation},
      {"agency", input.agency},
      {"by", json::Object{{"officer", input.officer}, {"name", input.officer_name}}},
      {"started_at", format_timestamp(input.started_at)},
      {"ended_at", format_timestamp(input.ended_at)},
      {"software", json::Object{{"name", "Sanad"}, {"version", input.version}}},
      {"environment", input.environment},
      {"environment_sha256", input.environment_sha256},
      {"surroundings", json::Object{{"clock", input.clock}, {"locale", input.locale}}},
      {"answers", json::Object{{"edition", input.answers_edition},
                               {"sha256", input.answers_sha256},
                               {"further", input.further_answers}}},
      {"verdict", verdict_of(input.tests)},
      {"counts", json::Object{{"tests", counts.tests},
                              {"passed", counts.passed},
                              {"failed", counts.failed},
                              {"not_run", counts.not_run}}},
      {"failures", std::move(failures)},
      {"limits", std::move(limits)},
      {"tests", std::move(tests)}};
}

}  // namespace sanad::validation
