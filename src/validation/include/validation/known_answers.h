// Known answers: for every algorithm that evidence rests on, an input and what it must give, said
// by somebody else wherever somebody else has said it; and the same input altered, which must not
// pass.
//
// The answers are data (answers/known-answers.json, docs/formats/known-answers.md), part of the
// program. Whoever validates may bring further ones of their own. Each is run through the functions
// that captures, imports and bundles use: hashes of pictures and sounds in the cage. Tested by
// known_answers_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "extract/extract.h"
#include "validation/test_result.h"

namespace sanad::validation {

inline constexpr std::size_t kMaxAnswersBytes = 4ULL << 20;
inline constexpr std::size_t kMaxAnswers = 10'000;

struct Answer {
  std::string id;
  std::string algorithm;  // for people: "AES-256-GCM"
  std::string operation;  // of operations()
  std::string origin;     // "published", "other-program" or "ours"
  std::string source;
  json::Value inputs;
  std::string expected;
  json::Value altered;     // members that take the place of those of inputs
  std::string alteration;  // the same in words
};

struct AnswerSet {
  std::string edition;
  std::string sha256;  // of the file
  std::vector<Answer> answers;
};

// kInvalid names what is wrong: a missing member, an operation that is none, two of one id, nothing
// altered.
Result<AnswerSet> parse_answers(std::string_view file);
// Those that ship.
Result<AnswerSet> shipped_answers();
// What can be asked for, in alphabetical order. Each has an answer among those that ship.
std::vector<std::string_view> operations();

// Passed: the inputs give what is expected, and the altered ones are refused or give something
// else. Never an error: what cannot be run has failed, with the reason.
TestResult check(const Answer& answer, const extract::Extractor& extractor);

}  // namespace sanad::validation
