// The report of a case: what officers state, each with the bytes that show it, and around it what
// the record itself says. Statements are entries in versions; a quotation is never typed, it is
// read from the sealed original each time. Format: docs/formats/report.md. Tested by
// reports_test.cc.
//
//   state  ── by an investigator or a supervisor; a further version takes the place of the one
//   before sign   ── by a supervisor who wrote none of what stands; void as soon as anything is
//   changed make   ── pages in English and in Urdu, as HTML and as tagged PDF, sealed in the case's
//   vault
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "capture/capture.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

// The six sections of a report, in their order, and what a statement can be.
inline constexpr std::array<std::string_view, 6> kReportSections = {
    "objectives", "methodology", "activities", "sources", "gaps", "results"};
inline constexpr std::array<std::string_view, 5> kStatementKinds = {"fact", "opinion", "gap",
                                                                    "exculpatory", "method"};
inline constexpr std::size_t kMaxStatementBytes = 4'096;
inline constexpr std::size_t kMaxStatementCites = 20;
inline constexpr std::size_t kMaxStatements = 500;  // that stand, in one case
inline constexpr std::size_t kMaxQuoteBytes = 4'096;

struct StatementOrder {
  std::string case_id;    // identifier or reference
  std::string statement;  // of a further version; else empty
  std::int64_t base = 0;  // the version that was changed; 0: there was none
  std::string section, kind, text;
  std::string reason;  // why it is changed; not needed for the first
  // [{"exhibit", "file" or "part", "offset", "length", "uncover"}]; without "offset" the whole.
  // "uncover": why the picture that it is is shown uncovered in the report; absent: it stays
  // covered.
  json::Value cites;
};

// A statement as it stands: its newest version.
struct ReportStatement {
  std::string id;  // statement-…
  std::int64_t version = 0;
  std::string section, kind, text, reason;
  json::Value cites;  // settled: identifiers, and always an offset and a length
  std::string author;
  Timestamp at;
  std::uint64_t index = 0;           // of its entry
  std::vector<std::string> authors;  // of all its versions
  std::vector<std::string> exhibits() const;
};

struct ReportSignOff {
  std::string by, note;
  Timestamp at;
  std::uint64_t index = 0;
};

struct ReportDocument {
  std::string name;  // "report.en.html"
  std::string language, media_type, sha256;
  std::uint64_t size = 0;
};

// A report that was made.
struct MadeReport {
  std::string id;  // report-…
  std::string case_id, made_by, signed_by;
  Timestamp at;
  std::uint64_t index = 0;
  std::vector<std::string> exhibits;
  std::vector<ReportDocument> documents;
};

struct CaseReport {
  records::Case of_case;
  std::vector<ReportStatement> statements;  // by section, then in the order of their first version
  std::optional<ReportSignOff> sign_off;    // absent: nobody signed what stands
  std::vector<MadeReport> made;             // newest first
};

// By whoever may read the case and every exhibit of it, as all that reads here. kDenied, recorded.
Result<CaseReport> case_report(Workspace& workspace, const authority::Officer& caller,
                               std::string_view case_id);

// Recorded as report.stated. kInvalid: a section, a kind or a text that is none; a fact without a
// cite; bytes that are not there, or begin or end within a letter; no reason for a change.
// kNotFound: no such exhibit, file, part or statement. kConflict: another version was saved
// meanwhile, or the same. kDenied, recorded: what is cited was set aside or stays sealed; the text
// names somebody of what it cites whose mask was not lifted ("masked"). kLimit: too many.
Result<ReportStatement> state_in_report(Workspace& workspace, const authority::Officer& caller,
                                        const StatementOrder& order);
// It stands no more, and stays in the ledger. kNotFound: none such stands.
Result<void> withdraw_statement(Workspace& workspace, const authority::Officer& caller,
                                std::string_view case_id, std::string_view statement,
                                std::string_view reason);
// By a supervisor; kDenied with "four-eyes" if they wrote any version of what stands. kConflict:
// nothing is stated, or what stands is signed already.
Result<CaseReport> sign_report(Workspace& workspace, const authority::Officer& caller,
                               std::string_view case_id, std::string_view note);

// What keeps a report from being made: "no-exculpatory" (nothing says what was found that speaks
// for somebody, or how it was searched for), "exculpatory-unanswered", "not-signed" (where the
// policy asks for a second person).
struct ReportWant {
  std::string code, reason;
};
Result<std::vector<ReportWant>> report_wants(Workspace& workspace, const CaseReport& report);

// The page as it would be made now. language: "en" or "ur". Recorded as a look at each exhibit that
// is quoted.
Result<std::string> preview_report(Workspace& workspace, const authority::Officer& caller,
                                   std::string_view case_id, std::string_view language);
// By an investigator or a supervisor. kDenied, recorded: something is wanting. Answers the job.
Result<std::string> order_report(Workspace& workspace, const authority::Officer& caller,
                                 std::string_view case_id);
// Runs a job "report-print". Recorded as report.made. Answers {"report", "documents"}.
Result<json::Value> run_report(Workspace& workspace, const records::Job& job,
                               capture::Monitor& monitor);

struct OpenedReport {
  MadeReport report;
  ReportDocument document;
  std::unique_ptr<vault::ObjectReader> reader;
};
// Recorded as report.copied. By an investigator, a supervisor or an evidence officer. kNotFound.
Result<OpenedReport> open_report(Workspace& workspace, const authority::Officer& caller,
                                 std::string_view case_id, std::string_view report,
                                 std::string_view name);

// With names and what is wanting.
Result<json::Object> view(Workspace& workspace, const CaseReport& report);
Result<json::Object> view(Workspace& workspace, const ReportStatement& statement);

}  // namespace sanad::service
