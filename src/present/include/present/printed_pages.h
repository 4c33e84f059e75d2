// On which page of a printed document each heading stands: read from the PDF that the browser made
// of a page of ours, so that the contents can name pages. Only what that writer makes is
// understood: a plain cross-reference table, and named destinations in the catalogue. Pure. Tested
// by printed_pages_test.cc, and against pdfinfo by tests/report.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "present/court_report.h"

namespace sanad::present {

inline constexpr std::size_t kMaxPrintedPages = 10'000;

// Only headings that a link of the page leads to have a destination. kInvalid: not such a PDF.
Result<HeadingPages> heading_pages(ByteView pdf);

}  // namespace sanad::present
