// A case and its exhibits as files for other programs: CASE/UCO, a load file, a bag, a signed web
// archive. What is in them is what a bundle of the same exhibits would tell or hold; that they left
// is in the ledger, with the digest. docs/exports.md. Tested by file_exports_test.cc.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "base/stream.h"
#include "capture/capture.h"
#include "json/json.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

// "case-uco" (JSON-LD), "load-file" and "bag" (zip), "wacz" (of one capture).
enum class FilesFormat { kCaseUco, kLoadFile, kBag, kSignedWacz };
std::string_view format_name(FilesFormat format);
// Null: there is no such format.
const FilesFormat* find_files_format(std::string_view name);

struct FilesExportOrder {
  std::string case_id;
  std::vector<std::string> exhibits;  // ids or numbers; empty: all of the case
  FilesFormat format = FilesFormat::kLoadFile;
  std::string purpose;
  // Of CASE/UCO and a load file: why third parties are named in what is told of imports, and in a
  // load file originals of imports are there. Empty: they are masked as in excerpts, and the
  // originals withheld.
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

// The same as work that the server does, whose file is kept in the vault beside the exhibits, for
// those who may take it, until these are disposed of.
struct OrderedFilesExport {
  std::string job;
  std::string id;
};
// Answers as export_files() does, but for what is found out only while the file is written.
Result<OrderedFilesExport> order_files_export(Workspace& workspace,
                                              const authority::Officer& caller,
                                              const FilesExportOrder& order);
// Runs a job of kind "export". Answers {"export", "sha256", "size"}.
Result<json::Value> run_files_export(Workspace& workspace, const records::Job& job,
                                     capture::Monitor& monitor);

struct KeptExport {
  std::string id, case_id, format;
  std::string name;                   // of the file
  std::vector<std::string> exhibits;  // identifiers
  std::string purpose, why_named, sha256;
  std::uint64_t size = 0;
  Timestamp created_at;
  std::string created_by;
};
// Newest first, for whoever may read the case.
Result<std::vector<KeptExport>> list_files_exports(Workspace& workspace,
                                                   const authority::Officer& caller,
                                                   std::string_view case_id);
struct OpenedExport {
  KeptExport made;
  std::unique_ptr<vault::ObjectReader> reader;
};
// By those who may export. kNotFound: the case has no such file, or it held what was disposed of.
// kDenied, recorded: an exhibit that the caller may not see.
Result<OpenedExport> open_files_export(Workspace& workspace, const authority::Officer& caller,
                                       std::string_view case_id, std::string_view id);
json::Object view(const KeptExport& kept);

}  // namespace sanad::service
