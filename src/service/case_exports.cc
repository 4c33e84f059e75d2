#include "service/case_exports.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "bundle_content.h"
#include "crypto/crypto.h"
#include "crypto/id.h"
#include "present/case_exports.h"
#include "reasons.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;

namespace {

struct Named {
  CaseFormat format;
  std::string_view name, ending;
};
constexpr std::array<Named, 5> kFormats = {
    {{CaseFormat::kPremis, "premis", "xml"},
     {CaseFormat::kExhibits, "csv-exhibits", "csv"},
     {CaseFormat::kFiles, "csv-files", "csv"},
     {CaseFormat::kEntries, "csv-entries", "csv"},
     {CaseFormat::kAuthorisations, "csv-authorisations", "csv"}}};

const Named& named(CaseFormat format) {
  return *std::ranges::find(kFormats, format, &Named::format);
}

std::string text_of(const present::CaseRecord& record, CaseFormat format) {
  switch (format) {
    case CaseFormat::kPremis:
      return present::format_premis(record);
    case CaseFormat::kExhibits:
      return present::format_table(record, present::CaseTable::kExhibits);
    case CaseFormat::kFiles:
      return present::format_table(record, present::CaseTable::kFiles);
    case CaseFormat::kEntries:
      return present::format_table(record, present::CaseTable::kEntries);
    case CaseFormat::kAuthorisations:
      break;
  }
  return present::format_table(record, present::CaseTable::kAuthorisations);
}

}  // namespace

std::string_view format_name(CaseFormat format) { return named(format).name; }

Result<CaseFormat> parse_case_format(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, &Named::name);
  if (found != kFormats.end()) return found->format;
  std::string names;
  for (const Named& one : kFormats) names += (names.empty() ? "" : ", ") + std::string(one.name);
  return Error{
      ErrorCode::kInvalid,
      fmt::format("\"{}\" is no format of an export that is a text; there are {}; as files "
                  "case-uco, load-file, bag and wacz are made",
                  name, names)};
}

Result<CaseExport> export_case(Workspace& workspace, const Officer& caller,
                               const CaseExportOrder& order) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer},
                           "export a case"));
  SANAD_CHECK(require_words(order.purpose, "what the export is for"));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, order.case_id));
  SANAD_TRY(const auto exhibits, bundled_exhibits(workspace, of_case, order.exhibits));
  json::Array ids;
  for (const records::Exhibit& exhibit : exhibits) {
    SANAD_CHECK(require_sight(workspace, caller, exhibit.case_id, exhibit.id));
    ids.emplace_back(exhibit.id);
  }
  CaseExport made;
  made.id = crypto::new_id("export");
  SANAD_TRY(const auto content, bundle_content(workspace, caller, made.id, of_case, exhibits));
  SANAD_TRY(const present::CaseRecord record, present::read_case(content));
  made.text = text_of(record, order.format);
  made.sha256 = format_hex(crypto::sha256(as_bytes(made.text)));
  made.name =
      fmt::format("{}-{}.{}", made.id, format_name(order.format), named(order.format).ending);
  made.exhibits = exhibits.size();
  SANAD_CHECK(workspace.custody().record({"case.exported", caller.id, of_case.id,
                                          json::Object{{"export", made.id},
                                                       {"format", format_name(order.format)},
                                                       {"exhibits", std::move(ids)},
                                                       {"sha256", made.sha256},
                                                       {"size", std::uint64_t{made.text.size()}},
                                                       {"purpose", order.purpose}}}));
  return made;
}

}  // namespace sanad::service
