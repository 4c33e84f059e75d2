// What a verification sheet is about, found.
#pragma once

#include "service/sheets.h"

namespace sanad::service {

struct SheetMatter {
  records::Exhibit exhibit;
  records::SheetSubject subject;  // the exhibit by its identifier
  json::Value line;               // of the part in the sealed list; null for a whole exhibit
};

// kNotFound: there is no such exhibit or part. kDenied: the part was set aside.
Result<SheetMatter> find_matter(Workspace& workspace, const records::SheetSubject& subject);

}  // namespace sanad::service
