// What a partner's program may ask with its token: which entries of which lists a fingerprint
// resembles, and the fingerprint of a file. The answers have the shapes of Meta's
// Hasher-Matcher-Actioner, so that its clients can ask (server/hma_routes.h, docs/partners.md).
//
// Every entry that is told is a disclosure: lookup.disclosed is recorded before the answer goes
// out. What finds nothing is counted (token.used).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "service/tokens.h"

namespace sanad::service {

// One answer tells the nearest of more; an entry of the ledger holds them all.
inline constexpr std::size_t kMaxHitsTold = 100;

// A list under the name that HMA would let it have: capitals, digits and "_".
struct Bank {
  std::string name;
  records::List list;
};
// [A-Z0-9_]+: the list's name where it is of that form, else what is left of it and the beginning
// of a digest, so that no two lists share one. It changes with the list's name only.
std::string bank_name(const records::List& list);
// The lists that the token covers and that may be told (may_tell()) as they stand now, by name.
Result<std::vector<Bank>> banks_of(Workspace& workspace, const records::Token& token);

// HMA's names of signals, and ours.
struct PartnerSignal {
  std::string_view name;
  std::string_view signal;
  std::string_view
      content;  // the kind of content that it is computed from; empty: it is only asked
};
std::span<const PartnerSignal> partner_signals();
// kInvalid: no such signal here.
Result<PartnerSignal> find_partner_signal(std::string_view name);

// A positive number below 2^53, exact wherever JSON is read: HMA numbers content, we name it.
std::int64_t content_number(std::string_view list, std::string_view entry);

struct Told {
  std::string bank;
  std::int64_t content = 0;
  // In bits for pdq. DEVIATION: HMA writes "-" for signals that are compared for equality only;
  // here it is "0", since clients read a number.
  std::string distance;
};
struct Answer {
  std::vector<Told> told;      // nearest first
  std::uint64_t not_told = 0;  // beyond kMaxHitsTold
};
// banks: names to restrict the search to; absent for all that the token covers. kDenied: the token
// has no scope "lookup". kInvalid: not a value of that signal.
Result<Answer> ask(Workspace& workspace, const records::Token& token, const PartnerSignal& signal,
                   std::string_view value, const std::optional<std::vector<std::string>>& banks);

// The values of a file by HMA's names of signals; content: "photo" or "video". An empty text where
// the picture has too little in it to be recognised by. types: which signals; empty for all of that
// content. kDenied: no scope "hash". kInvalid: the file is no picture or video, or the words are
// wrong. Parsed in the cage.
Result<json::Object> hash_file(Workspace& workspace, const records::Token& token,
                               std::string_view content, ByteView file,
                               const std::vector<std::string>& types);

}  // namespace sanad::service
