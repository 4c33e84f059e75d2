// A capture, compared with what a range says that it served (docs/range.md): every response is in
// the archive as it was sent, or listed as not kept with a reason, and nothing else is in it.
//
// The truth is the range's own log, taken at its server; the archive is read as any reader would
// read it. Pure but for what it reads. Tested by truth_test.cc. The same is done by programs that
// are not ours in tests/truth.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/stream.h"
#include "json/json.h"

namespace sanad::validation {

struct Comparison {
  std::uint64_t served = 0;    // responses that the range began to answer
  std::uint64_t archived = 0;  // of these in the archive, with head, body and certificate
  std::uint64_t cut = 0;       // of these marked as cut
  std::uint64_t excused = 0;   // listed as not kept, with the reason
  std::vector<std::string> mismatches;

  bool agrees() const { return served > 0 && mismatches.empty(); }
  std::string told() const;  // one line
};

// wacz: the package. truth: format sanad-range-truth/1. acquisition: the capture's record. An
// error: the package cannot be read.
Result<Comparison> compare_with_truth(RandomSource& wacz, const json::Value& truth,
                                      const json::Value& acquisition);

}  // namespace sanad::validation
