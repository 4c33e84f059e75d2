// Comparisons of two captures that a bundle tells, each side proven in its ledger
// (docs/formats/corroboration.md). Tested by corroborations_test.cc.
#pragma once

#include <vector>

#include "merkle/types.h"
#include "present/bundle.h"
#include "service/workspace.h"

namespace sanad::service {

// Of the entries corroboration.recorded among those that content discloses, under its checkpoint,
// whose tree is head. What another agency's bundle proves is read in the cage, as long as that
// bundle is here.
Result<std::vector<present::BundledCorroboration>> corroborations_of(
    Workspace& workspace, const records::Case& of_case, const present::BundleContent& content,
    const merkle::TreeHead& head);

}  // namespace sanad::service
