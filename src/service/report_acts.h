// What the acts on a case's report share.
#pragma once

#include "present/bundle.h"
#include "present/court_report.h"
#include "service/reports.h"

namespace sanad::service {

// What the entries say, for whoever was allowed to see the whole case.
Result<CaseReport> read_case_report(Workspace& workspace, const records::Case& of_case);

// The report as data in one language, from the record as it stands. caller: in whose name originals
// are read; looks are recorded. made_at: when it is made.
Result<present::CourtReport> compose_report(Workspace& workspace, const authority::Officer& caller,
                                            const CaseReport& report, std::string_view language);

// What a bundle holds of a report that was made: its pages, and the entries that tell of it, its
// statements and its sign-off. kNotFound.
struct ReportForBundle {
  std::vector<present::BundledReportPage> pages;
  std::vector<std::uint64_t> entries;
};
Result<ReportForBundle> report_for_bundle(Workspace& workspace, const records::Case& of_case,
                                          std::string_view report);
// kInvalid: the report speaks of an exhibit that is not among these. kNotFound.
Result<void> check_report_for_bundle(Workspace& workspace, const records::Case& of_case,
                                     std::string_view report,
                                     const std::vector<records::Exhibit>& exhibits);

}  // namespace sanad::service
