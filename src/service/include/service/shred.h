// Removing files that held content in clear: overwritten first, so that what is left on the disk
// when their names are gone is zeros. Media that write elsewhere than where they were told (flash,
// copy-on-write) keep old blocks; SECURITY.md says so.
#pragma once

#include "files/files.h"

namespace sanad::service {

// A folder with all that is in it; absent is no error.
Result<void> shred_tree(files::FileSystem& fs, const files::Path& directory);

}  // namespace sanad::service
