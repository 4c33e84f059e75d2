// A report made: pages in both languages, printed twice so that the contents name pages, sealed.
#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "crypto/id.h"
#include "present/printed_pages.h"
#include "printer.h"
#include "queue.h"
#include "refusing.h"
#include "report_acts.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
namespace {

constexpr std::array<std::string_view, 2> kLanguages = {"en", "ur"};
constexpr int kMostPasses = 4;

// Whoever orders a report, and the job that makes it, ask the same.
Result<void> require_complete(Workspace& workspace, const Officer& caller,
                              const CaseReport& report) {
  SANAD_TRY(const auto wants, report_wants(workspace, report));
  if (wants.empty()) return {};
  return refuse_act(
      workspace, caller, report.of_case.id,
      {"make-report", report.of_case.reference, wants.front().code, wants.front().reason, ""});
}

struct Printed {
  std::string html;
  Bytes pdf;
};

// Numbers in the contents may move what follows them, so it is printed until they stand.
Result<Printed> print_with_pages(Printer& printer, const present::CourtReport& report) {
  present::HeadingPages pages;
  for (int pass = 0; pass < kMostPasses; ++pass) {
    Printed printed;
    printed.html = court_report_html(report, pages);
    SANAD_TRY(printed.pdf, printer.print(printed.html, PrintStyle::kDocument));
    SANAD_TRY(present::HeadingPages now, present::heading_pages(printed.pdf));
    const bool all_there = std::ranges::all_of(
        report.sections, [&](const auto& section) { return now.contains(section.id); });
    if (!all_there)
      return Error{ErrorCode::kInvalid,
                   "the browser printed a report in which headings are missing"};
    if (now == pages) return printed;
    pages = std::move(now);
  }
  return Error{ErrorCode::kInvalid,
               "the pages of the report moved each time that it was printed; make it again"};
}

Result<json::Value> seal(Workspace& workspace, const std::string& case_id, const std::string& name,
                         std::string_view language, std::string_view media_type, ByteView bytes) {
  SANAD_TRY(const auto writer, workspace.vault().begin(case_id));
  SANAD_CHECK(writer->write(bytes));
  SANAD_TRY(const vault::SealedObject sealed, writer->seal());
  return json::Value(json::Object{{"name", name},
                                  {"language", language},
                                  {"media_type", media_type},
                                  {"sha256", format_hex(sealed.info.sha256)},
                                  {"size", sealed.info.size_bytes}});
}

json::Array exhibits_in(Workspace& workspace, const std::string& case_id) {
  json::Array ids;
  if (const auto all = workspace.records().exhibits(case_id); all.ok())
    for (const records::Exhibit& one : *all) ids.emplace_back(one.id);
  return ids;
}

}  // namespace

Result<std::string> preview_report(Workspace& workspace, const Officer& caller,
                                   std::string_view case_id, std::string_view language) {
  if (std::ranges::find(kLanguages, language) == kLanguages.end())
    return Error{ErrorCode::kInvalid, "reports are in English (en) and Urdu (ur)"};
  SANAD_TRY(const CaseReport report, case_report(workspace, caller, case_id));
  SANAD_TRY(const present::CourtReport made, compose_report(workspace, caller, report, language));
  return court_report_html(made);
}

Result<std::string> order_report(Workspace& workspace, const Officer& caller,
                                 std::string_view case_id) {
  SANAD_CHECK(
      require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor}, "make a report"));
  SANAD_TRY(const CaseReport report, case_report(workspace, caller, case_id));
  SANAD_CHECK(require_complete(workspace, caller, report));
  return queue_job(workspace, "report-print", report.of_case.id, caller.id,
                   json::Object{{"report", crypto::new_id("report")}});
}

Result<json::Value> run_report(Workspace& workspace, const records::Job& job,
                               capture::Monitor& monitor) {
  const std::string id = job.payload["report"].string_or("");
  SANAD_TRY(const Officer officer, workspace.records().officer(job.actor));
  SANAD_TRY(const CaseReport report, case_report(workspace, officer, job.case_id));
  const auto made = std::ranges::find(report.made, id, &MadeReport::id);
  if (made != report.made.end())
    return json::Value(
        json::Object{{"report", id}, {"documents", std::uint64_t{made->documents.size()}}});
  SANAD_CHECK(require_complete(workspace, officer, report));
  SANAD_TRY(const std::string browser, workspace.records().setting("capture.browser_path"));
  Printer printer(browser, workspace.clock());
  json::Array documents;
  for (const std::string_view language : kLanguages) {
    monitor.on_progress({"printing", 0, 0, std::string(language)});
    if (monitor.is_cancelled()) return Error{ErrorCode::kConflict, "stopped by the officer"};
    SANAD_TRY(present::CourtReport page, compose_report(workspace, officer, report, language));
    page.report = id;
    SANAD_TRY_WITH(const Printed printed, print_with_pages(printer, page), "printing the report");
    const std::string stem = fmt::format("report.{}.", language);
    SANAD_TRY(json::Value html, seal(workspace, report.of_case.id, stem + "html", language,
                                     "text/html", as_bytes(printed.html)));
    SANAD_TRY(json::Value pdf, seal(workspace, report.of_case.id, stem + "pdf", language,
                                    "application/pdf", printed.pdf));
    documents.push_back(std::move(html));
    documents.push_back(std::move(pdf));
  }
  // What was stated or withdrawn meanwhile is not in the pages.
  SANAD_TRY(const CaseReport after, read_case_report(workspace, report.of_case));
  SANAD_TRY(json::Object before_view, view(workspace, report));
  SANAD_TRY(json::Object after_view, view(workspace, after));
  if (json::format_canonical(*before_view.find("statements")) !=
      json::format_canonical(*after_view.find("statements")))
    return Error{ErrorCode::kConflict,
                 "a statement was changed while the report was made; make it again"};
  const std::size_t count = documents.size();
  SANAD_CHECK(workspace.custody().record(
      {"report.made", job.actor, report.of_case.id,
       json::Object{{"report", id},
                    {"statements", std::uint64_t{report.statements.size()}},
                    {"signed_by", report.sign_off ? report.sign_off->by : ""},
                    {"exhibits", exhibits_in(workspace, report.of_case.id)},
                    {"documents", std::move(documents)}}}));
  return json::Value(json::Object{{"report", id}, {"documents", std::uint64_t{count}}});
}

Result<OpenedReport> open_report(Workspace& workspace, const Officer& caller,
                                 std::string_view case_id, std::string_view report,
                                 std::string_view name) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer},
                           "take a report"));
  SANAD_TRY(CaseReport of, case_report(workspace, caller, case_id));
  const auto made = std::ranges::find(of.made, report, &MadeReport::id);
  if (made == of.made.end())
    return Error{ErrorCode::kNotFound, fmt::format("the case has no report \"{}\"", report)};
  const auto document = std::ranges::find(made->documents, name, &ReportDocument::name);
  if (document == made->documents.end())
    return Error{ErrorCode::kNotFound,
                 fmt::format("the report has no page \"{}\"; it has report.en.html, "
                             "report.en.pdf, report.ur.html and report.ur.pdf",
                             name)};
  for (const std::string& exhibit : made->exhibits) {
    SANAD_TRY(const auto gone, workspace.records().tombstone(exhibit));
    if (gone)
      return Error{ErrorCode::kNotFound,
                   fmt::format("the report spoke of {}, which was disposed of ({}); make it again",
                               gone->number, gone->id)};
  }
  SANAD_TRY(const Digest256 digest, parse_digest256(document->sha256));
  SANAD_TRY_WITH(auto reader, workspace.vault().open_object(of.of_case.id, digest), document->name);
  SANAD_CHECK(
      workspace.custody().record({"report.copied", caller.id, of.of_case.id,
                                  json::Object{{"report", made->id}, {"file", document->name}}}));
  return OpenedReport{*made, *document, std::move(reader)};
}

}  // namespace sanad::service
