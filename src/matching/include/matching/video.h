// Two videos compared by the hashes of their frames, as vPDQ does (ThreatExchange, vpdq): which
// share of each is found in the other, and at which offset in time.
//
// Example: a clip of 20 s cut from an hour: share_b is 1, share_a 20 / 3600, and one alignment says
// that the clip's 0 s is the hour's 1,234 s.
//
// Frames of low quality are not counted. DEVIATION: a distance equal to the limit matches, as for
// pictures; vPDQ asks for less than the limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pdq/pdq.h"

namespace sanad::matching {

struct Frame {
  std::int64_t time_ms = 0;
  int quality = 0;
  pdq::Hash hash{};
};

struct VideoRule {
  int max_distance = pdq::kMatchDistance;
  int least_quality = pdq::kMatchQuality;
  std::int64_t tolerance_ms = 1000;  // frames this near to the offset belong to an alignment
  std::size_t max_alignments = 8;
};

// Frames that match at one offset in time.
struct Alignment {
  std::int64_t offset_ms = 0;  // time in b minus time in a
  std::int64_t begin_a_ms = 0;
  std::int64_t end_a_ms = 0;  // of the last frame that matches
  std::int64_t begin_b_ms = 0;
  std::int64_t end_b_ms = 0;
  std::size_t frames = 0;  // of a that match at this offset
};

struct VideoMatch {
  std::size_t counted_a = 0;  // frames of enough quality
  std::size_t counted_b = 0;
  std::size_t matched_a = 0;  // of these, those that match any of the other's
  std::size_t matched_b = 0;
  std::vector<Alignment> alignments;  // most frames first

  // 0 if nothing was counted.
  double share_a() const { return share(matched_a, counted_a); }
  double share_b() const { return share(matched_b, counted_b); }

 private:
  static double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
  }
};

// Every frame with every other one: a x b distances. Times ascend.
VideoMatch match_videos(std::span<const Frame> a, std::span<const Frame> b,
                        const VideoRule& rule = {});

}  // namespace sanad::matching
