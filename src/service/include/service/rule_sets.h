// Files of rules that the agency runs over its exhibits: taking them in, reading, retiring them.
//
// A file is sealed in the vault as it came, under the key of lists, and rules.imported names its
// digest. Rules in force are run over every item of the job "identify" (service/identification.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lists/model.h"
#include "rules/rules.h"
#include "service/workspace.h"

namespace sanad::service {

struct RuleSetOrder {
  std::string name;   // of an earlier set: a new version of it
  std::string owner;  // else this agency
  std::string provenance;
  std::string licence;
  std::string version;            // else the date of the import
  std::optional<lists::Tlp> tlp;  // else amber
};
struct ImportedRules {
  records::RuleSet set;
  rules::Checked checked;
};
// By an investigator, a supervisor or a reviewer; recorded as rules.imported. A job "identify" is
// queued for each case that has exhibits. kInvalid: no name, or not to be read (the message begins
// with the line), or an example does not hold; kConflict: the set is in force in just this version.
Result<ImportedRules> import_rules(Workspace& workspace, const authority::Officer& caller,
                                   std::string_view file, const RuleSetOrder& order);

// The retired ones too.
Result<std::vector<records::RuleSet>> list_rules(Workspace& workspace,
                                                 const authority::Officer& caller);
struct ReadRules {
  records::RuleSet set;
  std::string file;        // as it came
  rules::Checked checked;  // what its rules are, and what its examples say now
};
Result<ReadRules> read_rules(Workspace& workspace, const authority::Officer& caller,
                             std::string_view id);

// No longer run; matches that it found stay. By an investigator, a supervisor or a reviewer;
// recorded as rules.retired. kInvalid: no reason; kConflict: it is retired already.
Result<records::RuleSet> retire_rules(Workspace& workspace, const authority::Officer& caller,
                                      std::string_view id, std::string_view reason);

}  // namespace sanad::service
