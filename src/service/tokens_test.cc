#include "service/tokens.h"

#include "service/lists.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

class TokensTest : public Rig {
 protected:
  records::List import(const char* name, lists::Tlp tlp, const char* owner = "") {
    ListOrder order;
    order.name = name;
    order.signal = "sha256";
    order.tlp = tlp;
    order.owner = owner;
    return import_list(workspace(), amal_, std::string(64, 'a') + "\n", order)->list;
  }
  TokenOrder order() {
    return {"Sahil Media Desk",
            "checks of uploads",
            {"lookup"},
            {"Lantern files"},
            {clock_.now().unix_ms + kDayMs}};
  }
  Result<IssuedToken> issue(const TokenOrder& wanted) {
    return issue_token(workspace(), behram_, wanted);
  }
};

TEST_F(TokensTest, ATokenIsIssuedOnceRecordedAndOpensUntilItExpires) {
  import("Lantern files", lists::Tlp::kGreen);
  const auto issued = issue(order());
  ASSERT_TRUE(issued.ok()) << issued.error().message;
  EXPECT_EQ(issued->token.prefix, issued->secret.substr(0, records::kTokenPrefixBytes));
  const auto recorded = entries("token.issued");
  ASSERT_EQ(recorded.size(), 1u);
  EXPECT_EQ(recorded[0].actor, behram_.id);
  EXPECT_EQ(json::format_canonical(recorded[0].data).find(issued->secret), std::string::npos);
  EXPECT_EQ(token_of(workspace(), issued->secret)->id, issued->token.id);
  EXPECT_EQ(token_of(workspace(), "").error().code, ErrorCode::kDenied);
  EXPECT_EQ(token_of(workspace(), issued->token.prefix).error().code, ErrorCode::kDenied);
  clock_.advance_ms(kDayMs - 1);
  EXPECT_TRUE(token_of(workspace(), issued->secret).ok());
  EXPECT_EQ(list_tokens(workspace(), dara_)->at(0).state, "valid");
  clock_.advance_ms(1);
  EXPECT_EQ(token_of(workspace(), issued->secret).error().code, ErrorCode::kDenied);
  EXPECT_EQ(list_tokens(workspace(), dara_)->at(0).state, "expired");
}

TEST_F(TokensTest, ARevokedTokenOpensNothingAndStaysInTheRecord) {
  import("Lantern files", lists::Tlp::kGreen);
  const auto issued = issue(order()).value();
  EXPECT_EQ(revoke_token(workspace(), behram_, issued.token.id, " ").error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(revoke_token(workspace(), amal_, issued.token.id, "x").error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(revoke_token(workspace(), dara_, "token-0000000000000000", "x").error().code,
            ErrorCode::kNotFound);
  const auto revoked = revoke_token(workspace(), dara_, issued.token.id, "the machine was lost");
  ASSERT_TRUE(revoked.ok()) << revoked.error().message;
  EXPECT_EQ(revoked->state, "revoked");
  EXPECT_EQ(token_of(workspace(), issued.secret).error().code, ErrorCode::kDenied);
  EXPECT_EQ(revoke_token(workspace(), dara_, issued.token.id, "x").error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(entries("token.revoked").size(), 1u);
  EXPECT_EQ(list_tokens(workspace(), dara_)->size(), 1u);
}

TEST_F(TokensTest, OnlyASupervisorIssuesAndNobodyElseIsToldTheTokens) {
  import("Lantern files", lists::Tlp::kGreen);
  for (const authority::Officer& officer : {amal_, chand_, dara_, esen_}) {
    EXPECT_EQ(issue_token(workspace(), officer, order()).error().code, ErrorCode::kDenied);
  }
  EXPECT_EQ(list_tokens(workspace(), amal_).error().code, ErrorCode::kDenied);
  EXPECT_TRUE(entries("token.issued").empty());
}

TEST_F(TokensTest, AnOrderThatIsWrongSaysWhere) {
  import("Lantern files", lists::Tlp::kGreen);
  const std::vector<std::function<void(TokenOrder&)>> faults{
      [](TokenOrder& o) { o.partner = " "; },
      [](TokenOrder& o) { o.partner = std::string(kMaxPartnerBytes + 1, 'a'); },
      [](TokenOrder& o) { o.partner = "\xff"; },
      [](TokenOrder& o) { o.purpose = ""; },
      [](TokenOrder& o) { o.scopes = {}; },
      [](TokenOrder& o) { o.scopes = {"lookup", "read"}; },
      [](TokenOrder& o) { o.lists = {}; },
      [](TokenOrder& o) { o.scopes = {"hash"}; },
      [](TokenOrder& o) { o.lists.resize(kMaxTokenLists + 1, "Lantern files"); },
      [&](TokenOrder& o) { o.expires_at = clock_.now(); },
      [&](TokenOrder& o) { o.expires_at.unix_ms += kMaxTokenMs; },
      [](TokenOrder& o) { o.per_minute = 0; },
      [](TokenOrder& o) { o.per_minute = kMaxPerMinute + 1; }};
  for (std::size_t i = 0; i < faults.size(); ++i) {
    TokenOrder wrong = order();
    faults[i](wrong);
    EXPECT_EQ(issue(wrong).error().code, ErrorCode::kInvalid) << i;
  }
  TokenOrder unknown = order();
  unknown.lists = {"No such list"};
  EXPECT_EQ(issue(unknown).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(entries("token.issued").empty());
}

TEST_F(TokensTest, AListGoesOnOnlyAsFarAsItsTrafficLightLetsIt) {
  using lists::Tlp;
  struct {
    Tlp tlp;
    const char* owner;  // empty: this agency
    bool may;
  } const rows[] = {{Tlp::kClear, "Sahil Desk", true},        {Tlp::kGreen, "Sahil Desk", true},
                    {Tlp::kAmber, "Sahil Desk", false},       {Tlp::kAmber, "", true},
                    {Tlp::kAmberStrict, "Sahil Desk", false}, {Tlp::kAmberStrict, "", true},
                    {Tlp::kRed, "Sahil Desk", false},         {Tlp::kRed, "", false}};
  int number = 0;
  for (const auto& row : rows) {
    const std::string name = "List " + std::to_string(number++);
    import(name.c_str(), row.tlp, row.owner);
    TokenOrder wanted = order();
    wanted.lists = {name};
    const auto issued = issue(wanted);
    EXPECT_EQ(issued.ok(), row.may) << name;
    if (!row.may) {
      EXPECT_EQ(issued.error().code, ErrorCode::kDenied) << name;
    }
  }
}

TEST_F(TokensTest, UseIsRecordedOnceTheDayIsOver) {
  import("Lantern files", lists::Tlp::kGreen);
  TokenOrder wanted = order();
  wanted.expires_at.unix_ms += 10 * kDayMs;
  const auto token = issue(wanted)->token;
  ASSERT_TRUE(count_use(workspace(), token, {.lookups = 2, .hits = 1}).ok());
  ASSERT_TRUE(count_use(workspace(), token, {.lookups = 1, .refused = 1}).ok());
  EXPECT_TRUE(entries("token.used").empty());
  EXPECT_EQ(list_tokens(workspace(), behram_)->at(0).last_used, clock_.now());
  const Timestamp used = clock_.now();
  clock_.advance_ms(kDayMs);
  ASSERT_TRUE(reopen().ok());
  const auto over = entries("token.used");
  ASSERT_EQ(over.size(), 1u);
  EXPECT_EQ(over[0].data["token"].string_or(""), token.id);
  EXPECT_EQ(over[0].data["day"].string_or(""), format_timestamp(used).substr(0, 10));
  EXPECT_EQ(over[0].data["lookups"].int_or(0), 3);
  EXPECT_EQ(over[0].data["hits"].int_or(0), 1);
  EXPECT_EQ(over[0].data["refused"].int_or(0), 1);
  EXPECT_EQ(list_tokens(workspace(), behram_)->at(0).last_used, used);
  ASSERT_TRUE(count_use(workspace(), token, {.lookups = 1}).ok());
  EXPECT_EQ(entries("token.used").size(), 1u);
}

TEST_F(TokensTest, ARebuildGivesTheSameTokensAndTheirSecretsStillOpen) {
  import("Lantern files", lists::Tlp::kGreen);
  const auto kept = issue(order()).value();
  const auto gone = issue(order()).value();
  ASSERT_TRUE(revoke_token(workspace(), behram_, gone.token.id, "no longer needed").ok());
  const auto before = workspace().records().tokens().value();
  workspace_.reset();
  workspace_ = Workspace::rebuild(options(), clock_, {}).value();
  const auto after = workspace().records().tokens().value();
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].id, before[i].id);
    EXPECT_EQ(after[i].lists, before[i].lists);
    EXPECT_EQ(after[i].revoked_at, before[i].revoked_at);
    EXPECT_EQ(after[i].expires_at, before[i].expires_at);
  }
  EXPECT_EQ(token_of(workspace(), kept.secret)->id, kept.token.id);
  EXPECT_FALSE(token_of(workspace(), gone.secret).ok());
}

}  // namespace
}  // namespace sanad::service
