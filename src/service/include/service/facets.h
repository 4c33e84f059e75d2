// The words that labels of lists may use: the set that ships, until the agency puts its own in its
// place. Workspace rules of service/workspace.h.
#pragma once

#include "lists/facets.h"
#include "service/workspace.h"

namespace sanad::service {

// kIntegrity: what was sealed of the agency's own is damaged or gone.
Result<lists::FacetSet> facets_in_force(Workspace& workspace);
// The same for anybody who may read cases.
Result<lists::FacetSet> list_facets(Workspace& workspace, const authority::Officer& caller);
// By a supervisor or an administrator; recorded as facets.replaced. Labels that were given before
// stay as they are. kInvalid: docs/formats/list.md says what a file of facets is.
Result<lists::FacetSet> replace_facets(Workspace& workspace, const authority::Officer& caller,
                                       std::string_view file);

}  // namespace sanad::service
