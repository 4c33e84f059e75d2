// From a bundle of another agency, in the vault or a spool, to exhibits of this one. Shared by what
// came sealed (package_taking.cc) and by what was handed over open (foreign_bundles.cc).
#pragma once

#include <string>
#include <vector>

#include "extract/import.h"
#include "service/imports.h"

namespace sanad::service {

// The bundle's files under a folder (which ends in "/"), unpacked by the cage into an encrypted
// spool that lasts as long as one of them; by path.
Result<std::vector<ImportFile>> unpack_bundle(Workspace& workspace, const extract::Source& bundle,
                                              const std::string& folder, capture::Monitor& monitor);

// import_files(), unless a call that was cut off sealed the very same files from the same source
// before: then that exhibit, with the job that reads it (empty: it was read).
Result<ImportedExhibit> import_once(Workspace& workspace, const authority::Officer& caller,
                                    const ImportOrder& order, capture::Monitor& monitor);

}  // namespace sanad::service
