// Keccak-256 (as Ethereum and Monero use it) and SHA3-256 (FIPS 202), which differ in padding only.
// OpenSSL 3.0 lacks the former. Specification: The Keccak reference 3.0; tested by kinds_test.cc.
#pragma once

#include "base/bytes.h"

namespace sanad::selectors {

Digest256 keccak256(ByteView data);
Digest256 sha3_256(ByteView data);

}  // namespace sanad::selectors
