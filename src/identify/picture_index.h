// The 256-bit fingerprints of listed pictures and of listed videos' frames, or of the points of
// listed pictures, by the numbers of their entries. Exact up to hamming::kRadiusMax. Thread-safe.
#pragma once

#include "hamming/fingerprint.h"
#include "hamming_store/segment_set.h"
#include "matching/video.h"
#include "signal.h"

namespace sanad::identify {

class PictureIndex {
 public:
  explicit PictureIndex(std::unique_ptr<hamming_store::SegmentSet> set) : set_(std::move(set)) {}

  Result<void> add(std::vector<hamming::Entry> entries);
  Result<void> remove(const Change& change, std::string_view signal);
  // One answer for each query, as one lookup: of one state of the index.
  Result<std::vector<std::vector<hamming::Match>>> look_up(
      std::span<const hamming::Fingerprint> queries, unsigned radius) const {
    return set_->lookup_all(queries, radius);
  }
  Result<void> tidy();

 private:
  std::unique_ptr<hamming_store::SegmentSet> set_;
};

// The 256 bits of a PDQ hash in hexadecimal. kInvalid: it is none.
Result<hamming::Fingerprint> picture_fingerprint(std::string_view hex);

}  // namespace sanad::identify
