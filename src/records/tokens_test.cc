#include "records/tokens.h"

#include <gtest/gtest.h>

#include "records/accounts.h"
#include "records/records.h"

namespace sanad::records {
namespace {

constexpr Timestamp kIssuedAt{1'800'000'000'000};

TEST(TokenSecret, OpensItsTokenUntilItIsForgotten) {
  TokenSecrets secrets(open_operational(":memory:").value());
  const std::string secret = fresh_token_secret();
  EXPECT_NE(secret, fresh_token_secret());
  EXPECT_TRUE(secret.starts_with(kTokenMark));
  ASSERT_TRUE(secrets.keep("token-1", secret).ok());
  EXPECT_EQ(secrets.token_of(secret).value(), "token-1");
  EXPECT_FALSE(secrets.token_of("").value().has_value());
  EXPECT_FALSE(secrets.token_of(secret.substr(0, secret.size() - 1)).value().has_value());
  ASSERT_TRUE(secrets.forget("token-1").ok());
  EXPECT_FALSE(secrets.token_of(secret).value().has_value());
}

TEST(TokenSecret, IsNotInTheFile) {
  auto database = open_operational(":memory:").value();
  TokenSecrets secrets(database);
  const std::string secret = fresh_token_secret();
  ASSERT_TRUE(secrets.keep("token-1", secret).ok());
  auto row = database->prepare("SELECT digest FROM token_secrets").value();
  ASSERT_TRUE(row.step().value());
  EXPECT_EQ(row.text(0).size(), 64u);
  EXPECT_EQ(row.text(0).find(secret.substr(kTokenMark.size())), std::string::npos);
}

TEST(TokenUse, IsCountedByDayInUtc) {
  TokenSecrets secrets(open_operational(":memory:").value());
  const Timestamp midnight = start_of_day(kIssuedAt);
  EXPECT_EQ(midnight.unix_ms % kUseDayMs, 0);
  EXPECT_EQ(start_of_day({-1}).unix_ms, -kUseDayMs);
  EXPECT_FALSE(secrets.last_used("token-1").value().has_value());
  ASSERT_TRUE(secrets.count("token-1", {.lookups = 1, .hits = 2}, midnight).ok());
  ASSERT_TRUE(secrets.count("token-1", {.hashes = 1}, {midnight.unix_ms + 7}).ok());
  ASSERT_TRUE(secrets.count("token-2", {.refused = 1}, midnight).ok());
  ASSERT_TRUE(secrets.count("token-1", {.lookups = 1}, {midnight.unix_ms + kUseDayMs}).ok());
  EXPECT_TRUE(secrets.days_before(midnight)->empty());
  const auto over = secrets.days_before({midnight.unix_ms + kUseDayMs}).value();
  ASSERT_EQ(over.size(), 2u);
  EXPECT_EQ(over[0].token, "token-1");
  EXPECT_EQ(over[0].day, midnight);
  EXPECT_EQ(over[0].use.lookups, 1);
  EXPECT_EQ(over[0].use.hashes, 1);
  EXPECT_EQ(over[0].use.hits, 2);
  EXPECT_EQ(over[0].last_at.unix_ms, midnight.unix_ms + 7);
  EXPECT_EQ(over[1].use.refused, 1);
  EXPECT_EQ(secrets.last_used("token-1").value()->unix_ms, midnight.unix_ms + kUseDayMs);
  ASSERT_TRUE(secrets.remove(over[0]).ok());
  EXPECT_EQ(secrets.days_before({midnight.unix_ms + kUseDayMs})->size(), 1u);
}

std::vector<Entry> issued_and_more() {
  const auto entry = [](std::uint64_t index, const char* kind, json::Object data) {
    return Entry{index, {kIssuedAt.unix_ms + static_cast<std::int64_t>(index)},
                 kind,  "officer-1",
                 "",    json::Value(std::move(data)),
                 false};
  };
  return {entry(0, "token.issued",
                {{"token", "token-1"},
                 {"partner", "Sahil Media Desk"},
                 {"purpose", "checks of uploads"},
                 {"scopes", json::Array{"lookup"}},
                 {"lists", json::Array{"list-1"}},
                 {"per_minute", 60},
                 {"prefix", "sanad_abc"},
                 {"expires_at", format_timestamp({kIssuedAt.unix_ms + kUseDayMs})}}),
          entry(1, "lookup.disclosed", {{"token", "token-1"}, {"partner", "Sahil Media Desk"}}),
          entry(2, "token.used",
                {{"token", "token-1"}, {"last_at", format_timestamp({kIssuedAt.unix_ms + 5000})}}),
          entry(3, "token.revoked", {{"token", "token-1"}, {"reason", "lost"}})};
}

TEST(TokenRecords, FollowFromTheLedger) {
  auto records = Records::open(":memory:").value();
  const auto entries = issued_and_more();
  EXPECT_TRUE(records->tokens()->empty());
  EXPECT_EQ(records->token("token-1").error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(records->apply({entries[0]}).ok());
  const Token fresh = records->token("token-1").value();
  EXPECT_EQ(fresh.partner, "Sahil Media Desk");
  EXPECT_EQ(fresh.scopes, std::vector<std::string>{"lookup"});
  EXPECT_EQ(fresh.lists, std::vector<std::string>{"list-1"});
  EXPECT_EQ(fresh.per_minute, 60);
  EXPECT_EQ(fresh.issued_by, "officer-1");
  EXPECT_EQ(fresh.expires_at.unix_ms, kIssuedAt.unix_ms + kUseDayMs);
  EXPECT_FALSE(fresh.revoked_at || fresh.used_at);
  ASSERT_TRUE(records->apply({entries[1]}).ok());
  EXPECT_EQ(records->token("token-1")->used_at->unix_ms, kIssuedAt.unix_ms + 1);
  ASSERT_TRUE(records->apply({entries[2], entries[3]}).ok());
  const Token over = records->tokens().value().at(0);
  EXPECT_EQ(over.used_at->unix_ms, kIssuedAt.unix_ms + 5000);
  EXPECT_EQ(over.revoked_at->unix_ms, kIssuedAt.unix_ms + 3);
  EXPECT_EQ(over.reason, "lost");
}

}  // namespace
}  // namespace sanad::records
