// Any bytes as a rule file: an error with its line, or rules whose matcher runs on the file itself.
#include <cstdlib>

#include "text/fingerprint.h"
#include "text/rules.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto print = parse_fingerprint(text);
  if (print.ok() && format_fingerprint(print.value()) != text) std::abort();
  auto set = parse_rules(text);
  if (!set.ok()) {
    if (set.error().message.find("line ") == std::string::npos) std::abort();
    return 0;
  }
  const RuleMatcher matcher(std::move(set).value());
  test_rules(matcher);
  const auto matches = matcher.match(text).value();
  for (const RuleMatch& match : matches) {
    if (match.hits.empty()) std::abort();
    for (const TermHit& hit : match.hits) {
      if (hit.range.end > size || hit.range.begin >= hit.range.end) std::abort();
    }
  }
  return 0;
}
