// What a bundle of exhibits holds, for what is made of the same entries (case_exports.cc).
#pragma once

#include <string>
#include <vector>

#include "present/bundle.h"
#include "service/workspace.h"

namespace sanad::service {

// By identifier or number, each once; none named: all of the case. kInvalid: the case has none, or
// one is of another case.
Result<std::vector<records::Exhibit>> bundled_exhibits(Workspace& workspace,
                                                       const records::Case& of_case,
                                                       const std::vector<std::string>& named);

// With the entries that a bundle discloses, under the newest checkpoint that covers them.
Result<present::BundleContent> bundle_content(Workspace& workspace,
                                              const authority::Officer& officer,
                                              const std::string& name, const records::Case& of_case,
                                              const std::vector<records::Exhibit>& exhibits);

}  // namespace sanad::service
