#include "validation/test_result.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "crypto/crypto.h"

namespace sanad::validation {
namespace {

constexpr std::size_t kMaxShown = 600;

// A value as it stands, or, where it is long, its beginning and the digest of all of it.
std::string shown(const std::string& value) {
  const std::string text = replace_malformed_utf8(value);
  if (text.size() <= kMaxShown) return text;
  std::size_t end = kMaxShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return fmt::format("{}… ({} bytes, SHA-256 {})", text.substr(0, end), text.size(),
                     format_hex(crypto::sha256(as_bytes(text))));
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return "passed";
    case Verdict::kFailed:
      return "failed";
    case Verdict::kNotRun:
      break;
  }
  return "not-run";
}

Counts count(const std::vector<TestResult>& tests) {
  Counts counts;
  for (const TestResult& test : tests) {
    ++counts.tests;
    if (test.verdict == Verdict::kPassed) ++counts.passed;
    if (test.verdict == Verdict::kFailed) ++counts.failed;
    if (test.verdict == Verdict::kNotRun) ++counts.not_run;
  }
  return counts;
}

json::Value test_json(const TestResult& test) {
  json::Object object{{"id", test.id},
                      {"part", test.part},
                      {"algorithm", test.algorithm},
                      {"origin", test.origin},
                      {"source", test.source},
                      {"expected", shown(test.expected)},
                      {"got", shown(test.got)},
                      {"verdict", verdict_name(test.verdict)}};
  if (!test.alteration.empty())
    object.set("altered",
               json::Object{{"what", test.alteration}, {"got", shown(test.altered_got)}});
  if (!test.reason.empty()) object.set("reason", replace_malformed_utf8(test.reason));
  return object;
}

}  // namespace sanad::validation
