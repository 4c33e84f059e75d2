#include "cited.h"

#include <fmt/format.h>

#include "review/steps.h"
#include "sheet_facts.h"

namespace sanad::service {

Result<void> settle_cited(Workspace& workspace, std::string_view case_id, json::Value& content) {
  std::map<std::string, std::string> ids;
  for (const review::Cited& one : review::cited_in(content)) {
    SANAD_TRY_WITH(const SheetMatter matter, find_matter(workspace, {one.exhibit, one.part}),
                   "what is cited");
    if (matter.exhibit.case_id != case_id)
      return Error{ErrorCode::kInvalid,
                   fmt::format("the exhibit {} belongs to another case; cite those of this one",
                               matter.exhibit.number)};
    ids.emplace(one.exhibit, matter.exhibit.id);
  }
  review::rename_cited(content, ids);
  return {};
}

}  // namespace sanad::service
