#include <fmt/format.h>

#include "call.h"
#include "service/acts.h"
#include "service/law.h"
#include "service/views.h"

namespace sanad::server {
namespace {

json::Value session_view(Call& call, const authority::Officer& officer,
                         const records::Session& session) {
  const auto agency = call.workspace.records().agency();
  const auto has_password = call.workspace.accounts().has_password(officer.id);
  return json::Object{{"officer", service::view(officer)},
                      {"agency", agency.ok() ? *agency : std::string()},
                      {"csrf", session.csrf},
                      {"expires_at", format_timestamp(session.expires_at)},
                      {"has_password", has_password.ok() && *has_password}};
}

Result<json::Value> answer_session(Call& call, const records::OpenedSession& opened) {
  SANAD_TRY(const auto officer, call.workspace.records().officer(opened.session.officer));
  call.extra_headers.push_back(
      {"Set-Cookie", fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}",
                                 call.session_cookie, opened.token, records::kSessionMs / 1000)});
  return session_view(call, officer, opened.session);
}

Result<json::Value> sign_in_with_link(Call& call) {
  SANAD_TRY(const auto opened, service::sign_in_with_link(call.workspace, call.text("token")));
  return answer_session(call, opened);
}

Result<json::Value> sign_in_with_password(Call& call) {
  SANAD_TRY(const auto opened, service::sign_in_with_password(call.workspace, call.text("officer"),
                                                              call.text("password")));
  return answer_session(call, opened);
}

Result<json::Value> get_session(Call& call) {
  return session_view(call, call.officer(), call.signed_in->session);
}

Result<json::Value> set_password(Call& call) {
  SANAD_CHECK(call.workspace.accounts().set_password(call.officer().id, call.text("password")));
  return json::Value(nullptr);
}

Result<json::Value> end_session(Call& call) {
  SANAD_CHECK(call.workspace.accounts().end_session(call.session_token));
  call.extra_headers.push_back(
      {"Set-Cookie",
       fmt::format("{}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0", call.session_cookie)});
  return json::Value(nullptr);
}

Result<json::Value> get_officers(Call& call) {
  SANAD_TRY(const auto officers, call.workspace.records().officers());
  return list_of(service::views(officers));
}

Result<json::Value> get_law_packs(Call& call) {
  SANAD_TRY(const service::Law law, service::law_of(call.workspace));
  json::Array items;
  for (const auto* pack : law.library.latest()) {
    json::Object item = authority::format_law_pack(*pack);
    // Who adopted it is said with their reason.
    if (service::reads_acts_only(call.officer()) && item.find("adopted_by"))
      item.set("adopted_by", "");
    items.emplace_back(std::move(item));
  }
  return list_of(std::move(items));
}

}  // namespace

std::vector<Route> people_routes() {
  return {
      {"POST", "/session/link", 200, Needs::kNothing, sign_in_with_link},
      {"POST", "/session/password", 200, Needs::kNothing, sign_in_with_password},
      {"GET", "/session", 200, Needs::kSession, get_session},
      {"PUT", "/session/password", 204, Needs::kSession, set_password},
      {"DELETE", "/session", 204, Needs::kSession, end_session},
      {"GET", "/officers", 200, Needs::kSession, get_officers},
      {"GET", "/law-packs", 200, Needs::kSession, get_law_packs},
  };
}

}  // namespace sanad::server
