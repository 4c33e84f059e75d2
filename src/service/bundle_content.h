// What a bundle of exhibits holds, for the job that writes it (bundles.cc) and for what is made of
// the same entries (case_exports.cc).
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

// The identifiers in a list of a job's payload.
std::vector<std::string> ids_of(const json::Value& value);

// What a job of kind "bundle" asks for, as order_bundle() put it; records the schedules that it
// issues.
Result<present::BundleContent> gather_bundle(Workspace& workspace,
                                             const authority::Officer& officer,
                                             const json::Value& payload,
                                             const records::Case& of_case,
                                             const std::vector<records::Exhibit>& exhibits);

// With the entries that a bundle discloses, under the newest checkpoint that covers them.
Result<present::BundleContent> bundle_content(Workspace& workspace,
                                              const authority::Officer& officer,
                                              const std::string& name, const records::Case& of_case,
                                              const std::vector<records::Exhibit>& exhibits);

}  // namespace sanad::service
