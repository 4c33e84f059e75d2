// Partners' tokens, for the workbench. The secret is in the answer to its issue, and nowhere else.
#include "call.h"
#include "service/tokens.h"
#include "service/views.h"

namespace sanad::server {
namespace {

Result<std::vector<std::string>> texts_of(const Call& call, std::string_view member) {
  std::vector<std::string> texts;
  const json::Value& value = call.body[member];
  if (value.is_null()) return texts;
  const json::Array* items = value.as_array();
  const Error wrong{ErrorCode::kInvalid,
                    "\"" + std::string(member) + "\" must be an array of texts"};
  if (items == nullptr) return wrong;
  for (const json::Value& item : *items) {
    if (item.as_string() == nullptr) return wrong;
    texts.push_back(*item.as_string());
  }
  return texts;
}

Result<json::Value> get_tokens(Call& call) {
  SANAD_TRY(const auto tokens, service::list_tokens(call.workspace, call.officer()));
  return list_of(service::views(tokens));
}

Result<json::Value> post_token(Call& call) {
  service::TokenOrder order;
  SANAD_TRY(order.partner, call.optional_text("partner"));
  SANAD_TRY(order.purpose, call.optional_text("purpose"));
  SANAD_TRY(order.scopes, texts_of(call, "scopes"));
  SANAD_TRY(order.lists, texts_of(call, "lists"));
  SANAD_TRY(const std::string expires, call.optional_text("expires_at"));
  SANAD_TRY_WITH(order.expires_at, parse_timestamp(expires), "\"expires_at\"");
  if (!call.body["per_minute"].is_null()) order.per_minute = call.body["per_minute"].int_or(0);
  SANAD_TRY(const service::IssuedToken issued,
            service::issue_token(call.workspace, call.officer(), order));
  json::Object answer = service::view(service::TokenState{issued.token, std::nullopt, "valid"});
  answer.set("secret", issued.secret);
  return json::Value(std::move(answer));
}

Result<json::Value> post_token_revocation(Call& call) {
  SANAD_TRY(const std::string reason, call.optional_text("reason"));
  SANAD_TRY(const auto revoked,
            service::revoke_token(call.workspace, call.officer(), call.parameter("token"), reason));
  return json::Value(service::view(revoked));
}

}  // namespace

std::vector<Route> token_routes() {
  return {
      {"GET", "/tokens", 200, Needs::kSession, get_tokens},
      {"POST", "/tokens", 201, Needs::kSession, post_token},
      {"POST", "/tokens/{token}/revoke", 200, Needs::kSession, post_token_revocation},
  };
}

}  // namespace sanad::server
