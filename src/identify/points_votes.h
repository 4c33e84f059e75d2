// Which entries are worth comparing with pictures by the geometry of all points, and what a hit by
// points says.
//
// In the index are, of each listed picture and of each listed key frame, some of the points that
// stand out the most. Each point asked about, as it is and mirrored, is a vote for the entries that
// have a point within kPointRadius.
#pragma once

#include <span>
#include <vector>

#include "picture_index.h"
#include "points/match.h"

namespace sanad::identify {

inline constexpr unsigned kPointRadius = 31;  // of 256 bits

struct VoteRule {
  std::size_t asked = points::kMaxPoints;  // points of each picture, those that stand out first
  unsigned least_votes = 2;
  std::size_t most_entries = 200;
};

struct Candidate {
  std::uint32_t number = 0;           // of the entry
  std::vector<std::size_t> pictures;  // asked about that have votes, those with the most first
};

// Those with the most votes first.
Result<std::vector<Candidate>> vote(const PictureIndex& index,
                                    std::span<const points::Points* const> pictures,
                                    const VoteRule& rule);

// The share of points that do not agree, of those in what both show.
double points_apart(std::size_t points, std::size_t in_common);

json::Array places_json(const std::array<points::Place, 4>& places);
// How two pictures lie to each other: the details of a hit.
void tell_agreement(const points::Agreement& agreement, json::Object& details);

}  // namespace sanad::identify
