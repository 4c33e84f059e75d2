// Reading which partners' programs may ask, and counting what they ask.
#include "records/tokens.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "crypto/crypto.h"
#include "records/records.h"
#include "rows.h"
#include "state.h"

namespace sanad::records {
namespace {

constexpr std::string_view kSelectToken =
    "SELECT id, partner, purpose, scopes, lists, per_minute, prefix, issued_at, issued_by, "
    "expires_at, revoked_at, revoked_by, reason, used_at FROM tokens ";

Result<std::vector<std::string>> read_texts(const Statement& row, int column) {
  const auto value = json::parse(row.text(column));
  std::vector<std::string> texts;
  const json::Array* items = value.ok() ? value->as_array() : nullptr;
  if (items == nullptr) {
    return Error{ErrorCode::kIntegrity,
                 "the records database is damaged; run \"sanad rebuild\" to make it again from the "
                 "ledger"};
  }
  for (const json::Value& item : *items) texts.push_back(item.string_or(""));
  return texts;
}

Result<Token> read_token(const Statement& row) {
  Token token;
  token.id = row.text(0);
  token.partner = row.text(1);
  token.purpose = row.text(2);
  SANAD_TRY(token.scopes, read_texts(row, 3));
  SANAD_TRY(token.lists, read_texts(row, 4));
  token.per_minute = row.number(5);
  token.prefix = row.text(6);
  token.issued_at = {row.number(7)};
  token.issued_by = row.text(8);
  token.expires_at = {row.number(9)};
  if (!row.is_null(10)) token.revoked_at = Timestamp{row.number(10)};
  token.revoked_by = row.text(11);
  token.reason = row.text(12);
  if (!row.is_null(13)) token.used_at = Timestamp{row.number(13)};
  return token;
}

// Secrets are 256 random bits, so a plain digest hides them from a reader of the file.
std::string digest_of(std::string_view secret) {
  return format_hex(crypto::sha256(as_bytes(secret)));
}

Result<UseDay> read_day(const Statement& row) {
  return UseDay{row.text(0),
                {row.number(1)},
                {row.number(2), row.number(3), row.number(4), row.number(5)},
                {row.number(6)}};
}

}  // namespace

Result<std::vector<Token>> Records::tokens() const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} ORDER BY issued_at DESC, id", kSelectToken)));
  return read_all(std::move(statement), read_token);
}

Result<Token> Records::token(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectToken)));
  statement.bind(id);
  return read_one(std::move(statement), read_token, "token", id);
}

std::string fresh_token_secret() {
  return std::string(kTokenMark) + format_base64url(crypto::random_bytes(32));
}

Result<void> TokenSecrets::keep(std::string_view token, std::string_view secret) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement, database_->prepare("INSERT INTO token_secrets VALUES (?, ?)"));
  return statement.bind(digest_of(secret)).bind(token).run();
}

Result<std::optional<std::string>> TokenSecrets::token_of(std::string_view secret) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement, database_->prepare("SELECT token FROM token_secrets WHERE digest = ?"));
  SANAD_TRY(const bool found, statement.bind(digest_of(secret)).step());
  if (!found) return std::optional<std::string>{};
  return std::optional<std::string>(statement.text(0));
}

Result<void> TokenSecrets::forget(std::string_view token) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement, database_->prepare("DELETE FROM token_secrets WHERE token = ?"));
  return statement.bind(token).run();
}

Result<std::optional<Timestamp>> TokenSecrets::last_used(std::string_view token) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement,
            database_->prepare("SELECT max(last_at) FROM token_use WHERE token = ?"));
  SANAD_CHECK(statement.bind(token).step());
  if (statement.is_null(0)) return std::optional<Timestamp>{};
  return std::optional<Timestamp>(Timestamp{statement.number(0)});
}

// One statement and no transaction: the database is shared with others that have their own.
Result<void> TokenSecrets::count(std::string_view token, const Use& use, Timestamp now) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(
      auto statement,
      database_->prepare(
          "INSERT INTO token_use VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (token, day) "
          "DO UPDATE SET lookups = lookups + ?3, hashes = hashes + ?4, hits = hits + ?5, "
          "refused = refused + ?6, last_at = max(last_at, ?7)"));
  return statement.bind(token)
      .bind(start_of_day(now).unix_ms)
      .bind(use.lookups)
      .bind(use.hashes)
      .bind(use.hits)
      .bind(use.refused)
      .bind(now.unix_ms)
      .run();
}

Result<std::vector<UseDay>> TokenSecrets::days_before(Timestamp before) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement,
            database_->prepare(
                "SELECT token, day, lookups, hashes, hits, refused, last_at FROM token_use "
                "WHERE day < ? ORDER BY day, token"));
  statement.bind(before.unix_ms);
  return read_all(std::move(statement), read_day);
}

Result<void> TokenSecrets::remove(const UseDay& day) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement,
            database_->prepare("DELETE FROM token_use WHERE token = ? AND day = ?"));
  return statement.bind(day.token).bind(day.day.unix_ms).run();
}

}  // namespace sanad::records
