// The rules in force over the items of one job: each item is given once, and only rules that were
// not yet run over its bytes are.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "identify/library.h"
#include "rules/rules.h"
#include "service/workspace.h"

namespace sanad::service {

class RuleRuns {
 public:
  // Reads the sets in force from the vault. kIntegrity names one that is damaged or gone.
  static Result<RuleRuns> open(Workspace& workspace, extract::Extractor extractor);

  bool empty() const { return sets_.empty(); }
  const std::vector<records::RuleSet>& sets() const { return sets_; }

  // An item whose text could not be had is worth a look at its bytes: what breaks a parser is what
  // YARA rules are written for.
  enum class Reach { kBytes, kBytesAndText };
  // Whether there are rules for what is reached.
  bool has(Reach reach) const;
  // Whether one of them was not yet run over the item.
  Result<bool> wants(std::string_view key, Reach reach) const;

  // The rules that match, as hits in the form of those of lists. key: that of
  // identify::Library::remembered(). on_incomplete: what could not be looked at.
  Result<std::vector<identify::Hit>> over(
      std::string_view key, const rules::Item& item, Reach reach,
      const std::function<void(const std::string&)>& on_incomplete);
  // Term rules over a text, which is not remembered.
  Result<std::vector<identify::Hit>> over_text(
      std::string_view text, const std::function<void(const std::string&)>& on_incomplete);

 private:
  bool reaches(std::size_t set, Reach reach) const {
    return reach == Reach::kBytesAndText || runner_.kind(set) == rules::Kind::kYara;
  }
  RuleRuns(Workspace& workspace, extract::Extractor extractor, std::vector<records::RuleSet> sets,
           rules::Runner runner)
      : workspace_(&workspace),
        extractor_(std::move(extractor)),
        sets_(std::move(sets)),
        runner_(std::move(runner)) {}

  Workspace* workspace_;
  extract::Extractor extractor_;
  std::vector<records::RuleSet> sets_;  // in the order of the runner's files
  rules::Runner runner_;
};

}  // namespace sanad::service
