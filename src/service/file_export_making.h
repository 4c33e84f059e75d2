// What makes a file of an export, for whoever waits for it (file_exports.cc) and for the job that
// keeps it (file_export_jobs.cc).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "service/file_exports.h"

namespace sanad::service {

struct ExportSubject {
  records::Case of_case;
  std::vector<records::Exhibit> exhibits;
};
// Who may, and what for, and whether it fits the format. Refusals as export_files() says.
Result<ExportSubject> check_files_export(Workspace& workspace, const authority::Officer& caller,
                                         const FilesExportOrder& order);
// Whether the imports can be told, with third parties masked unless it is said why not.
Result<void> check_told_imports(Workspace& workspace, const ExportSubject& subject,
                                const FilesExportOrder& order);

// Writes the file; answers what the entry tells of this format besides.
Result<json::Object> write_files_export(Workspace& workspace, const authority::Officer& caller,
                                        const FilesExportOrder& order, const ExportSubject& subject,
                                        const std::string& id, ByteSink& sink);

// The data of case.exported.
json::Object files_export_entry(const FilesExportOrder& order, const ExportSubject& subject,
                                const std::string& id, const std::string& sha256,
                                std::uint64_t size, const json::Object& told);
std::string files_export_name(FilesFormat format, const std::string& id);

}  // namespace sanad::service
