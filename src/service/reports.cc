// Statements of a case's report, its sign-off, and what is wanting.
#include "service/reports.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "crypto/id.h"
#include "keeping_acts.h"
#include "reasons.h"
#include "refusing.h"
#include "report_acts.h"
#include "report_cites.h"
#include "service/exculpatory.h"
#include "service/people.h"
#include "service/planning.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
namespace {

constexpr std::size_t kAllEntries = SIZE_MAX / 4;

std::size_t place_of(std::string_view section) {
  return static_cast<std::size_t>(std::ranges::find(kReportSections, section) -
                                  kReportSections.begin());
}

std::vector<std::string> texts_of(const json::Value& list) {
  std::vector<std::string> texts;
  if (const json::Array* items = list.as_array())
    for (const json::Value& one : *items) texts.push_back(one.string_or(""));
  return texts;
}

Result<std::vector<records::Entry>> entries_of(Workspace& workspace, const std::string& case_id,
                                               std::string_view kind) {
  SANAD_TRY(auto entries, workspace.records().entries({.case_id = case_id,
                                                       .kind = std::string(kind),
                                                       .limit = kAllEntries,
                                                       .oldest_first = true}));
  std::erase_if(entries, [](const records::Entry& entry) { return entry.destroyed; });
  return entries;
}

ReportStatement statement_of(const records::Entry& entry) {
  ReportStatement one;
  one.id = entry.data["statement"].string_or("");
  one.version = entry.data["version"].int_or(0);
  one.section = entry.data["section"].string_or("");
  one.kind = entry.data["kind"].string_or("");
  one.text = entry.data["text"].string_or("");
  one.reason = entry.data["reason"].string_or("");
  one.cites = entry.data["cites"];
  one.author = entry.actor;
  one.at = entry.at;
  one.index = entry.index;
  return one;
}

MadeReport made_of(const records::Entry& entry) {
  MadeReport made{entry.data["report"].string_or(""),
                  entry.case_id,
                  entry.actor,
                  entry.data["signed_by"].string_or(""),
                  entry.at,
                  entry.index,
                  texts_of(entry.data["exhibits"]),
                  {}};
  if (const json::Array* documents = entry.data["documents"].as_array())
    for (const json::Value& one : *documents)
      made.documents.push_back({one["name"].string_or(""), one["language"].string_or(""),
                                one["media_type"].string_or(""), one["sha256"].string_or(""),
                                static_cast<std::uint64_t>(one["size"].int_or(0))});
  return made;
}

// Those that stand, and the index of the last entry that changed any.
struct Standing {
  std::vector<ReportStatement> statements;
  std::uint64_t changed = 0;
  bool any = false;
};

Result<Standing> standing_of(Workspace& workspace, const std::string& case_id) {
  Standing standing;
  std::map<std::string, std::size_t> place;
  SANAD_TRY(const auto stated, entries_of(workspace, case_id, "report.stated"));
  for (const records::Entry& entry : stated) {
    ReportStatement one = statement_of(entry);
    const auto [at, is_new] = place.try_emplace(one.id, standing.statements.size());
    if (is_new) standing.statements.emplace_back();
    ReportStatement& before = standing.statements[at->second];
    one.authors = std::move(before.authors);
    if (std::ranges::find(one.authors, one.author) == one.authors.end())
      one.authors.push_back(one.author);
    before = std::move(one);
    standing.changed = entry.index;
    standing.any = true;
  }
  SANAD_TRY(const auto withdrawn, entries_of(workspace, case_id, "report.withdrawn"));
  for (const records::Entry& entry : withdrawn) {
    std::erase_if(standing.statements, [&](const ReportStatement& one) {
      return one.id == entry.data["statement"].string_or("");
    });
    standing.changed = std::max(standing.changed, entry.index);
  }
  std::vector<ReportStatement> sorted;
  for (std::size_t section = 0; section < kReportSections.size(); ++section)
    for (ReportStatement& one : standing.statements)
      if (place_of(one.section) == section) sorted.push_back(std::move(one));
  standing.statements = std::move(sorted);
  return standing;
}

Result<void> check_words(const StatementOrder& order) {
  if (place_of(order.section) == kReportSections.size())
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"section\" is one of: {}", fmt::join(kReportSections, ", "))};
  if (std::ranges::find(kStatementKinds, order.kind) == kStatementKinds.end())
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"kind\" is one of: {}", fmt::join(kStatementKinds, ", "))};
  SANAD_CHECK(require_words(order.text, "the statement", kMaxStatementBytes));
  if (!order.statement.empty()) return require_words(order.reason, "the reason for the change");
  return {};
}

// The version that the order gives: 1, or the next of one that stands.
Result<std::int64_t> next_version(const CaseReport& report, const StatementOrder& order,
                                  const json::Value& cites) {
  if (order.statement.empty()) {
    if (report.statements.size() >= kMaxStatements)
      return Error{ErrorCode::kLimit, fmt::format("a report has at most {} statements; withdraw "
                                                  "some, or say more in one",
                                                  kMaxStatements)};
    return 1;
  }
  const auto before = std::ranges::find(report.statements, order.statement, &ReportStatement::id);
  if (before == report.statements.end())
    return Error{ErrorCode::kNotFound,
                 fmt::format("no statement \"{}\" stands in this report", order.statement)};
  if (before->version != order.base)
    return Error{ErrorCode::kConflict,
                 fmt::format("version {} was saved meanwhile; read it first", before->version)};
  if (before->section == order.section && before->kind == order.kind &&
      before->text == order.text &&
      json::format_canonical(before->cites) == json::format_canonical(cites))
    return Error{ErrorCode::kConflict, "nothing was changed"};
  return before->version + 1;
}

std::string officer_name(Workspace& workspace, const std::string& id) {
  return id.empty() ? std::string() : name_of(workspace, id);
}

}  // namespace

std::vector<std::string> ReportStatement::exhibits() const {
  std::vector<std::string> all;
  for (const ReportCite& cite : report_cites_of(cites))
    if (std::ranges::find(all, cite.exhibit) == all.end()) all.push_back(cite.exhibit);
  return all;
}

Result<CaseReport> read_case_report(Workspace& workspace, const records::Case& of_case) {
  CaseReport report;
  report.of_case = of_case;
  SANAD_TRY(Standing standing, standing_of(workspace, of_case.id));
  report.statements = std::move(standing.statements);
  SANAD_TRY(const auto signs, entries_of(workspace, of_case.id, "report.signed"));
  if (!signs.empty() && standing.any && signs.back().index > standing.changed)
    report.sign_off = ReportSignOff{signs.back().actor, signs.back().data["note"].string_or(""),
                                    signs.back().at, signs.back().index};
  SANAD_TRY(const auto made, entries_of(workspace, of_case.id, "report.made"));
  for (const records::Entry& entry : made) report.made.insert(report.made.begin(), made_of(entry));
  return report;
}

Result<CaseReport> case_report(Workspace& workspace, const Officer& caller,
                               std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_CHECK(require_whole_sight(workspace, caller, of_case.id));
  return read_case_report(workspace, of_case);
}

Result<ReportStatement> state_in_report(Workspace& workspace, const Officer& caller,
                                        const StatementOrder& order) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor},
                           "state something in a report"));
  SANAD_CHECK(check_words(order));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, order.case_id));
  SANAD_CHECK(require_whole_sight(workspace, caller, of_case.id));
  SANAD_TRY(SettledCites settled, settle_report_cites(workspace, caller, of_case.id, order.cites));
  if (order.kind == "fact" && settled.cites.empty())
    return Error{ErrorCode::kInvalid,
                 "a fact rests on something: cite the exhibit and the bytes that show it, or call "
                 "it an opinion or a gap"};
  SANAD_TRY(const ReportMasks masks, ReportMasks::of(workspace, of_case.id));
  if (masks.are_in(order.text, settled.masks))
    return refuse_act(workspace, caller, of_case.id,
                      {"state-in-report", of_case.reference, "masked",
                       "the statement names somebody whose mask was not lifted; write the "
                       "pseudonym, or lift the mask with a reason",
                       ""});
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const CaseReport report, read_case_report(workspace, of_case));
  const json::Value cites(std::move(settled.cites));
  SANAD_TRY(const std::int64_t version, next_version(report, order, cites));
  const std::string id = order.statement.empty() ? crypto::new_id("statement") : order.statement;
  SANAD_CHECK(workspace.custody().record({"report.stated", caller.id, of_case.id,
                                          json::Object{{"statement", id},
                                                       {"version", version},
                                                       {"section", order.section},
                                                       {"kind", order.kind},
                                                       {"text", order.text},
                                                       {"cites", cites},
                                                       {"reason", order.reason}}}));
  SANAD_TRY(const CaseReport after, read_case_report(workspace, of_case));
  return *std::ranges::find(after.statements, id, &ReportStatement::id);
}

Result<void> withdraw_statement(Workspace& workspace, const Officer& caller,
                                std::string_view case_id, std::string_view statement,
                                std::string_view reason) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor},
                           "withdraw a statement of a report"));
  SANAD_CHECK(require_words(reason, "the reason"));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_CHECK(require_whole_sight(workspace, caller, of_case.id));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const CaseReport report, read_case_report(workspace, of_case));
  if (std::ranges::find(report.statements, statement, &ReportStatement::id) ==
      report.statements.end())
    return Error{ErrorCode::kNotFound,
                 fmt::format("no statement \"{}\" stands in this report", statement)};
  SANAD_CHECK(
      workspace.custody().record({"report.withdrawn", caller.id, of_case.id,
                                  json::Object{{"statement", statement}, {"reason", reason}}}));
  return {};
}

Result<CaseReport> sign_report(Workspace& workspace, const Officer& caller,
                               std::string_view case_id, std::string_view note) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor}, "sign a report"));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_CHECK(require_whole_sight(workspace, caller, of_case.id));
  if (note.size() > authority::kMaxReasonBytes)
    return Error{ErrorCode::kInvalid,
                 fmt::format("the note has at most {} bytes", authority::kMaxReasonBytes)};
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const CaseReport report, read_case_report(workspace, of_case));
  if (report.statements.empty())
    return Error{ErrorCode::kConflict, "nothing is stated in this report yet"};
  if (report.sign_off) return Error{ErrorCode::kConflict, "what stands was signed already"};
  for (const ReportStatement& one : report.statements)
    if (std::ranges::find(one.authors, caller.id) != one.authors.end())
      return refuse_act(workspace, caller, of_case.id,
                        {"sign-report", of_case.reference, "four-eyes",
                         "nobody signs a report in which they stated something; another "
                         "supervisor must",
                         ""});
  SANAD_CHECK(workspace.custody().record(
      {"report.signed", caller.id, of_case.id,
       json::Object{{"statements", std::uint64_t{report.statements.size()}}, {"note", note}}}));
  return read_case_report(workspace, of_case);
}

Result<std::vector<ReportWant>> report_wants(Workspace& workspace, const CaseReport& report) {
  std::vector<ReportWant> wants;
  SANAD_TRY(const auto notes, workspace.records().exculpatory_notes(report.of_case.id));
  const auto unanswered =
      std::ranges::count_if(notes, [](const auto& note) { return note.answer.empty(); });
  if (unanswered > 0)
    wants.push_back({"exculpatory-unanswered",
                     fmt::format("{} notes on what speaks for somebody are unanswered; another "
                                 "officer must answer them first",
                                 unanswered)});
  const bool is_stated = std::ranges::any_of(
      report.statements, [](const ReportStatement& one) { return one.kind == "exculpatory"; });
  if (notes.empty() && !is_stated)
    wants.push_back({"no-exculpatory",
                     "say what was found that speaks for somebody, or that nothing was found and "
                     "how it was searched for: a statement of the kind \"exculpatory\""});
  SANAD_TRY(const authority::Policy policy, policy_of(workspace));
  if (policy.report_second_person && !report.sign_off)
    wants.push_back(
        {"not-signed",
         "the policy asks that a supervisor who stated nothing in the report signs it"});
  return wants;
}

Result<json::Object> view(Workspace& workspace, const ReportStatement& statement) {
  json::Array cites;
  for (const ReportCite& cite : report_cites_of(statement.cites)) {
    json::Object one = format_cite(cite);
    SANAD_TRY(const auto gone, workspace.records().tombstone(cite.exhibit));
    std::string number = gone ? gone->number : std::string();
    if (!gone) {
      SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(cite.exhibit));
      number = exhibit.number;
    }
    one.set("exhibit_number", number);
    cites.emplace_back(std::move(one));
  }
  return json::Object{{"statement", statement.id},
                      {"version", statement.version},
                      {"section", statement.section},
                      {"kind", statement.kind},
                      {"text", statement.text},
                      {"cites", std::move(cites)},
                      {"author", statement.author},
                      {"author_name", officer_name(workspace, statement.author)},
                      {"at", format_timestamp(statement.at)},
                      {"index", statement.index}};
}

Result<json::Object> view(Workspace& workspace, const CaseReport& report) {
  json::Array statements, made, wants;
  for (const ReportStatement& one : report.statements) {
    SANAD_TRY(json::Object object, view(workspace, one));
    statements.emplace_back(std::move(object));
  }
  for (const MadeReport& one : report.made) {
    json::Array documents;
    for (const ReportDocument& document : one.documents)
      documents.emplace_back(json::Object{{"name", document.name},
                                          {"language", document.language},
                                          {"media_type", document.media_type},
                                          {"sha256", document.sha256},
                                          {"size", document.size}});
    made.emplace_back(json::Object{{"report", one.id},
                                   {"at", format_timestamp(one.at)},
                                   {"made_by", one.made_by},
                                   {"made_by_name", officer_name(workspace, one.made_by)},
                                   {"signed_by_name", officer_name(workspace, one.signed_by)},
                                   {"index", one.index},
                                   {"documents", std::move(documents)}});
  }
  SANAD_TRY(const auto lacking, report_wants(workspace, report));
  for (const ReportWant& one : lacking)
    wants.emplace_back(json::Object{{"code", one.code}, {"reason", one.reason}});
  json::Value sign_off(nullptr);
  if (report.sign_off)
    sign_off = json::Object{{"by", report.sign_off->by},
                            {"by_name", officer_name(workspace, report.sign_off->by)},
                            {"at", format_timestamp(report.sign_off->at)},
                            {"note", report.sign_off->note}};
  return json::Object{
      {"case", report.of_case.id},           {"case_reference", report.of_case.reference},
      {"statements", std::move(statements)}, {"sign_off", std::move(sign_off)},
      {"wants", std::move(wants)},           {"made", std::move(made)}};
}

}  // namespace sanad::service
