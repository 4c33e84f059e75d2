// The digests of all files of a bundle, read once. A second thread computes SHA-512 while this one
// reads and computes SHA-256 and CRC-32, so that two digests cost little more than one.
#pragma once

#include "container.h"
#include "verifier/verifier.h"

namespace sanad::verifier {

// Fills sha256, sha512 and intact of every file. kIo if the source cannot be read.
Result<void> digest_files(RandomSource& source, Container& container, Progress* progress);

}  // namespace sanad::verifier
