// Random changes of a file, from a seed, so that each can be made again.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "base/bytes.h"

namespace sanad::tamper {

// At offset, removed bytes go and inserted bytes come.
struct Edit {
  std::uint64_t offset = 0;
  std::uint64_t removed = 0;
  Bytes inserted;
};

// One to three edits that together change bytes. Half of them fall where places (offsets at which
// small files and headers begin) are, since most bytes of a bundle are payload.
std::vector<Edit> random_edits(ByteView bytes, const std::vector<std::uint64_t>& places,
                               std::mt19937_64& random);

// The edits one after the other, each on what the one before left.
Bytes apply_edits(ByteView bytes, const std::vector<Edit>& edits);

}  // namespace sanad::tamper
