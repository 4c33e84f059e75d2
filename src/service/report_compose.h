// A case's report while it is composed: what is read once, and the parts that fill it in.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "present/court_words.h"
#include "report_acts.h"
#include "report_cites.h"

namespace sanad::service {

struct ReportComposer {
  Workspace& workspace;
  const authority::Officer& caller;
  const CaseReport& report;
  const present::CourtWords& words;
  std::vector<records::Exhibit> exhibits;      // of the case, by number
  std::vector<json::Value> acquisitions;       // of each of them
  std::vector<records::Entry> entries;         // that may be told, oldest first
  std::vector<present::ReportFigure> figures;  // as they are cited, then drawn
  std::optional<ReportMasks> masks = {};       // once there is a quotation

  std::string name(const std::string& officer) const;
  std::string number(const std::string& exhibit) const;
  present::ReportPoint from_record(std::string text, std::uint64_t entry) const;
  present::ReportBlock block(std::string_view heading) const;
};

// Of report_record.cc: what the record knows.
Result<void> add_objectives(ReportComposer& of, present::ReportSection& section);
Result<void> add_methodology(ReportComposer& of, present::ReportSection& section);
Result<void> add_activities(ReportComposer& of, present::ReportSection& section);
// Of report_findings.cc.
Result<void> add_sources(ReportComposer& of, present::ReportSection& section);
Result<void> add_gaps(ReportComposer& of, present::ReportSection& section);
Result<void> add_results(ReportComposer& of, present::ReportSection& section);
// Of report_figures.cc: draws what the case's index knows.
Result<void> add_drawn_figures(ReportComposer& of);
// Why a picture is shown, and who said so; no text: it stays covered.
struct PictureReason {
  std::string by, text;
};
// The picture that is cited, covered unless the cite says why not; answers its number.
Result<std::size_t> add_picture(ReportComposer& of, const records::Exhibit& exhibit,
                                const std::string& what, std::optional<std::uint64_t> part,
                                const std::string& file, const PictureReason& reason);

}  // namespace sanad::service
