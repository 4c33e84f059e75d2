#include "validation/known_answers.h"

#include <fmt/format.h>

#include <set>

#include "base/embedded.h"
#include "crypto/crypto.h"
#include "operations.h"

namespace sanad::validation {

std::span<const EmbeddedFile> answer_files();

namespace {

constexpr std::string_view kFormat = "sanad-known-answers/1";
constexpr std::string_view kShipped = "known-answers.json";

Operations all_operations() {
  Operations all;
  add_crypto_operations(all);
  add_log_operations(all);
  add_format_operations(all);
  add_text_operations(all);
  add_caged_operations(all);
  return all;
}

bool is_origin(std::string_view origin) {
  return origin == "published" || origin == "other-program" || origin == "ours";
}

Result<Answer> parse_answer(const json::Value& value, const Operations& known) {
  Answer answer;
  SANAD_TRY(answer.id, json::require_string(value, "id"));
  SANAD_TRY(answer.algorithm, json::require_string(value, "algorithm"));
  SANAD_TRY(answer.operation, json::require_string(value, "operation"));
  SANAD_TRY(answer.origin, json::require_string(value, "origin"));
  SANAD_TRY(answer.source, json::require_string(value, "source"));
  SANAD_TRY(answer.expected, json::require_string(value, "expected"));
  SANAD_TRY(answer.alteration, json::require_string(value, "alteration"));
  answer.inputs = value["inputs"];
  answer.altered = value["altered"];
  if (answer.id.empty() || answer.id.size() > 64)
    return Error{ErrorCode::kInvalid, "\"id\" must be a text of 1 to 64 bytes"};
  if (!known.contains(answer.operation))
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"operation\" is none that this program has: {}", answer.operation)};
  if (!is_origin(answer.origin))
    return Error{ErrorCode::kInvalid,
                 "\"origin\" must be \"published\", \"other-program\" or \"ours\""};
  if (answer.inputs.as_object() == nullptr || answer.altered.as_object() == nullptr ||
      answer.altered.as_object()->empty() || answer.alteration.empty())
    return Error{ErrorCode::kInvalid,
                 "\"inputs\" and \"altered\" must be objects, and something must be altered"};
  return answer;
}

json::Value altered_inputs(const Answer& answer) {
  json::Object inputs = *answer.inputs.as_object();
  for (const json::Member& member : *answer.altered.as_object())
    inputs.set(member.name, member.value);
  return inputs;
}

// Whether the altered input passes for the right one.
void check_altered(const Answer& answer, const Operation& run, const extract::Extractor& extractor,
                   TestResult& test) {
  const json::Value inputs = altered_inputs(answer);
  if (json::format_canonical(inputs) == json::format_canonical(answer.inputs)) {
    test.verdict = Verdict::kFailed;
    test.reason = "nothing was altered, so that nothing was shown";
    return;
  }
  const auto got = run(inputs, extractor);
  test.altered_got = got.ok() ? *got : "refused: " + got.error().message;
  if (got.ok() && *got == answer.expected) {
    test.verdict = Verdict::kFailed;
    test.reason = "the altered input passes for the right one";
  }
  // A parser that is not there refuses everything, and shows nothing by it.
  if (!got.ok() && got.error().code == ErrorCode::kUnavailable) {
    test.verdict = Verdict::kFailed;
    test.reason = got.error().message;
  }
}

}  // namespace

std::vector<std::string_view> operations() {
  static const Operations known = all_operations();
  std::vector<std::string_view> names;
  for (const auto& [name, run] : known) names.push_back(name);
  return names;
}

Result<AnswerSet> parse_answers(std::string_view file) {
  if (file.size() > kMaxAnswersBytes)
    return Error{ErrorCode::kLimit,
                 fmt::format("the known answers are longer than {} MiB", kMaxAnswersBytes >> 20U)};
  SANAD_TRY(const json::Value value, json::parse(file));
  const json::Array* answers = value["answers"].as_array();
  if (value["format"].string_or("") != kFormat || answers == nullptr || answers->empty() ||
      answers->size() > kMaxAnswers)
    return Error{
        ErrorCode::kInvalid,
        fmt::format("known answers have \"format\" {} and a list \"answers\" of at most {}",
                    kFormat, kMaxAnswers)};
  AnswerSet set;
  SANAD_TRY(set.edition, json::require_string(value, "edition"));
  set.sha256 = format_hex(crypto::sha256(as_bytes(file)));
  const Operations known = all_operations();
  std::set<std::string> seen;
  for (std::size_t i = 0; i < answers->size(); ++i) {
    SANAD_TRY_WITH(Answer answer, parse_answer((*answers)[i], known),
                   fmt::format("answer {}", i + 1));
    if (!seen.insert(answer.id).second)
      return Error{ErrorCode::kInvalid, fmt::format("two answers have the id {}", answer.id)};
    set.answers.push_back(std::move(answer));
  }
  return set;
}

Result<AnswerSet> shipped_answers() {
  const EmbeddedFile* file = find_embedded(answer_files(), kShipped);
  if (file == nullptr) return Error{ErrorCode::kNotFound, "the program holds no known answers"};
  return parse_answers(file->bytes);
}

TestResult check(const Answer& answer, const extract::Extractor& extractor) {
  static const Operations known = all_operations();
  TestResult test;
  test.id = answer.id;
  test.part = "known-answers";
  test.algorithm = answer.algorithm;
  test.source = answer.source;
  test.origin = answer.origin;
  test.expected = answer.expected;
  test.alteration = answer.alteration;
  const auto run = known.find(answer.operation);
  if (run == known.end()) {
    test.reason = fmt::format("this program has no operation {}", answer.operation);
    return test;
  }
  const auto got = run->second(answer.inputs, extractor);
  test.got = got.ok() ? *got : "refused: " + got.error().message;
  test.verdict = got.ok() && *got == answer.expected ? Verdict::kPassed : Verdict::kFailed;
  if (!got.ok()) test.reason = got.error().message;
  if (got.ok() && *got != answer.expected) test.reason = "the answer is another than the known one";
  if (test.verdict == Verdict::kPassed) check_altered(answer, run->second, extractor, test);
  return test;
}

}  // namespace sanad::validation
