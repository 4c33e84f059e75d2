// A workbench on real sockets with officers of every role; each JSON reply is checked against the
// API document.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "api.h"
#include "base/bytes.h"
#include "crypto/id.h"
#include "http/client.h"
#include "server/server.h"
#include "service/people.h"
#include "test_schema.h"

namespace sanad::server {

inline constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;

// May be set while the server's threads read it.
class SteppedClock final : public Clock {
 public:
  Timestamp now() const override { return {now_ms_.load()}; }
  void advance_ms(std::int64_t ms) { now_ms_ += ms; }

 private:
  std::atomic<std::int64_t> now_ms_{1'800'000'000'000};
};

struct Reply {
  int status = 0;
  http::Headers headers;
  std::string text;
  json::Value body;
  std::string header(std::string_view name) const {
    const auto* value = http::find_header(headers, name);
    return value ? *value : "";
  }
  std::string code() const { return body["error"]["code"].string_or(""); }
};

// One browser's session; empty: nobody is signed in.
struct Session {
  std::string cookie;
  std::string csrf;
};

class Rig : public testing::Test {
 protected:
  void SetUp() override {
    workspace_ =
        service::Workspace::create({(folder_.path() / "workspace").string(), keyring::KeyFile{}},
                                   "Tirazan Cyber Wing", clock_)
            .value();
    server_ = WorkbenchServer::start(*workspace_, {}).value();
    using authority::Role;
    amal_ = sign_in("Amal Mirani", Role::kInvestigator);
    behram_ = sign_in("Behram Sorani", Role::kSupervisor);
    chand_ = sign_in("Chand Zarin", Role::kEvidenceOfficer);
    dara_ = sign_in("Dara Keli", Role::kAdministrator);
    esen_ = sign_in("Esen Tovar", Role::kAuditor);
  }

  std::string link_of(std::string_view officer) {
    return service::make_sign_in_link(*workspace_, officer).value();
  }

  Session sign_in(std::string_view name, authority::Role role) {
    EXPECT_TRUE(service::add_officer(*workspace_, custody::kSystem, name, {role}).ok());
    return session_of(call({}, "POST", "/session/link", json::Object{{"token", link_of(name)}}));
  }
  static Session session_of(const Reply& reply) {
    const std::string cookie = reply.header("Set-Cookie");
    return {cookie.substr(0, cookie.find(';')), reply.body["csrf"].string_or("")};
  }

  Reply send(std::string_view method, const std::string& url, const http::Headers& headers,
             std::string_view body, http::ClientOptions options = {}) {
    const auto response = http::fetch(method, url, headers, as_bytes(body), options);
    EXPECT_TRUE(response.ok()) << (response.ok() ? "" : response.error().message);
    if (!response.ok()) return {};
    Reply reply{response->status, response->headers, to_text(response->body), {}};
    if (!reply.text.empty() && reply.header("Content-Type").starts_with("application/json"))
      reply.body = json::parse(reply.text).value();
    return reply;
  }

  // path: under /api/v1. An object as body is sent as JSON.
  Reply call(const Session& session, std::string_view method, const std::string& path,
             const json::Value& body = nullptr, http::Headers headers = {}) {
    if (!session.cookie.empty()) headers.push_back({"Cookie", session.cookie});
    if (!session.csrf.empty()) headers.push_back({"X-Sanad-CSRF", session.csrf});
    std::string text;
    if (!body.is_null()) {
      text = json::format_canonical(body);
      headers.push_back({"Content-Type", "application/json"});
    }
    const Reply reply = send(method, server_->origin() + "/api/v1" + path, headers, text);
    check_reply(std::string(method), path.substr(0, path.find('?')), reply);
    return reply;
  }

  void check_reply(const std::string& method, const std::string& path, const Reply& reply) {
    for (const std::string& operation : document_.operations()) {
      const std::size_t space = operation.find(' ');
      const std::string pattern = operation.substr(space + 1);
      if (operation.substr(0, space) != method || !match_pattern(pattern, path)) continue;
      bool documented = false;
      const auto& schema = document_.reply_schema(method, pattern, reply.status, documented);
      EXPECT_TRUE(documented) << operation << " answered " << reply.status << " " << reply.text;
      if (!schema.is_null()) {
        for (const auto& problem : document_.check(reply.body, schema))
          ADD_FAILURE() << operation << " " << reply.status << ": " << problem;
      }
      return;
    }
  }

  json::Object request() {
    const auto at = [&](std::int64_t ms) { return format_timestamp({clock_.now().unix_ms + ms}); };
    json::Object request{{"instrument", "supervisor-order"},
                         {"instrument_reference", "TZ/OPS/2026/17"},
                         {"issuing_authority", "Head of the Tirazan Cyber Wing"},
                         {"law", json::Object{{"pack", "international"},
                                              {"edition", "2026-11-01"},
                                              {"provision", "bp-collection"}}},
                         {"targets", json::Array{json::Object{{"kind", "host"},
                                                              {"value", "forum.tirazan.example"}}}},
                         {"activities", json::Array{"capture"}},
                         {"protected_groups", json::Array{}},
                         {"valid_from", at(-60'000)},
                         {"valid_to", at(30 * kDayMs)},
                         {"review_on", at(15 * kDayMs)}};
    for (const char* reason : {"legitimate_aim", "necessity", "less_intrusive_means", "adequacy",
                               "proportionality", "collateral_intrusion"})
      request.set(reason, "A sentence that gives the reason.");
    return request;
  }

  std::string open_case(const char* reference = "TZ/2026/0001") {
    return call(amal_, "POST", "/cases",
                json::Object{{"reference", reference},
                             {"title", "Red Lantern Circle"},
                             {"law_pack", "international"}})
        .body["case"]
        .string_or("");
  }

  std::string approved(const std::string& of_case) {
    const std::string id = call(amal_, "POST", "/cases/" + of_case + "/authorisations", request())
                               .body["authorisation"]
                               .string_or("");
    EXPECT_EQ(call(behram_, "POST", "/authorisations/" + id + "/approve",
                   json::Object{{"note", "public pages only"}})
                  .status,
              200);
    return id;
  }

  std::string put_object(const std::string& of_case, std::string_view text) {
    auto writer = workspace_->vault().begin(of_case).value();
    EXPECT_TRUE(writer->write(as_bytes(text)).ok());
    return format_hex(writer->seal().value().info.sha256);
  }

  // The entries of a capture that went well, with small files in place of the browser's.
  std::string seal_exhibit(const std::string& of_case) {
    const std::string exhibit = crypto::new_id("exhibit");
    const std::string officer = workspace_->records().officer("Amal Mirani")->id;
    const auto file = [&](const char* name, const char* role, const char* type,
                          std::string_view text) {
      return json::Object{{"name", name},
                          {"role", role},
                          {"media_type", type},
                          {"size", static_cast<std::uint64_t>(text.size())},
                          {"sha256", put_object(of_case, text)},
                          {"sha512", std::string(128, '0')}};
    };
    const char* record =
        R"({"not_kept":[{"url":"https://x.tirazan.example/","reason":"too long"}]})";
    const std::string now = format_timestamp(clock_.now());
    EXPECT_TRUE(
        workspace_->custody()
            .record(
                {"exhibit.sealed", officer, of_case,
                 json::Object{
                     {"exhibit", exhibit},
                     {"number", "TZ/2026/0001-001"},
                     {"capture", crypto::new_id("capture")},
                     {"authorisation", crypto::new_id("authorisation")},
                     {"url", "https://forum.tirazan.example/"},
                     {"title", "Threads"},
                     {"started_at", now},
                     {"ended_at", now},
                     {"files",
                      json::Array{
                          file("capture.wacz", "archive", "application/wacz", "0123456789"),
                          file("screenshot.png", "screenshot", "image/png", "not really a picture"),
                          file("page.html", "dom", "text/html", "<script>alert(1)</script>"),
                          file("netlog.json", "netlog", "application/json", "{}"),
                          file("acquisition.json", "acquisition", "application/json", record)}},
                     {"completeness",
                      json::Object{{"status", "complete"}, {"reasons", json::Array{}}}}}})
            .ok());
    return exhibit;
  }

  std::size_t count_entries(std::string_view kind) {
    return workspace_->records().entries({.kind = std::string(kind), .limit = 10'000})->size();
  }

  ApiDocument document_;
  files::TempDir folder_ = files::TempDir::create().value();
  SteppedClock clock_;
  std::unique_ptr<service::Workspace> workspace_;
  std::unique_ptr<WorkbenchServer> server_;
  Session amal_, behram_, chand_, dara_, esen_;
};

}  // namespace sanad::server
