// What a disposal takes, and what it leaves: worked out from the record, and again after a crash.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "service/workspace.h"

namespace sanad::service {

struct DisposalPlan {
  std::vector<std::string> digests;   // SHA-256 of the originals, in order, none twice
  std::vector<std::string> entries;   // whose bodies are erased, "12" or "12-40"; of a case none
  std::vector<std::string> exhibits;  // identifiers and numbers, of a case
  std::vector<std::string> objects;   // of the vault, that are destroyed; of a case all, by the key
  std::uint64_t shared = 0;           // originals that stay, since other exhibits hold them too
  std::uint64_t leftovers = 0;        // objects that no entry names
  json::Array accesses;               // {officer, viewed, copied, first, last}
  std::uint64_t more_accesses = 0;    // officers beyond those listed
};
Result<DisposalPlan> plan_disposal(Workspace& workspace, const records::Disposal& disposal);
// The objects alone; what it answers shrinks as a disposal proceeds.
Result<std::vector<std::string>> objects_to_destroy(Workspace& workspace,
                                                    const std::string& case_id,
                                                    const std::string& exhibit);
// Digests that entries name which stay, other than as left over.
Result<std::set<std::string>> digests_named_elsewhere(Workspace& workspace,
                                                      const std::string& case_id,
                                                      const std::string& exhibit);
// Of the entries of the records, those whose body goes with the exhibit.
Result<std::vector<std::uint64_t>> entries_about(Workspace& workspace, const std::string& case_id,
                                                 const std::string& exhibit);
// "12", "14-40" …, and back. kIntegrity.
std::vector<std::string> format_ranges(const std::vector<std::uint64_t>& ascending);
Result<std::vector<std::uint64_t>> parse_ranges(const std::vector<std::string>& ranges);

}  // namespace sanad::service
