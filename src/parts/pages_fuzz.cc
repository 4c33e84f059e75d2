// Any bytes as a PDF, its first page and one that is not there: no crash, and never more than the
// pixels that are promised.
#include <cstddef>
#include <cstdint>

#include "base/utf8.h"
#include "parts/pages.h"
#include "parts/parts.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  using namespace sanad::parts;
  constexpr int kSide = 200;
  static const LentFonts kFonts = load_fonts();
  for (const std::uint64_t number : {1ULL, 1'000'000ULL}) {
    const auto page = pdf_page(ByteView(data, size), number, kFonts, kSide);
    if (!page.ok()) {
      if (page.error().message.empty()) __builtin_trap();
      continue;
    }
    const auto pixels =
        static_cast<std::size_t>(page->width) * static_cast<std::size_t>(page->height);
    const bool fits = page->width >= 0 && page->width <= kSide && page->height >= 0 &&
                      page->height <= kSide && page->pixels.size() == 3 * pixels;
    if (!fits || page->pages < 0 || page->text.size() > kMaxPageTextBytes ||
        utf8_prefix_length(page->text) != page->text.size())
      __builtin_trap();
  }
  return 0;
}
