// The names of fingerprints in lists, and the one text form of each value.
//
//   md5 sha1 sha256 sha512   lower-case hexadecimal
//   pdq                      64 lower-case hexadecimal digits (PDQ, 256 bits)
//   tlsh                     "T1" and 70 upper-case hexadecimal digits
//   ssdeep                   BLOCKSIZE:HASH:HASH, without a file name
//   chromaprint              the compressed fingerprint in URL-safe base64, as fpcalc prints it
//   landmarks                "sanad-landmarks-1:" and base64 (matching/landmarks.h)
//   points                   "sanad-points-1:" and base64 (points/points.h)
//   vpoints                  "sanad-vpoints-1:" and TIME_MS,BASE64 joined by ";"
//   text                     UTF-8 with LF line ends, no white space at either end
//   url                      scheme and host in lower case, made clickable again
// Other names ([a-z][a-z0-9-]*, at most 32) are kept as they are: one line of UTF-8.
//
// Tested by signal_test.cc.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace sanad::lists {

// True for a name that a list may use, whether known above or not.
bool is_signal_name(std::string_view name);
// True for the names above.
bool is_known_signal(std::string_view name);

// The canonical form of a value as people and programs write it (upper case, "[h]ttp", a bare
// TLSH without its version). kInvalid says what is wrong with it.
Result<std::string> canonical_value(std::string_view signal, std::string_view text);

}  // namespace sanad::lists
