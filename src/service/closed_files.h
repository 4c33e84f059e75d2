// Files of an import in which parts were set aside: as a whole they are not shown, compared, copied
// or bundled.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::string_view kClosedReason =
    "parts of the file are outside the authorisation; its other parts can be read one by one";

class ClosedFiles {
 public:
  // Of an exhibit that is no import, or whose authorisation covers all material: none. Where it
  // does not cover all and nothing was read yet: every file that was imported.
  static Result<ClosedFiles> of(Workspace& workspace, const records::Exhibit& exhibit);

  bool holds(const records::ExhibitFile& file) const {
    return file.role == "original" && (are_all_ || names_.contains(file.name));
  }

 private:
  std::set<std::string, std::less<>> names_;
  bool are_all_ = false;
};

}  // namespace sanad::service
