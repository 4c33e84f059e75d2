#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "training/grade.h"

// Any bytes as truth.json of a small study: refused with words, or read, and a record is marked by
// it within the points that there are, or refused as too much work.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  training::Study study;
  study.id = "lamps";
  study.tasks.push_back({.id = "capture", .points = 10});
  study.tasks.push_back({.id = "wallet", .points = 5, .answer = training::AnswerKind::kText});
  const auto truth = training::read_truth(
      bytes, study, [](std::string_view text) -> Result<std::string> { return std::string(text); });
  if (!truth.ok()) {
    if (!truth.error().message.starts_with("truth.json: ")) std::abort();
    return 0;
  }
  training::Record record("officer-1", true);
  for (std::uint64_t i = 0; i < 20; ++i) {
    constexpr std::string_view kKinds[] = {"exhibit.sealed", "fact.cited", "exercise.answered",
                                           "act.refused"};
    record.add(
        {.index = i,
         .kind = std::string(kKinds[i % 4]),
         .actor = i % 3 == 0 ? "system" : "officer-1",
         .at = {static_cast<std::int64_t>(i)},
         .data = {{"exhibit", i % 2 == 0 ? "a" : "b"}, {"task", "wallet"}, {"answer", "x"}}});
  }
  const auto marks = training::grade(study, *truth, record, {});
  if (!marks.ok()) {
    if (marks.error().code != ErrorCode::kLimit) std::abort();
    return 0;
  }
  if (marks->total < 0 || marks->total > marks->maximum || marks->maximum != 15) std::abort();
  if (training::told_to_trainee(*marks).empty()) std::abort();
  return 0;
}
