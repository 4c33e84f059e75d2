#include "service/rule_sets.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/crypto.h"
#include "crypto/id.h"
#include "sealed_text.h"
#include "service/identification.h"
#include "service/people.h"

namespace sanad::service {

using authority::Role;

namespace {

constexpr std::size_t kMaxNameBytes = 200;
constexpr std::size_t kMaxRemarkBytes = 1000;
constexpr std::size_t kMaxFailuresTold = 50;  // of examples, in the message of a refusal

Result<void> require_rule_keeper(Workspace& workspace, const authority::Officer& caller,
                                 std::string_view to_do) {
  return require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor, Role::kReviewer},
                      to_do);
}

Result<void> check_order(const RuleSetOrder& order) {
  if (order.name.empty() || order.name.size() > kMaxNameBytes || !is_utf8(order.name)) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("give the set of rules a name of at most {} bytes", kMaxNameBytes)};
  }
  for (const std::string* text :
       {&order.owner, &order.provenance, &order.licence, &order.version}) {
    if (text->size() > kMaxRemarkBytes || !is_utf8(*text)) {
      return Error{ErrorCode::kInvalid,
                   fmt::format("owner, provenance, licence and version are at most {} bytes of "
                               "UTF-8 each; shorten what is longer",
                               kMaxRemarkBytes)};
    }
  }
  return {};
}

// Term rules name the line in the message, YARA rules beside it.
std::string told(const rules::Failure& failure) {
  std::string message = failure.message;
  if (message.ends_with('.')) message.pop_back();
  if (failure.line == 0 || message.starts_with("line ")) return message;
  return fmt::format("line {}: {}", failure.line, message);
}

Result<void> require_examples_hold(const rules::Checked& checked) {
  const std::vector<rules::Failure>& failures = checked.failures;
  if (failures.empty()) return {};
  std::string message =
      fmt::format("{} of its {} examples do not hold, so it was not taken: ", failures.size(),
                  checked.examples);
  for (std::size_t i = 0; i < std::min(failures.size(), kMaxFailuresTold); ++i)
    message += (i == 0 ? "" : "; ") + told(failures[i]);
  if (failures.size() > kMaxFailuresTold)
    message += fmt::format("; and {} more", failures.size() - kMaxFailuresTold);
  return Error{ErrorCode::kInvalid, std::move(message)};
}

}  // namespace

Result<ImportedRules> import_rules(Workspace& workspace, const authority::Officer& caller,
                                   std::string_view file, const RuleSetOrder& order) {
  SANAD_CHECK(require_rule_keeper(workspace, caller, "import rules"));
  SANAD_CHECK(check_order(order));
  ImportedRules imported;
  SANAD_TRY(imported.checked, rules::check(workspace.extractor(), file));
  SANAD_CHECK(require_examples_hold(imported.checked));
  const std::string digest = format_hex(crypto::sha256(as_bytes(file)));
  const auto earlier = workspace.records().rule_set(order.name);
  if (earlier.ok() && !earlier->retired_at && earlier->sha256 == digest &&
      (order.version.empty() || order.version == earlier->version)) {
    return Error{ErrorCode::kConflict,
                 fmt::format("the set {} is in force in just this version ({}); there is nothing "
                             "to import",
                             earlier->name, earlier->version)};
  }
  SANAD_TRY(const std::string agency, workspace.records().agency());
  SANAD_TRY(const std::string sealed, seal_text(workspace, file));
  const std::string id = earlier.ok() ? earlier->id : crypto::new_id("rules");
  const std::string today = format_timestamp(workspace.clock().now()).substr(0, 10);
  SANAD_CHECK(workspace.custody().record(
      {"rules.imported", caller.id, "",
       json::Object{{"rule_set", id},
                    {"name", earlier.ok() ? earlier->name : order.name},
                    {"kind", rules::kind_name(imported.checked.kind)},
                    {"owner", order.owner.empty() ? agency : order.owner},
                    {"provenance", order.provenance},
                    {"licence", order.licence},
                    {"tlp", lists::tlp_name(order.tlp.value_or(lists::Tlp::kAmber))},
                    {"version", order.version.empty() ? today : order.version},
                    {"algorithm", imported.checked.algorithm},
                    {"sha256", sealed},
                    {"size", std::uint64_t{file.size()}},
                    {"rules", std::uint64_t{imported.checked.rules.size()}},
                    {"examples", std::uint64_t{imported.checked.examples}}}}));
  SANAD_TRY(imported.set, workspace.records().rule_set(id));
  SANAD_CHECK(queue_rescans(workspace, caller.id));
  return imported;
}

Result<std::vector<records::RuleSet>> list_rules(Workspace& workspace,
                                                 const authority::Officer& caller) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  return workspace.records().rule_sets();
}

Result<ReadRules> read_rules(Workspace& workspace, const authority::Officer& caller,
                             std::string_view id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  ReadRules read;
  SANAD_TRY(read.set, workspace.records().rule_set(id));
  SANAD_TRY_WITH(read.file, open_sealed_text(workspace, read.set.sha256),
                 fmt::format("the rules {}", read.set.name));
  SANAD_TRY_WITH(read.checked, rules::check(workspace.extractor(), read.file),
                 fmt::format("the rules {}", read.set.name));
  return read;
}

Result<records::RuleSet> retire_rules(Workspace& workspace, const authority::Officer& caller,
                                      std::string_view id, std::string_view reason) {
  SANAD_CHECK(require_rule_keeper(workspace, caller, "retire rules"));
  if (reason.empty() || reason.size() > kMaxRemarkBytes || !is_utf8(reason)) {
    return Error{
        ErrorCode::kInvalid,
        fmt::format("give a reason of at most {} bytes: others will rely on it", kMaxRemarkBytes)};
  }
  SANAD_TRY(const records::RuleSet set, workspace.records().rule_set(id));
  if (set.retired_at) {
    return Error{ErrorCode::kConflict, fmt::format("the set {} is retired already", set.name)};
  }
  SANAD_CHECK(workspace.custody().record(
      {"rules.retired", caller.id, "", json::Object{{"rule_set", set.id}, {"reason", reason}}}));
  return workspace.records().rule_set(set.id);
}

}  // namespace sanad::service
