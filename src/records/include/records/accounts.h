// How officers prove who they are: passwords, one-time sign-in links, sessions. Secrets are kept as
// digests only. None of this is evidence and none follows from the ledger, so it lives in a file of
// its own that a rebuild leaves alone. Thread-safe. Tested by accounts_test.cc.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "sqlite/sqlite.h"

namespace sanad::records {

inline constexpr std::size_t kMinPasswordBytes = 12;
inline constexpr std::size_t kMaxPasswordBytes = 1024;
inline constexpr int kMaxPasswordTries = 5;
inline constexpr std::int64_t kPasswordPauseMs = 5 * 60 * 1000;
inline constexpr std::int64_t kSessionMs = 12LL * 60 * 60 * 1000;

struct Session {
  std::string officer;
  std::string csrf;
  Timestamp expires_at;
};

struct OpenedSession {
  std::string token;  // for the cookie; not kept
  Session session;
};

class Accounts {
 public:
  // shared: the operational database, also used by the job queue.
  explicit Accounts(std::shared_ptr<sqlite::Database> shared) : database_(std::move(shared)) {}

  // A link works once, until valid_ms from now. Answers its token, 32 random bytes in base64url.
  Result<std::string> make_link(std::string_view officer, Timestamp now, std::int64_t valid_ms);
  // kDenied: unknown, used or too old.
  Result<OpenedSession> sign_in_with_link(std::string_view token, Timestamp now);

  // Argon2id. kInvalid: too short or too long.
  Result<void> set_password(std::string_view officer, std::string_view password);
  Result<bool> has_password(std::string_view officer);
  // kDenied: wrong, or none set. kLimit: too many wrong tries; wait. Takes the same time for an
  // unknown officer.
  Result<OpenedSession> sign_in_with_password(std::string_view officer, std::string_view password,
                                              Timestamp now);

  // kDenied: unknown or ended.
  Result<Session> session(std::string_view token, Timestamp now);
  Result<void> end_session(std::string_view token);
  Result<void> end_sessions_of(std::string_view officer);

 private:
  Result<OpenedSession> open_session(std::string_view officer, Timestamp now);
  std::mutex mutex_;
  std::shared_ptr<sqlite::Database> database_;
};

// The operational database: accounts and jobs. kIntegrity: damaged; says what to do.
Result<std::shared_ptr<sqlite::Database>> open_operational(const std::string& path);

}  // namespace sanad::records
