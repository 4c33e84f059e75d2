// What a bundle of a case would tell, as one text for other programs: PREMIS or a table. It is not
// kept here, and can be made again; that it left is in the ledger, with its digest. What may be
// long is made as a file (file_exports.h). docs/exports.md. Tested by case_exports_test.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "service/workspace.h"

namespace sanad::service {

// "premis", "csv-exhibits", "csv-files", "csv-entries" or "csv-authorisations".
enum class CaseFormat { kPremis, kExhibits, kFiles, kEntries, kAuthorisations };
std::string_view format_name(CaseFormat format);
// kInvalid: there is no such format; the message names those that there are.
Result<CaseFormat> parse_case_format(std::string_view name);

struct CaseExportOrder {
  std::string case_id;
  std::vector<std::string> exhibits;  // ids or numbers; empty: all of the case
  CaseFormat format = CaseFormat::kPremis;
  std::string purpose;
};

struct CaseExport {
  std::string id;
  std::string name;  // of the file
  std::string text;
  std::string sha256;
  std::uint64_t exhibits = 0;
};

// By an investigator, a supervisor or an evidence officer, like a bundle, and recorded as
// case.exported before the text is handed out. kInvalid: no purpose, no exhibit, or one of another
// case. kDenied, recorded: an exhibit that the caller may not see.
Result<CaseExport> export_case(Workspace& workspace, const authority::Officer& caller,
                               const CaseExportOrder& order);

}  // namespace sanad::service
