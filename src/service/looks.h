// Looking is an act: recorded before anything is shown, and once in kOneLookMs for an officer and a
// purpose, since the pages of one look are not so many acts. What the agency's policy says of
// exposure (service/exposure.h) is decided here, in one place.
#pragma once

#include <string_view>

#include "service/workspace.h"

namespace sanad::service {

// Writes exhibit.viewed. kDenied, recorded as act.refused: a limit of the policy is reached, or
// nobody looks at this exhibit alone.
Result<void> record_look(Workspace& workspace, const authority::Officer& caller,
                         const records::Exhibit& exhibit, std::string_view file,
                         std::string_view purpose);

// The same, unless the officer has one of the same purpose that is recent.
Result<void> record_look_once(Workspace& workspace, const authority::Officer& caller,
                              const records::Exhibit& exhibit, std::string_view file,
                              std::string_view purpose);

// Of exposure.cc. May the officer look at it now?
Result<void> permit_look(Workspace& workspace, const authority::Officer& caller,
                         const records::Exhibit& exhibit);
// Records that this look reached a limit, if it did.
Result<void> after_look(Workspace& workspace, const authority::Officer& caller);

}  // namespace sanad::service
