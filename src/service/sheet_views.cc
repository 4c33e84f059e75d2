#include "service/sheets.h"
#include "verification/sheet.h"

namespace sanad::service {

Result<json::Object> view(Workspace& workspace, const records::SheetVersion& version, bool whole) {
  SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(version.subject.exhibit));
  SANAD_TRY(const authority::Officer author, workspace.records().officer(version.actor));
  json::Object object{{"sheet", version.sheet},
                      {"version", version.version},
                      {"case", version.case_id},
                      {"exhibit", exhibit.id},
                      {"exhibit_number", exhibit.number},
                      {"reason", version.reason},
                      {"at", format_timestamp(version.at)},
                      {"actor", author.id},
                      {"actor_name", author.name},
                      {"index", version.index},
                      {"claim", version.content["claim"]}};
  if (version.subject.part) object.set("part", *version.subject.part);
  if (whole) object.set("content", version.content);
  return object;
}

json::Array sheet_questions() {
  json::Array all;
  for (const verification::Question& one : verification::questions())
    all.emplace_back(json::Object{
        {"panel", verification::panel_name(one.panel)}, {"question", one.id}, {"text", one.text}});
  return all;
}

Result<json::Object> view_sheet(Workspace& workspace, const records::SheetSubject& subject,
                                const std::vector<records::SheetVersion>& versions) {
  SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(subject.exhibit));
  json::Value newest(nullptr);
  json::Array heads;
  for (const records::SheetVersion& one : versions) {
    SANAD_TRY(json::Object head, view(workspace, one, false));
    heads.emplace_back(std::move(head));
  }
  if (!versions.empty()) {
    SANAD_TRY(newest, view(workspace, versions.front(), true));
  }
  json::Object object{{"exhibit", exhibit.id},       {"exhibit_number", exhibit.number},
                      {"case", exhibit.case_id},     {"questions", sheet_questions()},
                      {"newest", std::move(newest)}, {"versions", std::move(heads)}};
  if (subject.part) object.set("part", *subject.part);
  return object;
}

}  // namespace sanad::service
