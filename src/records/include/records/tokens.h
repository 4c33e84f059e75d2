// The secrets of partners' tokens, as digests, and what each token was used for. Which tokens there
// are, and what they may, follows from the ledger (records.h); this does not, and lies beside
// passwords and sessions in the operational database. A secret whose token is not in the ledger
// opens nothing. Thread-safe. Tested by tokens_test.cc.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "sqlite/sqlite.h"

namespace sanad::records {

// Every secret begins so, for scanners of leaked secrets.
inline constexpr std::string_view kTokenMark = "sanad_";
// Mark and six letters, 36 of 256 bits: enough to tell tokens apart.
inline constexpr std::size_t kTokenPrefixBytes = kTokenMark.size() + 6;

// Mark and 32 random bytes in base64url.
std::string fresh_token_secret();

struct Use {
  std::int64_t lookups = 0;
  std::int64_t hashes = 0;
  std::int64_t hits = 0;     // entries told
  std::int64_t refused = 0;  // asked for what the token does not cover, or too often
};

// Of one token on one day, in UTC.
struct UseDay {
  std::string token;
  Timestamp day;  // its first millisecond
  Use use;
  Timestamp last_at;
};

inline constexpr std::int64_t kUseDayMs = 24LL * 60 * 60 * 1000;
constexpr Timestamp start_of_day(Timestamp at) {
  const std::int64_t into = ((at.unix_ms % kUseDayMs) + kUseDayMs) % kUseDayMs;
  return {at.unix_ms - into};
}

class TokenSecrets {
 public:
  // shared: the operational database.
  explicit TokenSecrets(std::shared_ptr<sqlite::Database> shared) : database_(std::move(shared)) {}

  Result<void> keep(std::string_view token, std::string_view secret);
  // Absent: no token has that secret.
  Result<std::optional<std::string>> token_of(std::string_view secret);
  // The secret opens nothing any more.
  Result<void> forget(std::string_view token);

  // Among the days that are counted here; earlier use stands in the records.
  Result<std::optional<Timestamp>> last_used(std::string_view token);
  Result<void> count(std::string_view token, const Use& use, Timestamp now);
  // Days that began before that, oldest first.
  Result<std::vector<UseDay>> days_before(Timestamp before);
  Result<void> remove(const UseDay& day);

 private:
  std::mutex mutex_;
  std::shared_ptr<sqlite::Database> database_;
};

}  // namespace sanad::records
