// A query, a zero byte and a text: what is shown stands in order and inside the text.
#include <cstdlib>

#include "search/highlight.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::search;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t zero = input.find('\0');
  if (zero == std::string_view::npos) return 0;
  const auto query = parse_query(input.substr(0, zero));
  if (!query.ok()) return 0;
  const std::string_view text = input.substr(zero + 1);
  const auto shown = highlight(*query, text);
  if (!shown.ok()) std::abort();
  std::uint32_t at = 0;
  for (const Highlight& one : *shown) {
    if (one.range.begin < at || one.range.end <= one.range.begin || one.range.end > text.size())
      std::abort();
    at = one.range.end;
  }
  return 0;
}
