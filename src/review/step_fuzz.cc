// What is accepted of a step has one form, which reads as the same step.
#include <cstdlib>

#include "base/bytes.h"
#include "review/steps.h"

using namespace sanad;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const review::Words words = review::shipped_words().value();
  const auto value = json::parse(as_text(ByteView(data, size)));
  if (!value.ok()) return 0;
  for (const review::Step step : review::kSteps) {
    const auto once = review::check_step(step, *value, words);
    if (!once.ok()) continue;
    const auto again = review::check_step(step, json::Value(*once), words);
    if (!again.ok() ||
        json::format_canonical(json::Value(*again)) != json::format_canonical(json::Value(*once)))
      std::abort();
    (void)review::cited_in(json::Value(*once));
  }
  return 0;
}
