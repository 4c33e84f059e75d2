#include "points/match.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "choose.h"
#include "pattern.h"

namespace sanad::points {
namespace {

using Wide = std::int64_t;

constexpr int kMostBits = 72;            // that may differ in a pair
constexpr int kRatioPercent = 88;        // of the bits of the second best, at another place
constexpr int kElsewhere = 10 * kUnits;  // another place is farther than this
constexpr std::size_t kMaxPairs = 120;
constexpr double kLeastThickness = 4;     // pixels
constexpr Wide kLeastBase = 24 * kUnits;  // between the two pairs that give a similarity
constexpr int kOnePlace = 5 * kUnits;     // agreeing points nearer than this count once

struct Pair {         // of points
  Wide x = 0, y = 0;  // in the found picture
  Wide u = 0, v = 0;  // in the listed one
  int level_found = 0, level_listed = 0;
  int turn = 0;  // from listed to found, in directions
  int bits = 0;
  std::size_t number = 0;  // in the order of the found picture's points
};

// (x, y) to (u, v): turned and scaled about (x0, y0) by (re, im) / of, which then lies at (u0, v0).
struct Similarity {
  Wide x0 = 0, y0 = 0, u0 = 0, v0 = 0;
  Wide re = 0, im = 0, of = 1;

  std::array<Wide, 2> operator()(Wide x, Wide y) const {
    const Wide dx = x - x0, dy = y - y0;
    return {u0 + (re * dx - im * dy) / of, v0 + (re * dy + im * dx) / of};
  }
};

// The side of a pixel of a level, in units of the worked picture.
Wide pixel_of(int level) {
  constexpr std::array<Wide, kLevels> kPixels = {16, 19, 23, 28, 33, 40, 48, 57};
  return kPixels[static_cast<std::size_t>(level)];
}

bool agrees(const Similarity& by, const Pair& pair) {
  const auto [u, v] = by(pair.x, pair.y);
  // In pixels of the levels at which the two were seen.
  const Wide found = pixel_of(pair.level_found);
  const Wide within = pixel_of(pair.level_listed) * 5 / 2 + found / 2;
  return std::abs(u - pair.u) <= within && std::abs(v - pair.v) <= within;
}

std::vector<Pair> pairs_of(const Points& found, const Points& listed, const Kernel& kernel) {
  std::vector<Descriptor> all;
  for (const Point& point : listed.points) all.push_back(point.descriptor);
  std::vector<std::uint16_t> bits(all.size());
  std::vector<Pair> out;
  for (const Point& one : found.points) {
    kernel.distances(all.front().data(), all.size(), one.descriptor.data(), bits.data());
    const auto best = static_cast<std::size_t>(std::ranges::min_element(bits) - bits.begin());
    if (bits[best] > kMostBits) continue;
    const Point& other = listed.points[best];
    int second = 256;
    for (std::size_t i = 0; i < bits.size(); ++i) {
      const bool elsewhere = std::abs(listed.points[i].x - other.x) > kElsewhere ||
                             std::abs(listed.points[i].y - other.y) > kElsewhere;
      if (elsewhere) second = std::min<int>(second, bits[i]);
    }
    if (bits[best] * 100 > second * kRatioPercent) continue;
    out.push_back({one.x, one.y, other.x, other.y, one.level, other.level,
                   (one.angle - other.angle + kAngles) % kAngles, bits[best], out.size()});
  }
  std::sort(out.begin(), out.end(), [](const Pair& a, const Pair& b) {
    return a.bits != b.bits ? a.bits < b.bits : a.number < b.number;
  });
  if (out.size() > kMaxPairs) out.resize(kMaxPairs);
  return out;
}

int apart(int a, int b) {
  const int turn = (a - b + kAngles) % kAngles;
  return std::min(turn, kAngles - turn);
}

std::optional<Similarity> similarity_of(const Pair& a, const Pair& b) {
  if (apart(a.turn, b.turn) > 2) return std::nullopt;
  const int level_a = a.level_found - a.level_listed, level_b = b.level_found - b.level_listed;
  if (std::abs(level_a - level_b) > 2) return std::nullopt;
  const Wide dx = b.x - a.x, dy = b.y - a.y, du = b.u - a.u, dv = b.v - a.v;
  const Wide found = dx * dx + dy * dy, listed = du * du + dv * dv;
  if (found < kLeastBase * kLeastBase || listed < kLeastBase * kLeastBase) return std::nullopt;
  // What the levels say of the scale, within a third: squares of found / listed.
  const Wide by_found = pixel_of(a.level_found) * pixel_of(b.level_found);
  const Wide by_listed = pixel_of(a.level_listed) * pixel_of(b.level_listed);
  const Wide left = found * by_listed, right = listed * by_found;
  if (left * 9 > right * 20 || right * 9 > left * 20) return std::nullopt;
  Similarity out{a.x, a.y, a.u, a.v, du * dx + dv * dy, dv * dx - du * dy, found};
  // From found to listed it turns back.
  if (apart((kAngles - direction(out.re, out.im)) % kAngles, a.turn) > 2) return std::nullopt;
  return out;
}

// The least squares' similarity of pairs that agree.
Similarity fitted(const std::vector<Pair>& pairs) {
  const auto count = static_cast<Wide>(pairs.size());
  Similarity out{0, 0, 0, 0, 0, 0, 0};
  for (const Pair& one : pairs) {
    out.x0 += one.x, out.y0 += one.y;
    out.u0 += one.u, out.v0 += one.v;
  }
  for (Wide* mean : {&out.x0, &out.y0, &out.u0, &out.v0}) *mean /= count;
  for (const Pair& one : pairs) {
    const Wide dx = one.x - out.x0, dy = one.y - out.y0, du = one.u - out.u0, dv = one.v - out.v0;
    out.re += du * dx + dv * dy;
    out.im += dv * dx - du * dy;
    out.of += dx * dx + dy * dy;
  }
  return out;
}

std::vector<Pair> agreeing(const Similarity& by, const std::vector<Pair>& pairs) {
  std::vector<Pair> out;
  std::ranges::copy_if(pairs, std::back_inserter(out),
                       [&](const Pair& pair) { return agrees(by, pair); });
  return out;
}

// One of those that lie at one place in either picture: the first.
std::vector<Pair> at_places(const std::vector<Pair>& pairs) {
  std::vector<Pair> out;
  for (const Pair& one : pairs) {
    const bool is_new = std::ranges::none_of(out, [&](const Pair& other) {
      const bool in_found =
          std::abs(one.x - other.x) < kOnePlace && std::abs(one.y - other.y) < kOnePlace;
      const bool in_listed =
          std::abs(one.u - other.u) < kOnePlace && std::abs(one.v - other.v) < kOnePlace;
      return in_found || in_listed;
    });
    if (is_new) out.push_back(one);
  }
  return out;
}

// The other way. Numbers are cut to 20 bits first, so that products of three fit.
Similarity undone(Similarity by) {
  while (std::max(std::abs(by.re), std::abs(by.im)) >= Wide{1} << 20U) {
    by.re /= 2, by.im /= 2, by.of /= 2;
  }
  const Wide size = std::max(Wide{1}, by.re * by.re + by.im * by.im);
  return {by.u0, by.v0, by.x0, by.y0, by.re * by.of, -by.im * by.of, size};
}

struct Best {
  Similarity by;
  std::vector<Pair> pairs;
};

std::optional<Best> best_of(const std::vector<Pair>& pairs) {
  std::optional<Similarity> best;
  std::size_t most = 2;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    for (std::size_t j = i + 1; j < pairs.size(); ++j) {
      const auto by = similarity_of(pairs[i], pairs[j]);
      if (!by) continue;
      const auto count = static_cast<std::size_t>(
          std::ranges::count_if(pairs, [&](const Pair& pair) { return agrees(*by, pair); }));
      if (count <= most) continue;
      most = count;
      best = by;
    }
  }
  if (!best) return std::nullopt;
  Best out{*best, agreeing(*best, pairs)};
  const Similarity again = fitted(out.pairs);
  if (again.of > 0) {
    std::vector<Pair> more = agreeing(again, pairs);
    if (more.size() >= out.pairs.size()) out = {again, std::move(more)};
  }
  return out;
}

std::size_t within(const Points& points, const Points& other, const Similarity& by) {
  return static_cast<std::size_t>(std::ranges::count_if(points.points, [&](const Point& point) {
    const auto [u, v] = by(point.x, point.y);
    return u >= 0 && v >= 0 && u < Wide{other.width} * kUnits && v < Wide{other.height} * kUnits;
  }));
}

// The smaller of the two deviations of the places about their middle, in pixels: small where they
// lie along one line.
double thickness(const std::vector<Pair>& pairs) {
  double count = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  for (const Pair& one : pairs) {
    const double px = static_cast<double>(one.x) / kUnits, py = static_cast<double>(one.y) / kUnits;
    count += 1, x += px, y += py, xx += px * px, yy += py * py, xy += px * py;
  }
  x /= count, y /= count;
  const double across = xx / count - x * x, down = yy / count - y * y, both = xy / count - x * y;
  const double off = std::sqrt((across - down) * (across - down) / 4 + both * both);
  return std::sqrt(std::max(0.0, (across + down) / 2 - off));
}

Place share_of(const std::array<Wide, 2>& at, const Points& of) {
  const auto share = [](Wide value, int side) {
    const Wide whole = Wide{side} * kUnits;
    return static_cast<int>((value * kShareOne + (value < 0 ? -whole : whole) / 2) / whole);
  };
  return {share(at[0], of.width), share(at[1], of.height)};
}

// In the order of Agreement.
std::array<std::array<Wide, 2>, 4> corners_of(const Points& of) {
  const Wide right = Wide{of.width} * kUnits, bottom = Wide{of.height} * kUnits;
  return {{{0, 0}, {right, 0}, {right, bottom}, {0, bottom}}};
}

// by: from found to listed, where listed may be the mirror image of the listed picture.
void tell_position(const Similarity& by, const Similarity& back, const Points& found,
                   const Points& listed, Agreement& out) {
  const Wide right = Wide{listed.width} * kUnits;
  const auto as_listed = [&](std::array<Wide, 2> at) {
    return out.mirrored ? std::array<Wide, 2>{right - at[0], at[1]} : at;
  };
  const auto of_found = corners_of(found), of_listed = corners_of(listed);
  for (std::size_t i = 0; i < 4; ++i) {
    out.found_in_listed[i] = share_of(as_listed(by(of_found[i][0], of_found[i][1])), listed);
    const auto corner = as_listed(of_listed[i]);
    out.listed_in_found[i] = share_of(back(corner[0], corner[1]), found);
  }
  const auto re = static_cast<double>(back.re), im = static_cast<double>(back.im);
  constexpr double kDegrees = 180 / 3.14159265358979323846;
  out.degrees = (static_cast<int>(std::lround(std::atan2(im, re) * kDegrees)) + 360) % 360;
  out.scale_permille =
      static_cast<int>(std::lround(1000 * std::hypot(re, im) / static_cast<double>(back.of)));
}

std::optional<Agreement> compare_one(const Points& found, const Points& listed, bool is_mirrored,
                                     const Kernel& kernel, std::size_t least_points) {
  const std::vector<Pair> pairs = pairs_of(found, listed, kernel);
  if (pairs.size() < least_points) return std::nullopt;
  const auto best = best_of(pairs);
  if (!best) return std::nullopt;
  const std::vector<Pair> places = at_places(best->pairs);
  if (places.size() < least_points || thickness(places) < kLeastThickness) return std::nullopt;
  Agreement out;
  out.points = places.size();
  const Similarity back = undone(best->by);
  out.in_common = std::min(within(found, listed, best->by), within(listed, found, back));
  if (out.points < kManyPoints && out.points * 100 < out.in_common * kLeastSharePercent)
    return std::nullopt;
  out.mirrored = is_mirrored;
  tell_position(best->by, back, found, listed, out);
  return out;
}

}  // namespace

std::optional<Agreement> compare(const Points& found, const Points& listed,
                                 Instructions instructions, std::size_t least_points) {
  if (found.points.empty() || listed.points.empty()) return std::nullopt;
  const Kernel& kernel = choose(instructions);
  const auto plain = compare_one(found, listed, false, kernel, least_points);
  const auto other = compare_one(found, mirrored(listed), true, kernel, least_points);
  const bool is_mirrored = other && (!plain || other->points > plain->points);
  return is_mirrored ? other : plain;
}

}  // namespace sanad::points
