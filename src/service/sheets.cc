#include "service/sheets.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "cited.h"
#include "closed_files.h"
#include "crypto/id.h"
#include "service/part_views.h"
#include "service/people.h"
#include "service/sight.h"
#include "sheet_facts.h"
#include "verification/sheet.h"

namespace sanad::service {
namespace {

using verification::Evidence;

Result<void> check_part(Workspace& workspace, const records::Exhibit& exhibit, std::uint64_t number,
                        std::optional<std::uint64_t> last_byte) {
  SANAD_TRY(const json::Value line, part_line(workspace, exhibit, number));
  if (!line["set_aside"].is_null())
    return Error{ErrorCode::kDenied,
                 fmt::format("part {} of {} is outside the authorisation; it was set aside", number,
                             exhibit.number)};
  // An item says how long it is, a record how long its bytes in the original are.
  const json::Value& size =
      line["item"].is_null() ? line["record"]["length"] : line["item"]["size"];
  if (last_byte && size.as_int() && *last_byte >= static_cast<std::uint64_t>(*size.as_int()))
    return Error{ErrorCode::kInvalid,
                 fmt::format("part {} of {} has {} bytes; the offset is beyond", number,
                             exhibit.number, *size.as_int())};
  return {};
}

Result<void> check_file(Workspace& workspace, const records::Exhibit& exhibit,
                        std::string_view name, std::optional<std::uint64_t> last_byte) {
  SANAD_TRY(const records::ExhibitFile file, workspace.records().file(exhibit, name));
  SANAD_TRY(const ClosedFiles closed, ClosedFiles::of(workspace, exhibit));
  if (closed.holds(file)) return Error{ErrorCode::kDenied, std::string(kClosedReason)};
  if (last_byte && *last_byte >= file.size)
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} has {} bytes; the offset is beyond", file.name, file.size)};
  return {};
}

// Whoever reads a finding must be able to look at what it rests on.
Result<void> check_cited(Workspace& workspace, std::string_view case_id, const Evidence& cited) {
  if (cited.exhibit.empty()) return {};
  SANAD_TRY_WITH(const records::Exhibit exhibit, workspace.records().exhibit(cited.exhibit),
                 "the evidence");
  // The record names an exhibit in one way.
  if (exhibit.id != cited.exhibit)
    return Error{ErrorCode::kInvalid, fmt::format("cite the exhibit {} by its identifier, {}",
                                                  exhibit.number, exhibit.id)};
  if (exhibit.case_id != case_id)
    return Error{ErrorCode::kInvalid,
                 fmt::format("the exhibit {} belongs to another case; evidence is of this one",
                             exhibit.number)};
  std::optional<std::uint64_t> last_byte = cited.offset;
  if (last_byte && cited.length) *last_byte += *cited.length - 1;
  if (cited.part) return check_part(workspace, exhibit, *cited.part, last_byte);
  if (!cited.file.empty()) return check_file(workspace, exhibit, cited.file, last_byte);
  return {};
}

Result<void> check_evidence(Workspace& workspace, const authority::Officer& caller,
                            std::string_view case_id, const verification::Sheet& sheet) {
  const auto check_all = [&](const verification::Assessment& assessment) -> Result<void> {
    for (const Evidence& one : assessment.evidence) {
      const auto may = check_cited(workspace, case_id, one);
      if (!may.ok()) return refuse_cited(workspace, caller, one.exhibit, may.error());
    }
    return {};
  };
  for (const auto& answer : sheet.answers) SANAD_CHECK(check_all(answer.assessment));
  for (const auto& place : sheet.candidates) SANAD_CHECK(check_all(place.assessment));
  for (const auto& estimate : sheet.estimates) SANAD_CHECK(check_all(estimate.assessment));
  return {};
}

Result<void> check_reason(std::string_view reason, bool is_change) {
  const bool is_blank = reason.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if ((is_change && is_blank) || reason.size() > kMaxSheetReasonBytes || !is_utf8(reason))
    return Error{ErrorCode::kInvalid,
                 fmt::format("say in at most {} bytes why the sheet is changed; the version before "
                             "stays, and others will compare them",
                             kMaxSheetReasonBytes)};
  return {};
}

Result<void> check_base(const std::vector<records::SheetVersion>& versions, std::int64_t base,
                        const std::string& content) {
  const std::int64_t newest = versions.empty() ? 0 : versions.front().version;
  if (newest != base)
    return Error{ErrorCode::kConflict,
                 fmt::format("the newest version of the sheet is {}, and yours was written on {}; "
                             "read what was saved meanwhile, then save again",
                             newest, base)};
  if (newest > 0 && json::format_canonical(versions.front().content) == content)
    return Error{ErrorCode::kConflict, "nothing was changed in the sheet"};
  return {};
}

}  // namespace

Result<SheetMatter> find_matter(Workspace& workspace, const records::SheetSubject& subject) {
  SheetMatter matter;
  SANAD_TRY(matter.exhibit, workspace.records().exhibit(subject.exhibit));
  matter.subject = {matter.exhibit.id, subject.part};
  if (!subject.part) return matter;
  SANAD_CHECK(check_part(workspace, matter.exhibit, *subject.part, std::nullopt));
  SANAD_TRY(matter.line, part_line(workspace, matter.exhibit, *subject.part));
  return matter;
}

Result<records::SheetVersion> save_sheet(Workspace& workspace, const authority::Officer& caller,
                                         const SheetOrder& order) {
  using authority::Role;
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kSupervisor, Role::kReviewer},
                           "write a verification sheet"));
  const auto found = find_matter(workspace, order.subject);
  if (!found.ok()) return refuse_cited(workspace, caller, order.subject.exhibit, found.error());
  const SheetMatter& matter = *found;
  SANAD_CHECK(require_sight(workspace, caller, matter.exhibit.case_id, matter.exhibit.id));
  SANAD_TRY(const verification::Sheet sheet, verification::parse_sheet(order.content));
  if (sheet.empty() && order.base == 0)
    return Error{ErrorCode::kInvalid, "nothing is written in the sheet"};
  SANAD_CHECK(check_reason(order.reason, order.base > 0));
  SANAD_CHECK(check_evidence(workspace, caller, matter.exhibit.case_id, sheet));
  const json::Value content(verification::format_sheet(sheet));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const auto versions, workspace.records().sheet_versions(matter.subject));
  SANAD_CHECK(check_base(versions, order.base, json::format_canonical(content)));
  const std::string id = versions.empty() ? crypto::new_id("sheet") : versions.front().sheet;
  json::Value part(nullptr);
  if (matter.subject.part) part = *matter.subject.part;
  SANAD_CHECK(workspace.custody().record({"sheet.saved", caller.id, matter.exhibit.case_id,
                                          json::Object{{"sheet", id},
                                                       {"exhibit", matter.exhibit.id},
                                                       {"part", std::move(part)},
                                                       {"version", order.base + 1},
                                                       {"reason", order.reason},
                                                       {"content", content}}}));
  return workspace.records().sheet_version(id, order.base + 1);
}

Result<std::vector<records::SheetVersion>> sheet_history(Workspace& workspace,
                                                         const authority::Officer& caller,
                                                         const records::SheetSubject& subject) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const SheetMatter matter, find_matter(workspace, subject));
  SANAD_CHECK(require_sight(workspace, caller, matter.exhibit.case_id, matter.exhibit.id));
  return workspace.records().sheet_versions(matter.subject);
}

Result<records::SheetVersion> read_sheet(Workspace& workspace, const authority::Officer& caller,
                                         std::string_view sheet, std::int64_t version) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(records::SheetVersion found, workspace.records().sheet_version(sheet, version));
  SANAD_CHECK(require_sight(workspace, caller, found.case_id, found.subject.exhibit));
  return found;
}

Result<std::vector<records::SheetVersion>> list_sheets(Workspace& workspace,
                                                       const authority::Officer& caller,
                                                       std::string_view case_id,
                                                       std::string_view exhibit) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  std::string only;
  if (!exhibit.empty()) {
    SANAD_TRY(const records::Exhibit found, exhibit_for(workspace, caller, exhibit));
    only = found.id;
  }
  SANAD_TRY(const auto sheets, workspace.records().sheets(of_case.id, only));
  std::vector<records::SheetVersion> seen;
  for (const records::SheetVersion& one : sheets) {
    SANAD_TRY(const bool is_seen, may_see(workspace, caller, one.case_id, one.subject.exhibit));
    if (is_seen) seen.push_back(one);
  }
  return seen;
}

}  // namespace sanad::service
