#include "points_votes.h"

#include <algorithm>
#include <map>

#include "identify/evidence.h"
#include "share.h"

namespace sanad::identify {
namespace {

struct Votes {
  unsigned all = 0;
  std::map<std::size_t, unsigned> of_pictures;
  std::size_t last = static_cast<std::size_t>(-1);  // a point and its mirror image are one vote
};

std::vector<std::size_t> most_voted(const std::map<std::size_t, unsigned>& pictures) {
  std::vector<std::size_t> out;
  for (const auto& [picture, votes] : pictures) out.push_back(picture);
  std::ranges::sort(out, [&](std::size_t a, std::size_t b) {
    return pictures.at(a) != pictures.at(b) ? pictures.at(a) > pictures.at(b) : a < b;
  });
  return out;
}

}  // namespace

Result<std::vector<Candidate>> vote(const PictureIndex& index,
                                    std::span<const points::Points* const> pictures,
                                    const VoteRule& rule) {
  std::vector<hamming::Fingerprint> queries;
  std::vector<std::size_t> asked;  // the picture of each pair of queries
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const auto& all = pictures[i]->points;
    for (std::size_t k = 0; k < std::min(all.size(), rule.asked); ++k) {
      queries.push_back(all[k].descriptor);
      queries.push_back(points::mirrored(all[k].descriptor));
      asked.push_back(i);
    }
  }
  SANAD_TRY(const auto answers, index.look_up(queries, kPointRadius));
  std::map<std::uint32_t, Votes> votes;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    for (const hamming::Match& match : answers[i]) {
      Votes& of = votes[match.entry];
      if (of.last == i / 2) continue;
      of.last = i / 2;
      ++of.all;
      ++of.of_pictures[asked[i / 2]];
    }
  }
  std::vector<std::pair<unsigned, std::uint32_t>> order;
  for (const auto& [number, of] : votes) {
    if (of.all >= rule.least_votes) order.emplace_back(of.all, number);
  }
  std::ranges::sort(order, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (order.size() > rule.most_entries) order.resize(rule.most_entries);
  std::vector<Candidate> out;
  for (const auto& [count, number] : order)
    out.push_back({number, most_voted(votes.at(number).of_pictures)});
  return out;
}

double points_apart(std::size_t points, std::size_t in_common) {
  return distance_of(static_cast<double>(points) /
                     static_cast<double>(std::max({in_common, points, std::size_t{1}})));
}

json::Array places_json(const std::array<points::Place, 4>& places) {
  json::Array out;
  for (const points::Place& place : places) out.emplace_back(json::Array{place.x, place.y});
  return out;
}

void tell_agreement(const points::Agreement& agreement, json::Object& details) {
  details.set("turned", turned_word(agreement.mirrored, agreement.degrees));
  details.set("points", agreement.points);
  details.set("points_in_common", std::max(agreement.in_common, agreement.points));
  details.set("mirrored", agreement.mirrored);
  details.set("degrees", agreement.degrees);
  details.set("scale_permille", agreement.scale_permille);
  details.set("found_in_listed", places_json(agreement.found_in_listed));
  details.set("listed_in_found", places_json(agreement.listed_in_found));
}

}  // namespace sanad::identify
