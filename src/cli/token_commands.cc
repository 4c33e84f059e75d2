// Tokens for partners' programs.
#include <fmt/format.h>

#include "base/numbers.h"
#include "command.h"
#include "service/tokens.h"
#include "service/views.h"

namespace sanad::cli {
namespace {

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
constexpr std::uint64_t kUsualDays = 90;

std::string line_of(const service::TokenState& state) {
  const records::Token& token = state.token;
  return fmt::format("{}  {}…  {}  {}  {} a minute  until {}  {}  last used {}", token.id,
                     token.prefix, token.partner, fmt::join(token.scopes, ","), token.per_minute,
                     format_timestamp(token.expires_at), state.state,
                     state.last_used ? format_timestamp(*state.last_used) : "never");
}

Result<int> token_issue(Context& context) {
  service::TokenOrder order;
  SANAD_TRY(order.partner, context.arguments.only("the partner's name"));
  SANAD_TRY(order.purpose, context.arguments.require("--purpose"));
  order.scopes = context.arguments.all("--scope");
  order.lists = context.arguments.all("--list");
  SANAD_TRY(const std::uint64_t days, context.arguments.number("--days", kUsualDays));
  SANAD_TRY(const std::uint64_t rate,
            context.arguments.number("--per-minute", service::kUsualPerMinute));
  // Out of bounds stays so, and is refused with the rest.
  order.per_minute = static_cast<std::int64_t>(std::min<std::uint64_t>(rate, INT32_MAX));
  order.expires_at = {context.clock().now().unix_ms +
                      static_cast<std::int64_t>(std::min<std::uint64_t>(days, 100'000)) * kDayMs};
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const service::IssuedToken issued, service::issue_token(*workspace, caller, order));
  json::Object answer = service::view(service::TokenState{issued.token, std::nullopt, "valid"});
  answer.set("secret", issued.secret);
  context.print(
      json::Value(std::move(answer)),
      fmt::format("Issued {} to {}, until {}. Its secret, shown this once:\n{}", issued.token.id,
                  issued.token.partner, format_timestamp(issued.token.expires_at), issued.secret));
  return 0;
}

Result<int> token_list(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto tokens, service::list_tokens(*workspace, caller));
  std::vector<std::string> lines;
  for (const service::TokenState& state : tokens) lines.push_back(line_of(state));
  if (lines.empty()) lines.emplace_back("No token was issued.");
  context.print_list(service::views(tokens), lines);
  return 0;
}

Result<int> token_revoke(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the token's identifier"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto revoked, service::revoke_token(*workspace, caller, id, reason));
  context.print(json::Value(service::view(revoked)),
                fmt::format("Revoked {} of {}.", revoked.token.id, revoked.token.partner));
  return 0;
}

}  // namespace

std::vector<Command> token_commands() {
  return {
      {"token issue",
       "PARTNER",
       "Issues a token with which a partner's program may look up or hash.",
       "sanad token issue \"Sahil Media Desk\" --scope lookup --list \"Lantern files\" --days 90 "
       "--purpose \"checks of uploads\" --as \"Behram Sorani\"",
       {{"--scope", "SCOPE", "lookup or hash", true},
        {"--list", "LIST", "which it may be asked about, by identifier or name", true},
        {"--days", "N", "how long it is valid (90, at most 366)"},
        {"--per-minute", "N", "how often it may ask (60, at most 6000)"},
        {"--purpose", "TEXT", "what it is for; stands in the record"}},
       token_issue},
      {"token list",
       "",
       "Lists the tokens of partners.",
       "sanad token list --json",
       {},
       token_list},
      {"token revoke",
       "TOKEN",
       "Revokes a token: it opens nothing any more.",
       "sanad token revoke token-0123456789abcdef --reason \"the partner's machine was lost\"",
       {{"--reason", "TEXT", "stands in the record"}},
       token_revoke},
  };
}

}  // namespace sanad::cli
