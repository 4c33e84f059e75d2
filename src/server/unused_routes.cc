// Unused material: what was decided of what is not in a bundle; the key to a bundle's aliases.
#include "call.h"
#include "service/alias_keys.h"
#include "service/unused.h"

namespace sanad::server {
namespace {

Result<json::Value> get_unused(Call& call) {
  SANAD_TRY(const auto items,
            service::list_unused(call.workspace, call.officer(), call.parameter("case")));
  json::Array all;
  for (const auto& item : items) all.emplace_back(service::view(item));
  return list_of(std::move(all));
}

Result<json::Value> post_unused(Call& call) {
  service::UnusedDecision decision{call.text("item"), "", call.text("test"), ""};
  SANAD_TRY(decision.sensitive, call.optional_text("sensitive"));
  SANAD_TRY(decision.note, call.optional_text("note"));
  SANAD_CHECK(
      service::decide_unused(call.workspace, call.officer(), call.parameter("case"), decision));
  return get_unused(call);
}

Result<json::Value> post_aliases(Call& call) {
  SANAD_TRY(const auto key,
            service::seal_alias_key(
                call.workspace, call.officer(),
                {call.parameter("bundle"), call.text("recipients"), call.text("reason")}));
  return json::Value(json::Object{
      {"name", key.name}, {"sealed", format_base64(key.sealed)}, {"officers", key.officers}});
}

}  // namespace

std::vector<Route> unused_routes() {
  return {
      {"GET", "/cases/{case}/unused", 200, Needs::kSession, get_unused},
      {"POST", "/cases/{case}/unused", 201, Needs::kSession, post_unused},
      {"POST", "/bundles/{bundle}/aliases", 201, Needs::kSession, post_aliases},
  };
}

}  // namespace sanad::server
