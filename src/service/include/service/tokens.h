// Tokens for partners' programs: who may ask what, of which lists, how often and until when.
//
// A token is issued by a supervisor, since what it opens is told to others; a supervisor or an
// administrator revokes it. The secret is shown once; what stays is its digest. Issuing and
// revoking are entries of the ledger (token.issued, token.revoked), and so is the use of each day,
// once it is over (token.used). docs/partners.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::size_t kMaxPartnerBytes = 200;
inline constexpr std::size_t kMaxTokenLists = 64;
inline constexpr std::int64_t kMaxTokenMs = 366LL * 24 * 60 * 60 * 1000;
inline constexpr std::int64_t kMaxPerMinute = 6000;
inline constexpr std::int64_t kUsualPerMinute = 60;

struct TokenOrder {
  std::string partner;  // the organisation or system that will hold it
  std::string purpose;
  std::vector<std::string> scopes;  // "lookup", "hash", "indicators"
  std::vector<std::string> lists;   // identifiers or names; none without "lookup"
  Timestamp expires_at;
  std::int64_t per_minute = kUsualPerMinute;
};
struct IssuedToken {
  records::Token token;
  std::string secret;  // not kept
};
// kInvalid says which part of the order is wrong. kDenied: the role, or a list that may not be told
// to others (may_tell()).
Result<IssuedToken> issue_token(Workspace& workspace, const authority::Officer& caller,
                                const TokenOrder& order);

struct TokenState {
  records::Token token;
  std::optional<Timestamp> last_used;
  std::string state;  // "valid", "expired" or "revoked"
};
// By a supervisor, an administrator or an auditor. Newest first.
Result<std::vector<TokenState>> list_tokens(Workspace& workspace, const authority::Officer& caller);

// kConflict: revoked already. kInvalid: no reason.
Result<TokenState> revoke_token(Workspace& workspace, const authority::Officer& caller,
                                std::string_view token, std::string_view reason);

// The token that has this secret. kDenied: none, expired or revoked; one message for all three.
Result<records::Token> token_of(Workspace& workspace, std::string_view secret);

bool covers(const records::Token& token, std::string_view scope);

// Whether what a list holds may be told to a partner: never TLP:RED; what others own only as far as
// they let it go on, TLP:CLEAR and TLP:GREEN (FIRST, Traffic Light Protocol 2.0).
bool may_tell(const records::List& list, std::string_view agency);

// Counts, and records the days that are over.
Result<void> count_use(Workspace& workspace, const records::Token& token, const records::Use& use);
// token.used for each token and day that is over. A crash between entry and count records a day
// twice, in the same words.
Result<void> record_finished_days(Workspace& workspace);

}  // namespace sanad::service
