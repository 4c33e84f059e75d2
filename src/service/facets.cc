#include "service/facets.h"

#include "sealed_text.h"
#include "service/people.h"

namespace sanad::service {
namespace {

constexpr std::string_view kSetting = "lists.facets";  // the SHA-256 of the agency's file

}  // namespace

Result<lists::FacetSet> facets_in_force(Workspace& workspace) {
  SANAD_TRY(const std::string sha256, workspace.records().setting(kSetting));
  if (sha256.empty()) return lists::shipped_facets();
  const auto text = open_sealed_text(workspace, sha256);
  if (!text.ok()) {
    return Error{
        ErrorCode::kIntegrity,
        "what was sealed of the agency's facets is damaged or gone; restore the vault from "
        "a backup, or set others with \"sanad list facets FILE\""};
  }
  SANAD_TRY_WITH(lists::FacetSet facets, lists::parse_facets(*text), "the agency's facets");
  return facets;
}

Result<lists::FacetSet> list_facets(Workspace& workspace, const authority::Officer& caller) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  return facets_in_force(workspace);
}

Result<lists::FacetSet> replace_facets(Workspace& workspace, const authority::Officer& caller,
                                       std::string_view file) {
  using authority::Role;
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor, Role::kAdministrator},
                           "say which words labels may use"));
  SANAD_TRY(lists::FacetSet facets, lists::parse_facets(file));
  SANAD_TRY(const std::string sha256, seal_text(workspace, file));
  json::Array names;
  for (const lists::Facet& facet : facets.facets) names.emplace_back(facet.facet);
  SANAD_CHECK(workspace.custody().record({"facets.replaced", caller.id, "",
                                          json::Object{{"edition", facets.edition},
                                                       {"facets", std::move(names)},
                                                       {"sha256", sha256},
                                                       {"size", file.size()}}}));
  return facets;
}

}  // namespace sanad::service
