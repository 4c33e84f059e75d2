// Keeping and finding the workspace key itself.
#pragma once

#include "keyring/keyring.h"

namespace sanad::keyring {

// Makes a fresh key and writes all that is needed to find it again except workspace.json, whose
// members it adds to description: that file comes last, since its presence means "created".
Result<Secret> create_workspace_key(files::FileSystem& fs, const files::Path& directory,
                                    const Protection& protection);
Result<void> describe_workspace(files::FileSystem& fs, const files::Path& directory,
                                const Protection& protection, const Secret& key);
Result<Secret> open_workspace_key(files::FileSystem& fs, const files::Path& directory,
                                  const Protection& protection);

}  // namespace sanad::keyring
