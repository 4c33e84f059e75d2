#include "records/accounts.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "crypto/crypto.h"

namespace sanad::records {

using sqlite::Database;
namespace {

constexpr int kOperationalVersion = 1;
constexpr char kOperationalSchema[] = R"sql(
CREATE TABLE links (digest TEXT PRIMARY KEY, officer TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT;
CREATE TABLE passwords (officer TEXT PRIMARY KEY, salt TEXT NOT NULL, memory_kib INTEGER NOT NULL, passes INTEGER NOT NULL,
                        lanes INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TABLE tries (officer TEXT PRIMARY KEY, wrong INTEGER NOT NULL, last_at INTEGER NOT NULL) STRICT;
CREATE TABLE sessions (digest TEXT PRIMARY KEY, officer TEXT NOT NULL, csrf TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT;
CREATE TABLE jobs (id TEXT PRIMARY KEY, kind TEXT NOT NULL, case_id TEXT NOT NULL, actor TEXT NOT NULL, payload TEXT NOT NULL,
                   state TEXT NOT NULL, progress TEXT NOT NULL, result TEXT NOT NULL, error TEXT NOT NULL, cancel_asked INTEGER NOT NULL,
                   attempts INTEGER NOT NULL, lease_owner TEXT NOT NULL, lease_until INTEGER NOT NULL, created_at INTEGER NOT NULL,
                   started_at INTEGER, ended_at INTEGER) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, created_at);
)sql";

// Added to files of the same version that lack it.
constexpr char kTokenSchema[] = R"sql(
CREATE TABLE IF NOT EXISTS token_secrets (digest TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS token_use (token TEXT NOT NULL, day INTEGER NOT NULL, lookups INTEGER NOT NULL, hashes INTEGER NOT NULL,
                                      hits INTEGER NOT NULL, refused INTEGER NOT NULL, last_at INTEGER NOT NULL,
                                      PRIMARY KEY (token, day)) STRICT;
)sql";

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kSaltBytes = 16;

std::string fresh_token() { return format_base64url(crypto::random_bytes(kTokenBytes)); }
// Tokens are 256 random bits, so a plain digest hides them from a reader of the file.
std::string digest_of(std::string_view token) {
  return format_hex(crypto::sha256(as_bytes(token)));
}

}  // namespace

Result<std::shared_ptr<Database>> open_operational(const std::string& path) {
  auto database = Database::open(path, kOperationalSchema, kOperationalVersion);
  // Unlike the records it follows from nothing, so nothing can make it again.
  if (!database.ok() && database.error().code == ErrorCode::kIntegrity) {
    return Error{ErrorCode::kIntegrity,
                 fmt::format("{} is damaged; move it away, and passwords, sessions and jobs begin "
                             "anew, while all evidence stays",
                             path)};
  }
  if (!database.ok()) return database.error();
  SANAD_CHECK_WITH(database->run(kTokenSchema), path);
  return std::make_shared<Database>(std::move(*database));
}

Result<std::string> Accounts::make_link(std::string_view officer, Timestamp now,
                                        std::int64_t valid_ms) {
  const std::lock_guard lock(mutex_);
  const std::string token = fresh_token();
  SANAD_TRY(auto statement, database_->prepare("INSERT INTO links VALUES (?, ?, ?)"));
  SANAD_CHECK(statement.bind(digest_of(token)).bind(officer).bind(now.unix_ms + valid_ms).run());
  return token;
}

Result<OpenedSession> Accounts::sign_in_with_link(std::string_view token, Timestamp now) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement,
            database_->prepare("DELETE FROM links WHERE digest = ? RETURNING officer, expires_at"));
  SANAD_TRY(const bool found, statement.bind(digest_of(token)).step());
  const bool valid = found && now.unix_ms < statement.number(1);
  const std::string officer = found ? statement.text(0) : "";
  if (found) SANAD_CHECK(statement.run());
  if (!valid)
    return Error{ErrorCode::kDenied,
                 "this sign-in link was used or is too old; ask an administrator for a new one"};
  return open_session(officer, now);
}

Result<void> Accounts::set_password(std::string_view officer, std::string_view password) {
  if (password.size() < kMinPasswordBytes || password.size() > kMaxPasswordBytes) {
    return Error{ErrorCode::kInvalid, fmt::format("a password has {} to {} characters",
                                                  kMinPasswordBytes, kMaxPasswordBytes)};
  }
  const Bytes salt = crypto::random_bytes(kSaltBytes);
  const crypto::Argon2Cost cost;
  SANAD_TRY(const Bytes hash, crypto::argon2id(password, salt, cost));
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement,
            database_->prepare("INSERT OR REPLACE INTO passwords VALUES (?, ?, ?, ?, ?, ?)"));
  return statement.bind(officer)
      .bind(format_hex(salt))
      .bind(std::int64_t{cost.memory_kib})
      .bind(std::int64_t{cost.passes})
      .bind(std::int64_t{cost.lanes})
      .bind(format_hex(hash))
      .run();
}

Result<bool> Accounts::has_password(std::string_view officer) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement, database_->prepare("SELECT 1 FROM passwords WHERE officer = ?"));
  return statement.bind(officer).step();
}

Result<OpenedSession> Accounts::sign_in_with_password(std::string_view officer,
                                                      std::string_view password, Timestamp now) {
  const Error denied{ErrorCode::kDenied,
                     "the officer or the password is wrong; try again, or ask an administrator for "
                     "a sign-in link"};
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto tries, database_->prepare("SELECT wrong, last_at FROM tries WHERE officer = ?"));
  SANAD_TRY(const bool tried, tries.bind(officer).step());
  const bool pausing = tried && now.unix_ms < tries.number(1) + kPasswordPauseMs;
  if (pausing && tries.number(0) >= kMaxPasswordTries) {
    return Error{
        ErrorCode::kLimit,
        "too many wrong passwords; wait five minutes, or ask an administrator for a sign-in link"};
  }
  const std::int64_t wrong_before = pausing ? tries.number(0) : 0;
  SANAD_TRY(auto row,
            database_->prepare(
                "SELECT salt, memory_kib, passes, lanes, hash FROM passwords WHERE officer = ?"));
  SANAD_TRY(const bool known, row.bind(officer).step());
  crypto::Argon2Cost cost;
  Bytes salt(kSaltBytes);
  Bytes expected;
  if (known) {
    SANAD_TRY(salt, parse_hex(row.text(0)));
    SANAD_TRY(expected, parse_hex(row.text(4)));
    cost = {static_cast<std::uint32_t>(row.number(1)), static_cast<std::uint32_t>(row.number(2)),
            static_cast<std::uint32_t>(row.number(3))};
  }
  if (password.size() > kMaxPasswordBytes) return denied;
  SANAD_TRY(const Bytes hash, crypto::argon2id(password, salt, cost));
  if (!known || !equal_constant_time(hash, expected)) {
    SANAD_TRY(auto count, database_->prepare("INSERT OR REPLACE INTO tries VALUES (?, ?, ?)"));
    SANAD_CHECK(count.bind(officer).bind(wrong_before + 1).bind(now.unix_ms).run());
    return denied;
  }
  SANAD_TRY(auto clear, database_->prepare("DELETE FROM tries WHERE officer = ?"));
  SANAD_CHECK(clear.bind(officer).run());
  return open_session(officer, now);
}

Result<OpenedSession> Accounts::open_session(std::string_view officer, Timestamp now) {
  OpenedSession opened{fresh_token(),
                       {std::string(officer), fresh_token(), {now.unix_ms + kSessionMs}}};
  SANAD_TRY(auto sweep, database_->prepare("DELETE FROM sessions WHERE expires_at <= ?"));
  SANAD_CHECK(sweep.bind(now.unix_ms).run());
  SANAD_TRY(auto statement, database_->prepare("INSERT INTO sessions VALUES (?, ?, ?, ?)"));
  SANAD_CHECK(statement.bind(digest_of(opened.token))
                  .bind(officer)
                  .bind(opened.session.csrf)
                  .bind(opened.session.expires_at.unix_ms)
                  .run());
  return opened;
}

Result<Session> Accounts::session(std::string_view token, Timestamp now) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(
      auto statement,
      database_->prepare(
          "SELECT officer, csrf, expires_at FROM sessions WHERE digest = ? AND expires_at > ?"));
  SANAD_TRY(const bool found, statement.bind(digest_of(token)).bind(now.unix_ms).step());
  if (!found) return Error{ErrorCode::kDenied, "the session has ended; sign in again"};
  return Session{statement.text(0), statement.text(1), {statement.number(2)}};
}

Result<void> Accounts::end_session(std::string_view token) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement, database_->prepare("DELETE FROM sessions WHERE digest = ?"));
  return statement.bind(digest_of(token)).run();
}

Result<void> Accounts::end_sessions_of(std::string_view officer) {
  const std::lock_guard lock(mutex_);
  SANAD_TRY(auto statement, database_->prepare("DELETE FROM sessions WHERE officer = ?"));
  return statement.bind(officer).run();
}

}  // namespace sanad::records
