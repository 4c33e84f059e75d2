// Exhibits as files for other programs: a load file, a bag, a signed web archive. What is in them
// is what a bundle of the same exhibits would hold; that they left is in the ledger, with the
// digest. docs/exports.md. Tested by file_exports_test.cc.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "base/stream.h"
#include "json/json.h"
#include "service/workspace.h"

namespace sanad::service {

// "load-file" and "bag" (zip), "wacz" (of one capture).
enum class FilesFormat { kLoadFile, kBag, kSignedWacz };
std::string_view format_name(FilesFormat format);
// Null: there is no such format.
const FilesFormat* find_files_format(std::string_view name);

struct FilesExportOrder {
  std::string case_id;
  std::vector<std::string> exhibits;  // ids or numbers; empty: all of the case
  FilesFormat format = FilesFormat::kLoadFile;
  std::string purpose;
  // Of a load file: why third parties are named and originals of imports are in it. Empty: they are
  // masked as in excerpts, and the originals withheld.
  std::string why_named = {};
};

struct FilesExport {
  std::string id;
  std::string name;  // of the file
  std::string sha256;
  std::uint64_t size = 0;
  std::uint64_t exhibits = 0;
  json::Object told;                  // what the entry tells of this format besides
  std::unique_ptr<ByteSource> bytes;  // of the file, from its first byte
};

// By an investigator, a supervisor or an evidence officer, like a bundle. The file lies in an
// encrypted spool until it is read; case.exported is recorded before it is handed out. kInvalid: no
// purpose, no exhibit, one of another case, nothing that may leave, or an import whose words cannot
// be masked. kDenied, recorded: an exhibit that the caller may not see. kConflict: an import is not
// indexed yet. kIntegrity: a file is not what was sealed.
Result<FilesExport> export_files(Workspace& workspace, const authority::Officer& caller,
                                 const FilesExportOrder& order);

}  // namespace sanad::service
