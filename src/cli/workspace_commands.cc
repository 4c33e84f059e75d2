#include <fmt/format.h>

#include "command.h"
#include "service/accounts.h"
#include "service/views.h"

namespace sanad::cli {
namespace {

Result<int> init(Context& context) {
  SANAD_TRY(const std::string agency, context.arguments.require("--agency"));
  SANAD_TRY(const auto key, context.protection(true));
  SANAD_TRY(const auto workspace,
            service::Workspace::create({context.directory(), key}, agency, context.clock()));
  const std::string advice =
      std::holds_alternative<keyring::KeyFile>(key)
          ? "Its key lies in keys/workspace.key: keep a copy apart from the workspace; without it "
            "nothing can be read."
          : "It opens with the passphrase only: without it nothing can be read.";
  context.print(
      json::Object{{"workspace", workspace->directory()}, {"agency", agency}},
      fmt::format("Made the workspace {} for {}.\n{}", workspace->directory(), agency, advice));
  return 0;
}

Result<int> rebuild(Context& context) {
  SANAD_TRY(const auto key, context.protection(false));
  const auto progress = [&](std::uint64_t done, std::uint64_t total) {
    if (!context.json()) fmt::print(stderr, "\rentries {} of {}", done, total);
  };
  SANAD_TRY(const auto workspace,
            service::Workspace::rebuild({context.directory(), key}, context.clock(), progress));
  SANAD_TRY(const auto applied, workspace->records().applied());
  if (!context.json()) fmt::print(stderr, "\n");
  context.print(json::Object{{"entries", applied}},
                fmt::format("Made the records again from {} entries.", applied));
  return 0;
}

Result<int> officer_add(Context& context) {
  SANAD_TRY(const std::string name, context.arguments.only("the officer's name"));
  std::vector<authority::Role> roles;
  for (const auto& text : context.arguments.all("--role")) {
    SANAD_TRY(const auto role, authority::parse_role(text));
    roles.push_back(role);
  }
  SANAD_TRY(auto* workspace, context.workspace());
  if (!context.arguments.has("--as")) {
    SANAD_CHECK(service::require_no_administrator(*workspace, "add an officer"));
    SANAD_TRY(const auto first, service::add_officer(*workspace, custody::kSystem, name, roles));
    context.print(service::view(first), first.id);
    return 0;
  }
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(const auto officer, service::add_officer(*workspace, caller, name, roles));
  context.print(service::view(officer), officer.id);
  return 0;
}

Result<int> officer_remove(Context& context) {
  SANAD_TRY(const std::string name, context.arguments.only("the officer"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_CHECK(service::remove_officer(*workspace, caller, name, reason));
  context.print(json::Object{{"removed", name}}, fmt::format("Removed {}.", name));
  return 0;
}

Result<int> officer_list(Context& context) {
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto officers, workspace->records().officers());
  std::vector<std::string> lines;
  for (const auto& officer : officers) {
    std::string roles;
    for (const auto role : officer.roles)
      roles += fmt::format("{}{}", roles.empty() ? "" : ", ", authority::role_name(role));
    lines.push_back(fmt::format("{}  {}  ({}{})", officer.id, officer.name, roles,
                                officer.active ? "" : "; removed"));
  }
  context.print_list(service::views(officers), lines);
  return 0;
}

Result<int> officer_link(Context& context) {
  SANAD_TRY(const std::string name, context.arguments.only("the officer"));
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const std::string token, service::make_sign_in_link(*workspace, name));
  const std::string link = fmt::format(
      "{}/#/sign-in/{}", context.arguments.value("--origin", "http://127.0.0.1:8470"), token);
  context.print(json::Object{{"link", link}}, link);
  return 0;
}

Result<int> config_set(Context& context) {
  const auto& rest = context.arguments.rest();
  if (rest.size() != 2)
    return Error{ErrorCode::kInvalid, "name a setting and its value; see --help"};
  SANAD_TRY(auto* workspace, context.workspace());
  if (context.arguments.has("--as")) {
    SANAD_TRY(const auto caller, context.officer());
    SANAD_CHECK(service::change_setting(*workspace, caller, rest[0], rest[1]));
  } else {
    SANAD_CHECK(service::require_no_administrator(*workspace, "change a setting"));
    SANAD_CHECK(service::change_setting(*workspace, custody::kSystem, rest[0], rest[1]));
  }
  context.print(json::Object{{"name", rest[0]}, {"value", rest[1]}},
                fmt::format("{} = {}", rest[0], rest[1]));
  return 0;
}

}  // namespace

std::vector<Command> workspace_commands() {
  return {
      {"init",
       "--agency NAME",
       "Makes a workspace: keys, vault, ledger.",
       "sanad init --agency \"Tirazan Cyber Wing\"",
       {{"--agency", "NAME", "the agency whose keys sign", false},
        {"--passphrase", "", "protect the keys with a passphrase instead of a key file", false}},
       init},
      {"rebuild", "", "Makes the records again from the ledger.", "sanad rebuild", {}, rebuild},
      {"officer add",
       "NAME --role ROLE",
       "Adds an officer.",
       "sanad officer add \"A. Mirani\" --role investigator",
       {{"--role", "ROLE",
         "investigator, supervisor, evidence-officer, reviewer, administrator, auditor; may be "
         "repeated",
         true}},
       officer_add},
      {"officer remove",
       "OFFICER --reason TEXT",
       "Closes an officer's account.",
       "sanad officer remove \"A. Mirani\" --reason transferred --as admin",
       {{"--reason", "TEXT", "why", false}},
       officer_remove},
      {"officer list", "", "Lists officers and roles.", "sanad officer list", {}, officer_list},
      {"officer link",
       "OFFICER",
       "Makes a one-time sign-in link, valid for a day.",
       "sanad officer link \"A. Mirani\"",
       {{"--origin", "URL", "where the workbench is, without a slash at the end", false}},
       officer_link},
      {"config set",
       "NAME VALUE",
       "Changes what captures and timestamps depend on; recorded in the ledger.",
       "sanad config set timestamp.url http://tsa.tirazan.example/tsa",
       {},
       config_set},
  };
}

}  // namespace sanad::cli
