#include "cited.h"

#include <fmt/format.h>

#include "refusals.h"
#include "review/steps.h"
#include "sheet_facts.h"

namespace sanad::service {

Error refuse_cited(Workspace& workspace, const authority::Officer& caller, std::string_view exhibit,
                   Error error) {
  if (error.code != ErrorCode::kDenied) return error;
  const auto found = workspace.records().exhibit(exhibit);
  if (!found.ok()) return found.error();
  return refuse_as(workspace, caller.id, found->case_id, "cite", found->id, kSetAside,
                   std::move(error.message));
}

Result<void> settle_cited(Workspace& workspace, const authority::Officer& caller,
                          std::string_view case_id, json::Value& content) {
  std::map<std::string, std::string> ids;
  for (const review::Cited& one : review::cited_in(content)) {
    const auto matter = find_matter(workspace, {one.exhibit, one.part});
    if (!matter.ok()) {
      Error error = refuse_cited(workspace, caller, one.exhibit, matter.error());
      error.message = "what is cited: " + error.message;
      return error;
    }
    if (matter->exhibit.case_id != case_id)
      return Error{ErrorCode::kInvalid,
                   fmt::format("the exhibit {} belongs to another case; cite those of this one",
                               matter->exhibit.number)};
    ids.emplace(one.exhibit, matter->exhibit.id);
  }
  review::rename_cited(content, ids);
  return {};
}

}  // namespace sanad::service
