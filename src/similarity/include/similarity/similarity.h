// TLSH, a similarity digest of files: those that share most of their bytes have digests that are
// near.
//
// Source: Oliver, Cheng, Chen, "TLSH: a locality sensitive hash", 2013 (128 buckets, 1-byte
// checksum; written with the prefix "T1" of later versions), computed by its authors' library.
// Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::similarity {

inline constexpr std::string_view kTlshAlgorithm = "tlsh-1";

// The default; a list may ask for another.
inline constexpr int kTlshMatchDistance = 50;  // at most: 0 is the same, above 200 unrelated
inline constexpr int kSsdeepMatchScore = 60;   // at least: of 100

// "T1" and 70 hexadecimal digits in capitals. Absent for content that has none: under 256 bytes, or
// too uniform.
std::optional<std::string> tlsh(ByteView content);
// kInvalid: no TLSH digest. Takes both forms, with and without "T1", in either case.
Result<std::string> parse_tlsh(std::string_view text);
// Of two digests in the form that tlsh() and parse_tlsh() give. 0 and up; not a metric.
int tlsh_distance(const std::string& a, const std::string& b);

}  // namespace sanad::similarity
