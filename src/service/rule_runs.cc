#include "rule_runs.h"

#include <fmt/format.h>

#include "sealed_text.h"

namespace sanad::service {
namespace {

Result<std::string> open_rules(Workspace& workspace, const records::RuleSet& set) {
  auto file = open_sealed_text(workspace, set.sha256);
  if (file.ok()) return file;
  const bool damaged =
      file.error().code == ErrorCode::kIntegrity || file.error().code == ErrorCode::kNotFound;
  if (!damaged) return file.error();
  return Error{ErrorCode::kIntegrity,
               fmt::format("the rules {} cannot be run, since what was sealed of them is damaged "
                           "or gone; restore the vault from a backup, import them again, or "
                           "retire them",
                           set.name)};
}

identify::Hit hit_of(const records::RuleSet& set, rules::Hit hit) {
  identify::Hit found;
  found.list = set.id;
  found.list_name = set.name;
  found.list_version = set.version;
  found.entry = std::move(hit.rule);
  found.signal = std::move(hit.signal);
  found.algorithm = std::move(hit.algorithm);
  found.details = std::move(hit.details);
  found.details.set("rules_sha256", set.sha256);
  return found;
}

}  // namespace

Result<RuleRuns> RuleRuns::open(Workspace& workspace, extract::Extractor extractor) {
  SANAD_TRY(std::vector<records::RuleSet> sets, workspace.records().rule_sets());
  std::erase_if(sets, [](const records::RuleSet& set) { return set.retired_at.has_value(); });
  std::vector<std::string> files;
  for (const records::RuleSet& set : sets) {
    SANAD_TRY(std::string file, open_rules(workspace, set));
    files.push_back(std::move(file));
  }
  const std::vector<std::string_view> views(files.begin(), files.end());
  SANAD_TRY(rules::Runner runner, rules::Runner::create(views));
  return RuleRuns(workspace, std::move(extractor), std::move(sets), std::move(runner));
}

bool RuleRuns::has(Reach reach) const {
  for (std::size_t i = 0; i < sets_.size(); ++i)
    if (reaches(i, reach)) return true;
  return false;
}

Result<bool> RuleRuns::wants(std::string_view key, Reach reach) const {
  for (std::size_t i = 0; i < sets_.size(); ++i) {
    if (!reaches(i, reach)) continue;
    SANAD_TRY(const auto earlier, workspace_->library().remembered_run(key, sets_[i].sha256));
    if (!earlier) return true;
  }
  return false;
}

Result<std::vector<identify::Hit>> RuleRuns::over(
    std::string_view key, const rules::Item& item, Reach reach,
    const std::function<void(const std::string&)>& on_incomplete) {
  std::vector<identify::Hit> hits;
  const auto take = [&](std::size_t set, rules::Outcome outcome) {
    if (!outcome.incomplete.empty())
      on_incomplete(fmt::format("rules {}: {}", sets_[set].name, outcome.incomplete));
    for (rules::Hit& hit : outcome.hits) hits.push_back(hit_of(sets_[set], std::move(hit)));
  };
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < sets_.size(); ++i) {
    if (!reaches(i, reach)) continue;
    SANAD_TRY(const auto earlier, workspace_->library().remembered_run(key, sets_[i].sha256));
    if (!earlier) {
      left.push_back(i);
      continue;
    }
    SANAD_TRY(rules::Outcome outcome, rules::outcome_from(*earlier));
    take(i, std::move(outcome));
  }
  if (left.empty()) return hits;
  SANAD_TRY(auto outcomes, runner_.run(extractor_, item, left));
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (!outcomes[i].ok()) {
      // It may have been the machine that was slow: the item is met again the next time.
      on_incomplete(fmt::format("rules {}: {}", sets_[left[i]].name, outcomes[i].error().message));
      continue;
    }
    SANAD_CHECK(workspace_->library().remember_run(key, sets_[left[i]].sha256,
                                                   rules::to_json(*outcomes[i])));
    take(left[i], std::move(*outcomes[i]));
  }
  return hits;
}

Result<std::vector<identify::Hit>> RuleRuns::over_text(
    std::string_view text, const std::function<void(const std::string&)>& on_incomplete) {
  std::vector<std::size_t> which;
  for (std::size_t i = 0; i < sets_.size(); ++i)
    if (runner_.kind(i) == rules::Kind::kTerm) which.push_back(i);
  std::vector<identify::Hit> hits;
  if (which.empty()) return hits;
  SANAD_TRY(auto outcomes,
            runner_.run(extractor_, {.bytes = {}, .coding = {}, .text = text}, which));
  for (std::size_t i = 0; i < which.size(); ++i) {
    const records::RuleSet& set = sets_[which[i]];
    if (!outcomes[i].ok()) {
      on_incomplete(fmt::format("rules {}: {}", set.name, outcomes[i].error().message));
      continue;
    }
    for (rules::Hit& hit : outcomes[i]->hits) hits.push_back(hit_of(set, std::move(hit)));
  }
  return hits;
}

}  // namespace sanad::service
