// A case's material as views: graph, times, places, selectors, what is alike. Whoever may read the
// case may see them; people stand there by pseudonyms. What each view says and does not say:
// docs/analysis.md. Tested by material_test.cc.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "authority/types.h"
#include "capture/capture.h"
#include "case_index/case_index.h"
#include "json/json.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

// A case opened for one question of one officer: the masks are those that were lifted by then.
class Material {
 public:
  // case_id: or the reference. kDenied; kNotFound: no such case, or its key was destroyed.
  static Result<Material> open(Workspace& workspace, const authority::Officer& caller,
                               std::string_view case_id);

  const records::Case& of_case() const { return of_case_; }
  const case_index::CaseIndex& facts() const { return *facts_; }
  const case_index::Unmasked& unmasked() const { return unmasked_; }

  // view(Row), with the numbers of the exhibits.
  Result<json::Object> view(const case_index::Row& row) const;
  Result<json::Array> view(const std::vector<case_index::Row>& rows) const;

 private:
  explicit Material(Workspace& workspace) : workspace_(&workspace) {}
  Workspace* workspace_;
  records::Case of_case_;
  std::shared_ptr<case_index::CaseIndex> facts_;
  case_index::Unmasked unmasked_;
};

// name: "UTC", "UTC+05:00", or of the tz database ("Asia/Karachi"). kInvalid: there is none such.
Result<Zone> find_zone(Workspace& workspace, std::string_view name);

// Queues the job that looks for what is alike, or answers the one that waits. By an investigator,
// a supervisor or a reviewer. kInvalid: a rule out of its bounds.
Result<std::string> order_clusters(Workspace& workspace, const authority::Officer& caller,
                                   std::string_view case_id, const case_index::ClusterRule& rule);
// Runs a job of kind "cluster". Answers {"texts", "pictures", "text_clusters", "picture_clusters"}.
Result<json::Value> run_clustering(Workspace& workspace, const records::Job& job,
                                   capture::Monitor& monitor);

}  // namespace sanad::service
