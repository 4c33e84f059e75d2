// Any bytes: origins in order and inside the text; folding twice changes nothing; runs cover all.
#include <cstdlib>

#include "letters.h"
#include "text/fold.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Folded folded = fold(text).value();
  if (folded.letters.size() != folded.origin.size()) std::abort();
  std::uint32_t last = 0;
  for (const ByteRange range : folded.origin) {
    if (range.begin < last || range.end < range.begin || range.end > size) std::abort();
    last = range.begin;
  }
  std::u32string letters;
  (void)for_each_letter(text, [&](char32_t letter) { letters += letter; });
  std::u32string without_spaces = folded.letters;
  std::erase(without_spaces, U' ');
  if (letters != without_spaces) std::abort();
  const std::string once = to_utf8(folded.letters);
  if (fold_to_utf8(once).value() != once) std::abort();
  std::uint32_t at = 0;
  const auto runs = script_runs(text).value();
  for (const ScriptRun& run : runs) {
    if (run.range.begin != at) std::abort();
    at = run.range.end;
  }
  if (at != size) std::abort();
  return 0;
}
