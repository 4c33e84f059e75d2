// Looking is an act: recorded before anything is shown, and once in kOneLookMs for an officer and a
// purpose, since the pages of one look are not so many acts.
#pragma once

#include <string_view>

#include "service/workspace.h"

namespace sanad::service {

// Writes exhibit.viewed, unless the officer has one of the same purpose that is recent.
Result<void> record_look_once(Workspace& workspace, const authority::Officer& caller,
                              const records::Exhibit& exhibit, std::string_view file,
                              std::string_view purpose);

}  // namespace sanad::service
