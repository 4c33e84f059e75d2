// Who is let in, and from where.
#include "server/server.h"

#include <gtest/gtest.h>

#include "test_rig.h"

namespace sanad::server {
namespace {

class ServerTest : public Rig {};

TEST_F(ServerTest, ALinkSignsInOnceWithACookieThatScriptsAndOtherSitesCannotUse) {
  const std::string token = link_of("Amal Mirani");
  const Reply first = call({}, "POST", "/session/link", json::Object{{"token", token}});
  ASSERT_EQ(first.status, 200);
  const std::string cookie = first.header("Set-Cookie");
  EXPECT_TRUE(cookie.starts_with("sanad_session="));
  for (const char* attribute : {"; HttpOnly", "; SameSite=Strict", "; Path=/", "; Max-Age=43200"})
    EXPECT_NE(cookie.find(attribute), std::string::npos) << attribute;
  EXPECT_EQ(first.body["officer"]["name"].string_or(""), "Amal Mirani");
  EXPECT_EQ(first.header("Cache-Control"), "no-store");
  const Reply second = call({}, "POST", "/session/link", json::Object{{"token", token}});
  EXPECT_EQ(second.status, 403);
  EXPECT_EQ(second.header("Set-Cookie"), "");
}

TEST_F(ServerTest, APasswordIsSetChangedAndTried) {
  EXPECT_EQ(call(amal_, "PUT", "/session/password", json::Object{{"password", "short"}}).status,
            400);
  ASSERT_EQ(
      call(amal_, "PUT", "/session/password", json::Object{{"password", "a long password"}}).status,
      204);
  const auto try_it = [&](const char* officer, const char* password) {
    return call({}, "POST", "/session/password",
                json::Object{{"officer", officer}, {"password", password}});
  };
  const Reply right = try_it("Amal Mirani", "a long password");
  ASSERT_EQ(right.status, 200);
  EXPECT_TRUE(right.body["has_password"].bool_or(false));
  EXPECT_EQ(call(session_of(right), "GET", "/session").status, 200);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(try_it("Amal Mirani", "a wrong password").status, 403);
  EXPECT_EQ(try_it("Amal Mirani", "a long password").status, 429);
  EXPECT_EQ(try_it("Nobody", "a long password").status, 403);
  clock_.advance_ms(records::kPasswordPauseMs);
  EXPECT_EQ(try_it("Amal Mirani", "a long password").status, 200);
}

TEST_F(ServerTest, AfterSigningOutTheCookieIsWorthNothing) {
  const Reply out = call(amal_, "DELETE", "/session");
  EXPECT_EQ(out.status, 204);
  EXPECT_NE(out.header("Set-Cookie").find("Max-Age=0"), std::string::npos);
  EXPECT_EQ(call(amal_, "GET", "/session").status, 401);
}

TEST_F(ServerTest, ASessionEndsWithItsTimeAndWithTheOfficer) {
  const auto dara = workspace_->records().officer("Dara Keli").value();
  ASSERT_TRUE(service::remove_officer(*workspace_, dara, "Amal Mirani", "left").ok());
  EXPECT_EQ(call(amal_, "GET", "/session").status, 401);
  EXPECT_EQ(call(behram_, "GET", "/session").status, 200);
  clock_.advance_ms(records::kSessionMs);
  EXPECT_EQ(call(behram_, "GET", "/session").status, 401);
}

TEST_F(ServerTest, WithoutASessionEveryOperationButSigningInIsRefused) {
  for (const std::string& operation : document_.officer_operations()) {
    const std::size_t space = operation.find(' ');
    std::string path = operation.substr(space + 1);
    for (std::size_t open; (open = path.find('{')) != std::string::npos;)
      path.replace(open, path.find('}') - open + 1, "x");
    if (path == "/session/link" || operation == "POST /session/password") continue;
    for (const char* cookie : {"", "sanad_session=", "sanad_session=AAAA", "other=1"}) {
      const Reply reply = call({cookie, "token"}, operation.substr(0, space), path);
      EXPECT_EQ(reply.status, 401) << operation;
      EXPECT_EQ(reply.code(), "unauthenticated") << operation;
    }
  }
}

TEST_F(ServerTest, EveryChangeNeedsTheTokenOfItsSession) {
  for (const std::string& operation : document_.officer_operations()) {
    const std::size_t space = operation.find(' ');
    std::string path = operation.substr(space + 1);
    for (std::size_t open; (open = path.find('{')) != std::string::npos;)
      path.replace(open, path.find('}') - open + 1, "x");
    const std::string method = operation.substr(0, space);
    if (method == "GET" || path == "/session/link" || operation == "POST /session/password")
      continue;
    for (const std::string& token : {std::string(), std::string("wrong"), behram_.csrf}) {
      const Reply reply = call({amal_.cookie, token}, method, path);
      EXPECT_EQ(reply.status, 403) << operation;
      EXPECT_EQ(reply.code(), "denied") << operation;
    }
  }
  EXPECT_EQ(call(amal_, "GET", "/session").status, 200);
  EXPECT_EQ(call({amal_.cookie, ""}, "GET", "/session").status, 200);
}

TEST_F(ServerTest, AnotherNameForTheMachineIsRefused) {
  for (const char* name : {"rebound.tirazan.example", "localhost", "127.0.0.2"}) {
    const std::string origin = fmt::format("http://{}:{}", name, server_->port());
    const http::ClientOptions there{.connect_address = "127.0.0.1",
                                    .connect_port = server_->port()};
    for (const char* path : {"/", "/api/v1/session", "/api/v1/officers"}) {
      const Reply reply = send("GET", origin + path, {{"Cookie", amal_.cookie}}, "", there);
      EXPECT_EQ(reply.status, 403) << name << path;
      EXPECT_EQ(reply.code(), "denied");
    }
  }
}

TEST_F(ServerTest, WhatIsNoJsonObjectOrTooLongIsRefused) {
  const std::string url = server_->origin() + "/api/v1/session/link";
  const auto post = [&](const char* type, const std::string& body) {
    return send("POST", url, {{"Content-Type", type}}, body);
  };
  for (const char* type : {"text/plain", "application/jsonp", "application/x-www-form-urlencoded",
                           "multipart/form-data", ""})
    EXPECT_EQ(post(type, "{}").code(), "invalid") << type;
  EXPECT_EQ(post("Application/JSON ; charset=utf-8", R"({"token":"x"})").code(), "denied");
  for (const char* body : {"[]", "1", "null", "{", "{\"a\":1,\"a\":2}", "{\"a\":\"\xff\"}", "{}x"})
    EXPECT_EQ(post("application/json", body).code(), "invalid") << body;
  const Reply large =
      post("application/json", "{\"token\":\"" + std::string(1024 * 1024, 'a') + "\"}");
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(large.code(), "limit");
  // The server may hang up before all of it is sent.
  const http::Headers headers{{"Content-Type", "application/json"}};
  const auto huge = http::fetch("POST", url, headers, Bytes(kMaxRequestBytes + 1, ' '));
  EXPECT_TRUE(!huge.ok() || huge->status == 413);
}

TEST_F(ServerTest, UnknownAddressesAndMethodsAreToldApart) {
  for (const char* path : {"", "/", "/nothing", "/cases/", "/cases/x/y/z", "/../session", "x"}) {
    const Reply reply = call(amal_, "GET", path);
    EXPECT_EQ(reply.status, 404) << path;
    EXPECT_EQ(reply.code(), "not_found");
  }
  const Reply wrong = call(amal_, "DELETE", "/cases");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("Allow"), "GET, POST");
  EXPECT_EQ(call(amal_, "POST", "/jobs/x/events").status, 405);
  EXPECT_EQ(send("POST", server_->origin() + "/", {}, "").status, 405);
  EXPECT_EQ(
      send("HEAD", server_->origin() + "/api/v1/session", {{"Cookie", amal_.cookie}}, "").status,
      200);
}

TEST_F(ServerTest, PagesAllowNothingFromElsewhereAndNoFrames) {
  const Reply page = send("GET", server_->origin() + "/", {}, "");
  EXPECT_TRUE(page.header("Content-Type").starts_with("text/html"));
  const std::string policy = page.header("Content-Security-Policy");
  EXPECT_TRUE(policy.starts_with("default-src 'none'")) << policy;
  EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
  // Sound comes only from what the workbench's own script made of samples.
  EXPECT_NE(policy.find("media-src blob:;"), std::string::npos) << policy;
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_EQ(policy.find('*'), std::string::npos);
  EXPECT_EQ(page.header("X-Content-Type-Options"), "nosniff");
}

TEST_F(ServerTest, NoPathLeadsOutOfTheFilesThatAreShown) {
  for (const char* path :
       {"/../keys/workspace.key", "/%2e%2e/keys/workspace.key", "/assets/../index.html",
        "/assets/..%2findex.html", "//index.html", "/index.html%00", "/./index.html", "/etc/passwd",
        "/..%5cindex.html", "/api/v1/../../index.html", "/%", "/api"})
    EXPECT_EQ(send("GET", server_->origin() + path, {}, "").status, 404) << path;
}

}  // namespace
}  // namespace sanad::server
