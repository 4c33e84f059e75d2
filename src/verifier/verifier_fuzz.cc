// Any bytes as a bundle: a verdict comes out, never intact, since nothing is trusted.
#include <cstdlib>

#include "verifier/verifier.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sanad::MemorySource source({data, size});
  const auto report = sanad::verifier::verify(source, {}, nullptr);
  if (!report.ok() || report->checks.size() != 21) std::abort();
  if (report->verdict == sanad::verifier::Verdict::kIntact) std::abort();
  sanad::verifier::format_report_text(*report);
  sanad::verifier::format_report_json(*report);
  return 0;
}
