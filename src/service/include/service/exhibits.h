// Exhibits and their custody. Looking is an act too: it is recorded before a byte is shown.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/workspace.h"

namespace sanad::service {

Result<std::vector<records::Exhibit>> list_exhibits(Workspace& workspace,
                                                    const authority::Officer& caller,
                                                    std::string_view case_id);
Result<records::Exhibit> find_exhibit(Workspace& workspace, const authority::Officer& caller,
                                      std::string_view id);
// acquisition.json of the exhibit, as sealed.
Result<json::Value> read_acquisition(Workspace& workspace, const authority::Officer& caller,
                                     const records::Exhibit& exhibit);
// The entries of the authorisation that it was captured under and every entry that names it, oldest
// first.
Result<std::vector<records::Entry>> custody_record(Workspace& workspace,
                                                   const authority::Officer& caller,
                                                   const records::Exhibit& exhibit);

enum class Access { kView, kCopy };
struct OpenedFile {
  records::ExhibitFile file;
  std::unique_ptr<vault::ObjectReader> reader;
};
// Recorded as exhibit.viewed or exhibit.copied. kDenied for the network log, which is never shown
// whole. kNotFound: no such file.
Result<OpenedFile> open_file(Workspace& workspace, const authority::Officer& caller,
                             const records::Exhibit& exhibit, std::string_view name, Access access,
                             std::string_view purpose);
// The same without an entry, for a replay whose opening was recorded when its ticket was made.
Result<OpenedFile> open_recorded(Workspace& workspace, const records::Exhibit& exhibit,
                                 std::string_view name);

}  // namespace sanad::service
