#include "service/tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "crypto/id.h"
#include "refusals.h"
#include "service/people.h"

namespace sanad::service {

using authority::Role;

namespace {

constexpr std::array<std::string_view, 3> kScopes = {"lookup", "hash", "indicators"};

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Result<void> check_words(const TokenOrder& order) {
  if (is_blank(order.partner) || order.partner.size() > kMaxPartnerBytes ||
      !is_utf8(order.partner)) {
    return Error{ErrorCode::kInvalid, fmt::format("name the partner or system that will hold the "
                                                  "token, in at most {} bytes",
                                                  kMaxPartnerBytes)};
  }
  if (is_blank(order.purpose) || order.purpose.size() > authority::kMaxReasonBytes ||
      !is_utf8(order.purpose)) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("say what the token is for, in at most {} bytes; it stands in the "
                             "record",
                             authority::kMaxReasonBytes)};
  }
  return {};
}

Result<void> check_limits(const TokenOrder& order, Timestamp now) {
  if (order.expires_at.unix_ms <= now.unix_ms ||
      order.expires_at.unix_ms > now.unix_ms + kMaxTokenMs) {
    return Error{ErrorCode::kInvalid, "a token ends after now and within 366 days"};
  }
  if (order.per_minute < 1 || order.per_minute > kMaxPerMinute) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("a token may ask from 1 to {} times a minute", kMaxPerMinute)};
  }
  return {};
}

Result<std::vector<std::string>> check_scopes(const TokenOrder& order) {
  std::vector<std::string> scopes;
  for (const std::string_view scope : kScopes) {
    if (std::ranges::find(order.scopes, scope) != order.scopes.end()) scopes.emplace_back(scope);
  }
  const bool all_known = std::ranges::all_of(order.scopes, [](const std::string& scope) {
    return std::ranges::find(kScopes, scope) != kScopes.end();
  });
  if (!all_known || scopes.empty()) {
    return Error{ErrorCode::kInvalid,
                 "a token's scope is of \"lookup\", \"hash\" and \"indicators\""};
  }
  return scopes;
}

Result<std::vector<std::string>> check_lists(Workspace& workspace, const authority::Officer& caller,
                                             const TokenOrder& order, bool may_look_up) {
  if (may_look_up == order.lists.empty()) {
    return Error{ErrorCode::kInvalid,
                 may_look_up
                     ? "name the lists that the token may be asked about"
                     : "lists are for tokens of the scope \"lookup\"; add it, or name none"};
  }
  if (order.lists.size() > kMaxTokenLists) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("a token covers at most {} lists", kMaxTokenLists)};
  }
  SANAD_TRY(const std::string agency, workspace.records().agency());
  std::vector<std::string> ids;
  for (const std::string& named : order.lists) {
    SANAD_TRY(const records::List list, workspace.records().list(named));
    if (!may_tell(list, agency)) {
      return refuse_as(
          workspace, caller.id, "", "issue a token to a partner", list.name, kNotForOthers,
          fmt::format(
              "the list {} is TLP:{} of {} and may not be told to others; ask its owner for "
              "leave and a version that says so",
              list.name, list.tlp, list.owner));
    }
    if (std::ranges::find(ids, list.id) == ids.end()) ids.push_back(list.id);
  }
  return ids;
}

json::Array texts(const std::vector<std::string>& items) {
  json::Array array;
  for (const std::string& item : items) array.emplace_back(item);
  return array;
}

Result<TokenState> state_of(Workspace& workspace, records::Token token) {
  TokenState state;
  SANAD_TRY(state.last_used, workspace.token_secrets().last_used(token.id));
  if (!state.last_used || (token.used_at && token.used_at->unix_ms > state.last_used->unix_ms))
    state.last_used = token.used_at;
  const bool is_over = token.expires_at.unix_ms <= workspace.clock().now().unix_ms;
  state.state = token.revoked_at ? "revoked" : is_over ? "expired" : "valid";
  state.token = std::move(token);
  return state;
}

Result<void> record_day(Workspace& workspace, const records::UseDay& day) {
  SANAD_CHECK(
      workspace.custody().record({"token.used", std::string(custody::kSystem), "",
                                  json::Object{{"token", day.token},
                                               {"day", format_timestamp(day.day).substr(0, 10)},
                                               {"lookups", day.use.lookups},
                                               {"hashes", day.use.hashes},
                                               {"hits", day.use.hits},
                                               {"refused", day.use.refused},
                                               {"last_at", format_timestamp(day.last_at)}}}));
  return workspace.token_secrets().remove(day);
}

}  // namespace

bool may_tell(const records::List& list, std::string_view agency) {
  if (list.tlp == "clear" || list.tlp == "green") return true;
  return list.owner == agency && (list.tlp == "amber" || list.tlp == "amber+strict");
}

bool covers(const records::Token& token, std::string_view scope) {
  return std::ranges::find(token.scopes, scope) != token.scopes.end();
}

Result<IssuedToken> issue_token(Workspace& workspace, const authority::Officer& caller,
                                const TokenOrder& order) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor}, "issue a token to a partner"));
  SANAD_CHECK(check_words(order));
  SANAD_CHECK(check_limits(order, workspace.clock().now()));
  SANAD_TRY(const auto scopes, check_scopes(order));
  const bool may_look_up = std::ranges::find(scopes, "lookup") != scopes.end();
  SANAD_TRY(const auto lists, check_lists(workspace, caller, order, may_look_up));
  const std::string id = crypto::new_id("token");
  const std::string secret = records::fresh_token_secret();
  // The secret first: without the entry it opens nothing, and a token without a secret would.
  SANAD_CHECK(workspace.token_secrets().keep(id, secret));
  SANAD_CHECK(workspace.custody().record(
      {"token.issued", caller.id, "",
       json::Object{{"token", id},
                    {"partner", order.partner},
                    {"purpose", order.purpose},
                    {"scopes", texts(scopes)},
                    {"lists", texts(lists)},
                    {"per_minute", order.per_minute},
                    {"prefix", secret.substr(0, records::kTokenPrefixBytes)},
                    {"expires_at", format_timestamp(order.expires_at)}}}));
  SANAD_TRY(records::Token token, workspace.records().token(id));
  return IssuedToken{std::move(token), secret};
}

Result<std::vector<TokenState>> list_tokens(Workspace& workspace,
                                            const authority::Officer& caller) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor, Role::kAdministrator},
                           "see partners' tokens"));
  SANAD_TRY(auto tokens, workspace.records().tokens());
  std::vector<TokenState> states;
  for (records::Token& token : tokens) {
    SANAD_TRY(TokenState state, state_of(workspace, std::move(token)));
    states.push_back(std::move(state));
  }
  return states;
}

Result<TokenState> revoke_token(Workspace& workspace, const authority::Officer& caller,
                                std::string_view token, std::string_view reason) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor, Role::kAdministrator},
                           "revoke a partner's token"));
  if (is_blank(reason) || reason.size() > authority::kMaxReasonBytes || !is_utf8(reason)) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("say why the token is revoked, in at most {} bytes; it stands in the "
                             "record",
                             authority::kMaxReasonBytes)};
  }
  SANAD_TRY(const records::Token found, workspace.records().token(token));
  if (found.revoked_at)
    return Error{ErrorCode::kConflict,
                 fmt::format("the token {} was revoked already", found.prefix)};
  SANAD_CHECK(workspace.custody().record(
      {"token.revoked", caller.id, "", json::Object{{"token", found.id}, {"reason", reason}}}));
  SANAD_CHECK(workspace.token_secrets().forget(found.id));
  SANAD_TRY(records::Token revoked, workspace.records().token(found.id));
  return state_of(workspace, std::move(revoked));
}

Result<records::Token> token_of(Workspace& workspace, std::string_view secret) {
  const Error denied{ErrorCode::kDenied,
                     "the token is unknown, expired or revoked; ask the agency that issued it"};
  SANAD_TRY(const auto id, workspace.token_secrets().token_of(secret));
  if (!id) return denied;
  auto token = workspace.records().token(*id);
  if (!token.ok() && token.error().code == ErrorCode::kNotFound) return denied;
  if (!token.ok()) return token.error();
  const bool is_over = token->expires_at.unix_ms <= workspace.clock().now().unix_ms;
  if (token->revoked_at || is_over) return denied;
  return token;
}

Result<void> count_use(Workspace& workspace, const records::Token& token, const records::Use& use) {
  SANAD_CHECK(workspace.token_secrets().count(token.id, use, workspace.clock().now()));
  return record_finished_days(workspace);
}

Result<void> record_finished_days(Workspace& workspace) {
  const Timestamp today = records::start_of_day(workspace.clock().now());
  SANAD_TRY(const auto days, workspace.token_secrets().days_before(today));
  for (const records::UseDay& day : days) SANAD_CHECK(record_day(workspace, day));
  return {};
}

}  // namespace sanad::service
