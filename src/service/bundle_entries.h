// Entries of the ledger that an officer adds to a bundle, or leaves out of it.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "present/schedules.h"
#include "service/bundles.h"

namespace sanad::service {

// kInvalid, with what to do: not an entry of the case that is open to all, destroyed, of a list
// that was lent; to leave out: one that both verifiers, the chain of authority or the other side
// need, or a bundle without schedules, which would not tell that it was left out. kDenied: it
// speaks of an exhibit that the caller may not see.
Result<void> check_entry_choice(Workspace& workspace, const authority::Officer& caller,
                                const records::Case& of_case, const BundleOrder& order);

// What a job's payload holds of the choice, and what it does to the entries that a bundle would
// disclose by itself.
json::Object format_entry_choice(const BundleOrder& order);
void apply_entry_choice(const json::Value& payload, std::set<std::uint64_t>& entries);

}  // namespace sanad::service
