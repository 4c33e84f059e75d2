// One page of a PDF as it is to be looked at: its pixels, and its text. Only in the sandboxed
// extractor (parts/parts.h). Tested by pages_test.cc; fuzzed by pages_fuzz.cc.
#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "parts/fonts.h"

namespace sanad::parts {

inline constexpr int kPageSide = 1800;   // pixels, of the longer side, at most
inline constexpr double kMostDpi = 150;  // of pages that are small
inline constexpr std::size_t kMaxPageTextBytes = std::size_t{256} << 10;

struct Page {
  int pages = 0;  // of the document
  // 0 and no pixels: there is no such page.
  int width = 0;
  int height = 0;
  Bytes pixels;  // RGB, rows without padding
  // In reading order; UTF-8 without control characters but line ends and tabs, and no white space
  // at its end.
  std::string text;
  bool text_cut = false;
  bool has_lent_fonts = false;  // some of its letters have another shape than they would elsewhere
};

// number counts from 1. Letters of fonts that are not within the document are drawn in those of
// fonts, where they are of a simple font; else they are missing. kInvalid: it is no PDF, it needs a
// password, or it cannot be drawn.
Result<Page> pdf_page(ByteView item, std::uint64_t number, const LentFonts& fonts,
                      int most_side = kPageSide);

}  // namespace sanad::parts
