// What a partner's program is answered, and when not. The shapes are those of Meta's
// Hasher-Matcher-Actioner at version 2 (docs/partners.md says what they were compared with).
#include "hma_routes.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "list_test_rig.h"

namespace sanad::server {
namespace {

constexpr const char* kPdq = "d811ac390bfa6005d08543fe27fd5a11f6b55bdd2603000dc26476fc79fc76b5";

// Invented hills, still and moving.
std::string picture_file(const char* name) {
  std::ifstream file(std::string(SANAD_SOURCE_DIR "/src/media/testdata/") + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class HmaTest : public ListRig {
 protected:
  void SetUp() override {
    ListRig::SetUp();
    std::string near(kPdq);
    near[0] = 'c';  // one bit
    import(amal_, std::string(kPdq) + "\n" + near + "\n",
           {{"signal", "pdq"}, {"name", "LANTERN"}, {"tlp", "green"}});
    import(amal_, std::string(kPdq) + "\n",
           {{"signal", "pdq"}, {"name", "Bridge files"}, {"tlp", "green"}});
    import(amal_, std::string(kPdq) + "\n",
           {{"signal", "pdq"}, {"name", "ORCHARD"}, {"tlp", "green"}});
    both_ = issue({"lookup", "hash"}, {"LANTERN", "Bridge files"});
  }

  service::IssuedToken issue_whole(std::vector<std::string> scopes, std::vector<std::string> lists,
                                   std::int64_t per_minute = 600) {
    const auto behram = workspace_->records().officer("Behram Sorani").value();
    return service::issue_token(*workspace_, behram,
                                {"Sahil Media Desk",
                                 "checks of uploads",
                                 std::move(scopes),
                                 std::move(lists),
                                 {clock_.now().unix_ms + kDayMs},
                                 per_minute})
        .value();
  }
  std::string issue(std::vector<std::string> scopes, std::vector<std::string> lists,
                    std::int64_t per_minute = 600) {
    return issue_whole(std::move(scopes), std::move(lists), per_minute).secret;
  }

  Reply hma(const std::string& secret, std::string_view method, const std::string& path,
            std::string_view body = "", http::Headers headers = {}) {
    if (!secret.empty()) headers.push_back({"Authorization", "Bearer " + secret});
    const Reply reply = send(method, server_->origin() + "/hma" + path, headers, body);
    check_reply(std::string(method), "/hma" + path.substr(0, path.find('?')), reply);
    return reply;
  }
  Reply get(const std::string& path) { return hma(both_, "GET", path); }
  Reply post_file(const std::string& secret, const std::string& path, std::string_view field,
                  std::string_view content) {
    const std::string body = fmt::format(
        "--lantern\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"a\"\r\n"
        "Content-Type: application/octet-stream\r\n\r\n{}\r\n--lantern--\r\n",
        field, content);
    return hma(secret, "POST", path, body,
               {{"Content-Type", "multipart/form-data; boundary=lantern"}});
  }
  static std::string message(const Reply& reply) { return reply.body["message"].string_or(""); }
  static std::string lookup_path(const std::string& more = "") {
    return std::string("/m/lookup?signal_type=pdq&signal=") + kPdq + more;
  }
  static std::string raw_path(const std::string& more = "") {
    return std::string("/m/raw_lookup?signal_type=pdq&signal=") + kPdq + more;
  }

  std::string both_;
};

TEST_F(HmaTest, ARawLookupAnswersContentNumbersAndDistancesOnRequest) {
  const Reply plain = get(raw_path());
  ASSERT_EQ(plain.status, 200) << plain.text;
  ASSERT_EQ(plain.body["matches"].as_array()->size(), 3u);
  for (const json::Value& one : *plain.body["matches"].as_array())
    EXPECT_GT(one.as_int().value_or(0), 0);
  const Reply with = get(raw_path("&include_distance=true"));
  ASSERT_EQ(with.body["matches"].as_array()->size(), 3u);
  std::vector<std::string> distances;
  for (const json::Value& one : *with.body["matches"].as_array()) {
    EXPECT_GT(one["bank_content_id"].int_or(0), 0);
    distances.push_back(one["distance"].string_or("?"));
  }
  EXPECT_EQ(distances, (std::vector<std::string>{"0", "0", "1"}));
  const Reply one = get(raw_path("&banks=LANTERN"));
  EXPECT_EQ(one.body["matches"].as_array()->size(), 2u);
  EXPECT_TRUE(get(raw_path("&banks=ORCHARD")).body["matches"].as_array()->empty());
  EXPECT_TRUE(get("/m/raw_lookup?signal_type=pdq&signal=" + std::string(64, '0'))
                  .body["matches"]
                  .as_array()
                  ->empty());
}

TEST_F(HmaTest, ALookupAnswersByBank) {
  const Reply found = get(lookup_path("&seed=7&bypass_coinflip=true"));
  ASSERT_EQ(found.status, 200) << found.text;
  EXPECT_EQ(found.body.as_object()->size(), 2u);
  const json::Array& lantern = *found.body["LANTERN"].as_array();
  ASSERT_EQ(lantern.size(), 2u);
  EXPECT_EQ(lantern[0]["distance"].string_or("?"), "0");
  EXPECT_EQ(lantern[1]["distance"].string_or("?"), "1");
  EXPECT_EQ(get(lookup_path("&banks=LANTERN")).body.as_object()->size(), 1u);
  EXPECT_TRUE(
      get("/m/lookup?signal_type=pdq&signal=" + std::string(64, '0')).body.as_object()->empty());
}

TEST_F(HmaTest, EveryOperationOfTheDocumentIsAnsweredAsItSaysAndOpenedByATokenAlone) {
  std::size_t asked = 0;
  for (const std::string& operation : document_.operations()) {
    const std::size_t space = operation.find(' ');
    const std::string method = operation.substr(0, space), pattern = operation.substr(space + 1);
    if (!pattern.starts_with("/hma/")) continue;
    std::string path = pattern.substr(kHmaPrefix.size());
    if (const auto name = path.find("{name}"); name != std::string::npos)
      path.replace(name, 6, "LANTERN");
    const bool is_open = document_.operation(method, pattern)["security"].as_array()->empty();
    EXPECT_EQ(hma("", method, path).status, is_open ? 200 : 401) << operation;
    const Reply by_session =
        hma("", method, path, "", {{"Cookie", behram_.cookie}, {"X-Sanad-CSRF", behram_.csrf}});
    EXPECT_EQ(by_session.status, is_open ? 200 : 401) << operation;
    // Without parameters, a lookup or a hash is a wrong question, and so answered.
    const bool is_whole = is_open || path.starts_with("/c/");
    EXPECT_EQ(hma(both_, method, path).status, is_whole ? 200 : 400) << operation;
    ++asked;
  }
  EXPECT_EQ(asked, hma_operations().size());
}

TEST_F(HmaTest, EveryAnswerWithAMatchIsInTheLedgerFirst) {
  get(lookup_path());
  get(raw_path());
  get("/m/lookup?signal_type=pdq&signal=" + std::string(64, '0'));
  EXPECT_EQ(count_entries("lookup.disclosed"), 2u);
}

TEST_F(HmaTest, BanksAndTypesAreThoseOfTheToken) {
  const Reply banks = get("/c/banks");
  ASSERT_EQ(banks.status, 200);
  ASSERT_EQ(banks.body.as_array()->size(), 2u);
  for (const json::Value& bank : *banks.body.as_array()) {
    const Reply one = get("/c/bank/" + bank["name"].string_or(""));
    EXPECT_EQ(one.body["name"].string_or("?"), bank["name"].string_or(""));
  }
  EXPECT_NE(banks.text.find("\"matching_enabled_ratio\":1.0"), std::string::npos) << banks.text;
  EXPECT_EQ(get("/c/bank/ORCHARD").status, 404);
  EXPECT_EQ(get("/c/signal_type").body.as_array()->front()["name"].string_or(""), "pdq");
  EXPECT_EQ(get("/c/content_type").body.as_array()->size(), 2u);
}

TEST_F(HmaTest, AFileIsHashedInTheCageAndLookedUp) {
  const std::string picture = picture_file("hills.png");
  const Reply hashed = post_file(both_, "/h/hash", "photo", picture);
  ASSERT_EQ(hashed.status, 200) << hashed.text;
  const std::string pdq = hashed.body["pdq"].string_or("");
  ASSERT_EQ(pdq.size(), 64u) << hashed.text;
  const Reply nothing = post_file(both_, "/m/lookup", "photo", picture);
  ASSERT_EQ(nothing.status, 200) << nothing.text;
  EXPECT_TRUE(nothing.body["pdq"].as_object()->empty());
  import(amal_, pdq + "\n", {{"signal", "pdq"}, {"name", "LANTERN"}, {"tlp", "green"}});
  const Reply found = post_file(both_, "/m/lookup", "photo", picture);
  EXPECT_EQ(found.body["pdq"]["LANTERN"].as_array()->front()["distance"].string_or("?"), "0");
}

TEST_F(HmaTest, AVideoIsKnownByItsBytes) {
  const std::string moving = picture_file("moving.gif");
  const Reply hashed = post_file(both_, "/h/hash", "video", moving);
  ASSERT_EQ(hashed.status, 200) << hashed.text;
  const std::string md5 = hashed.body["video_md5"].string_or("");
  import(amal_, md5 + "\n", {{"signal", "md5"}, {"name", "LANTERN"}, {"tlp", "green"}});
  const Reply found = post_file(both_, "/m/lookup", "video", moving);
  EXPECT_EQ(found.body["video_md5"]["LANTERN"].as_array()->front()["distance"].string_or("?"), "0");
  EXPECT_EQ(post_file(both_, "/h/hash", "video", picture_file("hills.png")).status, 400);
}

TEST_F(HmaTest, WhatIsNoMediaIsRefusedInAWordToTheCaller) {
  EXPECT_EQ(post_file(both_, "/h/hash", "photo", "no picture").status, 400);
  EXPECT_EQ(post_file(both_, "/h/hash", "photo", "").status, 400);
  EXPECT_EQ(post_file(both_, "/h/hash", "video", "no video").status, 400);
  EXPECT_EQ(post_file(both_, "/h/hash", "audio", "x").status, 400);
  EXPECT_EQ(post_file(both_, "/h/hash?types=lantern", "photo", "x").status, 400);
  const Reply no_form = hma(both_, "POST", "/h/hash", "x", {{"Content-Type", "image/png"}});
  EXPECT_EQ(no_form.status, 400);
  EXPECT_FALSE(message(no_form).empty());
  const std::string type = "multipart/form-data; boundary=lantern";
  EXPECT_EQ(hma(both_, "POST", "/h/hash", "--lantern--", {{"Content-Type", type}}).status, 400);
  const std::string part =
      "--lantern\r\nContent-Disposition: form-data; name=photo; filename=a\r\n\r\nx\r\n";
  const Reply two =
      hma(both_, "POST", "/h/hash", part + part + "--lantern--", {{"Content-Type", type}});
  EXPECT_EQ(two.status, 400);
}

TEST_F(HmaTest, NothingIsFetchedForAPartner) {
  for (const char* path :
       {"/h/hash?url=http://127.0.0.1/a.png", "/m/lookup?url=http://127.0.0.1/a", "/h/hash"}) {
    const Reply refused = get(path);
    EXPECT_EQ(refused.status, 400) << path;
    EXPECT_NE(message(refused).find("fetches nothing"), std::string::npos) << refused.text;
  }
  EXPECT_EQ(hma(both_, "POST", "/m/lookup?url=http://127.0.0.1/a").status, 400);
}

TEST_F(HmaTest, WrongQuestionsSayWhatIsWrong) {
  for (const std::string& path :
       {std::string("/m/raw_lookup"), std::string("/m/raw_lookup?signal_type=pdq"),
        std::string("/m/raw_lookup?signal=") + kPdq, raw_path("&include_distance=perhaps"),
        std::string("/m/lookup?signal_type=pdq&signal=zz"),
        std::string("/m/lookup?signal_type=lantern&signal=") + kPdq}) {
    const Reply refused = get(path);
    EXPECT_EQ(refused.status, 400) << path;
    EXPECT_FALSE(message(refused).empty()) << path;
  }
  EXPECT_EQ(get("/m/nothing").status, 404);
  const Reply method = hma(both_, "DELETE", "/c/banks");
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.header("Allow"), "GET");
}

TEST_F(HmaTest, NoTokenAWrongOneAnExpiredOneAndARevokedOneOpenNothing) {
  const auto short_lived = issue_whole({"lookup"}, {"LANTERN"});
  const auto lost = issue_whole({"lookup"}, {"LANTERN"});
  const auto dara = workspace_->records().officer("Dara Keli").value();
  ASSERT_TRUE(service::revoke_token(*workspace_, dara, lost.token.id, "lost").ok());
  for (const std::string& secret : {std::string(), std::string("sanad_guess"), lost.secret}) {
    const Reply refused = hma(secret, "GET", lookup_path());
    EXPECT_EQ(refused.status, 401) << secret;
    EXPECT_EQ(refused.header("WWW-Authenticate"), "Bearer");
  }
  EXPECT_EQ(hma(short_lived.secret, "GET", lookup_path()).status, 200);
  clock_.advance_ms(kDayMs);
  EXPECT_EQ(hma(short_lived.secret, "GET", lookup_path()).status, 401);
  EXPECT_EQ(count_entries("lookup.disclosed"), 1u);
}

TEST_F(HmaTest, TheWorkbenchsSessionOpensNothingHereAndATokenNothingThere) {
  const Reply with_cookie = hma("", "GET", lookup_path(), "",
                                {{"Cookie", behram_.cookie}, {"X-Sanad-CSRF", behram_.csrf}});
  EXPECT_EQ(with_cookie.status, 401);
  EXPECT_EQ(call({}, "GET", "/lists", nullptr, {{"Authorization", "Bearer " + both_}}).status, 401);
}

TEST_F(HmaTest, AScopeThatIsMissingIsSaid) {
  const std::string lookup = issue({"lookup"}, {"LANTERN"});
  const std::string hash = issue({"hash"}, {});
  EXPECT_EQ(post_file(lookup, "/h/hash", "photo", "x").status, 403);
  EXPECT_EQ(post_file(lookup, "/m/lookup", "photo", "x").status, 403);
  EXPECT_EQ(post_file(hash, "/m/lookup", "photo", "x").status, 403);
  const Reply refused = hma(hash, "GET", lookup_path());
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(message(refused).find("lookup"), std::string::npos);
  EXPECT_TRUE(hma(hash, "GET", "/c/banks").body.as_array()->empty());
}

TEST_F(HmaTest, AListThatBecomesRedIsToldNoMore) {
  EXPECT_EQ(get(lookup_path()).body.as_object()->size(), 2u);
  import(amal_, std::string(kPdq) + "\n", {{"signal", "pdq"}, {"name", "LANTERN"}, {"tlp", "red"}});
  const Reply after = get(lookup_path());
  EXPECT_EQ(after.body.as_object()->size(), 1u);
  EXPECT_TRUE(after.body["LANTERN"].is_null());
  EXPECT_EQ(get("/c/banks").body.as_array()->size(), 1u);
}

TEST_F(HmaTest, WhateverATokenAsksIsUseOfIt) {
  const auto esen = workspace_->records().officer("Behram Sorani").value();
  for (const std::string& path :
       {std::string("/c/banks"), std::string("/m/lookup"), lookup_path()}) {
    clock_.advance_ms(1000);
    get(path);
    const auto tokens = service::list_tokens(*workspace_, esen).value();
    EXPECT_EQ(tokens.at(0).last_used, clock_.now()) << path;
  }
}

TEST_F(HmaTest, ATokensRateIsItsOwn) {
  const std::string slow = issue({"lookup"}, {"LANTERN"}, 2);
  EXPECT_EQ(hma(slow, "GET", "/c/banks").status, 200);
  EXPECT_EQ(hma(slow, "GET", "/c/banks").status, 200);
  const Reply refused = hma(slow, "GET", "/c/banks");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "30");
  EXPECT_FALSE(message(refused).empty());
  EXPECT_EQ(post_file(slow, "/h/hash", "photo", "x").status, 429);
  EXPECT_EQ(get("/c/banks").status, 200);
  clock_.advance_ms(30'000);
  EXPECT_EQ(hma(slow, "GET", "/c/banks").status, 200);
  EXPECT_EQ(hma(slow, "GET", "/c/banks").status, 429);
}

TEST_F(HmaTest, GuessingIsSlowedByAddressForTokensAndSignInAlike) {
  for (int i = 0; i < kFailuresPerMinute; ++i)
    ASSERT_EQ(hma("sanad_guess", "GET", "/c/banks").status, 401) << i;
  const Reply slowed = hma("sanad_guess", "GET", "/c/banks");
  EXPECT_EQ(slowed.status, 429);
  EXPECT_EQ(slowed.header("Retry-After"), "2");
  const Reply sign_in = call({}, "POST", "/session/link", json::Object{{"token", "guess"}});
  EXPECT_EQ(sign_in.status, 429);
  EXPECT_EQ(sign_in.header("Retry-After"), "2");
  EXPECT_EQ(call(amal_, "GET", "/lists").status, 200);  // who is signed in goes on
  clock_.advance_ms(2'000);
  EXPECT_EQ(call({}, "POST", "/session/link", json::Object{{"token", "guess"}}).status, 403);
  EXPECT_EQ(call({}, "POST", "/session/link", json::Object{{"token", "guess"}}).status, 429);
}

TEST_F(HmaTest, AClientThatKnowsNoPrefixIsAnsweredToo) {
  const auto at_root = [&](const std::string& path, const http::Headers& headers) {
    return send("GET", server_->origin() + path, headers, "");
  };
  const http::Headers bearer{{"Authorization", "Bearer " + both_}};
  EXPECT_EQ(at_root(raw_path(), bearer).body["matches"].as_array()->size(), 3u);
  EXPECT_EQ(at_root("/status", bearer).text, "I-AM-ALIVE");
  EXPECT_EQ(at_root("/c/banks", {{"Authorization", "Bearer sanad_guess"}}).status, 401);
  const Reply other = at_root("/c/banks", {{"Cookie", behram_.cookie}});  // of the workbench
  EXPECT_NE(other.status, 401);
  EXPECT_TRUE(other.body.as_array() == nullptr && other.body["message"].is_null());
}

TEST_F(HmaTest, StatusNeedsNoToken) {
  for (const char* path : {"/status", "/status/live"}) {
    const Reply alive = hma("", "GET", path);
    EXPECT_EQ(alive.status, 200);
    EXPECT_EQ(alive.text, "I-AM-ALIVE");
  }
  EXPECT_NE(send("GET", server_->origin() + "/hmax/status", {}, "").text, "I-AM-ALIVE");
}

}  // namespace
}  // namespace sanad::server
