// The whole of a credential as the text of a QR code: "SC1:" and base 45 of its bytes in a zlib
// stream. Nothing is looked up anywhere to check what was read from paper. Tested by
// compact_test.cc; fuzzed by credential_fuzz.cc.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace sanad::credential {

inline constexpr std::string_view kCompactMark = "SC1:";
// What the largest QR code holds of such characters at the error correction that is used ("M").
inline constexpr std::size_t kMaxCompactCharacters = 3'391;

std::string format_compact(std::string_view credential);
bool is_compact(std::string_view text);
// kInvalid: not such a text. kLimit: it unpacks to more than kMaxCredentialBytes.
Result<std::string> parse_compact(std::string_view text);

}  // namespace sanad::credential
