// A report of the case in a bundle.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/bytes.h"
#include "report_acts.h"
#include "sealed_text.h"

namespace sanad::service {
namespace {

constexpr std::size_t kAllEntries = SIZE_MAX / 4;
constexpr std::uint64_t kMaxPageBytes = 256ULL << 20;

Result<MadeReport> made_report(Workspace& workspace, const records::Case& of_case,
                               std::string_view id) {
  SANAD_TRY(CaseReport report, read_case_report(workspace, of_case));
  const auto made = std::ranges::find(report.made, id, &MadeReport::id);
  if (made == report.made.end())
    return Error{ErrorCode::kNotFound, fmt::format("the case has no report \"{}\"", id)};
  return std::move(*made);
}

// Those of which the report was made: of each statement the newest version before it, unless it was
// withdrawn before; and the last sign-off before it.
Result<std::vector<std::uint64_t>> entries_behind(Workspace& workspace, const std::string& case_id,
                                                  const MadeReport& made) {
  const auto entries_of = [&](const char* kind) {
    return workspace.records().entries(
        {.case_id = case_id, .kind = kind, .limit = kAllEntries, .oldest_first = true});
  };
  std::map<std::string, std::uint64_t> stands;
  SANAD_TRY(const auto stated, entries_of("report.stated"));
  for (const records::Entry& entry : stated)
    if (entry.index < made.index && !entry.destroyed)
      stands[entry.data["statement"].string_or("")] = entry.index;
  SANAD_TRY(const auto withdrawn, entries_of("report.withdrawn"));
  for (const records::Entry& entry : withdrawn)
    if (entry.index < made.index) stands.erase(entry.data["statement"].string_or(""));
  std::vector<std::uint64_t> behind{made.index};
  for (const auto& [statement, index] : stands) behind.push_back(index);
  SANAD_TRY(const auto signs, entries_of("report.signed"));
  std::uint64_t sign = 0;
  for (const records::Entry& entry : signs)
    if (entry.index < made.index) sign = entry.index;
  if (!made.signed_by.empty() && sign > 0) behind.push_back(sign);
  return behind;
}

}  // namespace

Result<ReportForBundle> report_for_bundle(Workspace& workspace, const records::Case& of_case,
                                          std::string_view report) {
  SANAD_TRY(const MadeReport made, made_report(workspace, of_case, report));
  ReportForBundle found;
  for (const ReportDocument& document : made.documents) {
    SANAD_TRY(Bytes bytes, open_sealed_page(workspace, of_case.id, document.name, document.sha256,
                                            kMaxPageBytes));
    found.pages.push_back({document.name, std::move(bytes)});
  }
  SANAD_TRY(found.entries, entries_behind(workspace, of_case.id, made));
  return found;
}

Result<void> check_report_for_bundle(Workspace& workspace, const records::Case& of_case,
                                     std::string_view report,
                                     const std::vector<records::Exhibit>& exhibits) {
  SANAD_TRY(const MadeReport made, made_report(workspace, of_case, report));
  for (const std::string& id : made.exhibits)
    if (std::ranges::find(exhibits, id, &records::Exhibit::id) == exhibits.end())
      return Error{ErrorCode::kInvalid,
                   "the report speaks of exhibits that are not in the bundle; bundle all of the "
                   "case, or make the report again"};
  return {};
}

}  // namespace sanad::service
