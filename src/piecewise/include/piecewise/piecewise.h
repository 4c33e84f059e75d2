// ssdeep's digests of files: piecewise hashing triggered by context. Files that share long runs of
// bytes have digests that share runs of characters.
//
// Source: Kornblum, "Identifying almost identical files using context triggered piecewise hashing",
// 2006, computed by its author's library. That library is under GPL-2.0-or-later: only the
// extractor's program may be linked with this. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::piecewise {

inline constexpr std::string_view kAlgorithm = "ssdeep-1";
inline constexpr int kMatchScore = 60;  // at least, of 100: the default; a list may ask for another

// "BLOCKSIZE:HASH:HASH".
std::string ssdeep(ByteView content);
// kInvalid: no ssdeep digest. A file name behind it (as the tool writes) is left out.
Result<std::string> parse_ssdeep(std::string_view text);
// 0 (nothing in common) to 100.
int ssdeep_score(const std::string& a, const std::string& b);

}  // namespace sanad::piecewise
