// The report of a case as one page of HTML that refers to nothing outside itself, in English or in
// Urdu, made to be read and to be printed. Pure: the caller says what stands in it, labels of the
// record included; what belongs to the page itself comes from court_words.h. Everything is escaped.
// Tested by court_report_test.cc, and printed by tests/report.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::present {

// Bytes of an original, as a statement cites them.
struct QuotedBytes {
  std::string where;               // "Exhibit …, file …, bytes 10 to 40"
  std::string quote;               // as read from the sealed original; empty: no text
  std::vector<std::string> notes;  // whence, by whom, or why it is not shown
};

// A sentence of the report: an officer's, or the record's own.
struct ReportPoint {
  std::string kind;  // "fact", "opinion", "gap", "exculpatory", "method"; empty: from the record
  std::string text;
  std::string holder;  // of an opinion: whose
  std::string source;  // "stated by …, ledger entry 12", "from the record, entry 12"
  std::vector<QuotedBytes> quotes;
  std::vector<std::string> details;
};

struct ReportTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::size_t> digests;  // columns of digests: small, left to right
};

struct ReportFigure {
  std::string id;  // "figure-1"
  std::string caption;
  std::string svg;      // made by court_figures.h, or
  Bytes png;            // made from pixels
  std::string instead;  // why there is no picture
  std::vector<std::string> notes;
};

struct ReportBlock {
  std::string heading;  // may be empty
  std::vector<ReportPoint> points;
  std::optional<ReportTable> table;
  std::vector<ReportFigure> figures;
  std::vector<std::pair<std::string, std::string>> terms;
  std::string note;
};

struct ReportSection {
  std::string id;      // "objectives"
  std::string number;  // "1", or "A" of an annex
  std::string heading;
  std::vector<ReportBlock> blocks;
};

struct CourtReport {
  std::string language;  // "en" or "ur"
  std::string agency, case_reference, case_title;
  std::string report;  // report-…; empty: a preview
  std::string made_at, made_by, signed_by, signed_at, software, ledger;
  bool is_draft = false;
  std::vector<ReportSection> sections;
};

// Page numbers by the ids of headings; without them the contents have none.
using HeadingPages = std::map<std::string, std::size_t, std::less<>>;
std::string court_report_html(const CourtReport& report, const HeadingPages& pages = {});

}  // namespace sanad::present
