#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "levels.h"
#include "regions/cascade.h"

namespace sanad::regions {
namespace {

// The trainer's thresholds are reached by what it learned from only up to rounding.
constexpr float kSlack = 1e-5F;
// Deviation of brightness: where it is less, nothing is to be seen, and features would be noise.
constexpr double kLeastDeviation = 10;

// The features of one level: places in its tables, from the window's upper left corner on.
struct Placed {
  struct Corners {
    std::ptrdiff_t a = 0, b = 0, c = 0, d = 0;  // the sum is a - b - c + d
    float weight = 0;
  };
  std::array<Corners, 3> rectangles{};
  std::size_t count = 0;
  bool is_tilted = false;
};

Placed place(const Cascade::Feature& feature, std::size_t stride) {
  Placed out;
  out.is_tilted = feature.is_tilted;
  const auto at = [stride](int x, int y) {
    return static_cast<std::ptrdiff_t>(y) * static_cast<std::ptrdiff_t>(stride) + x;
  };
  for (const Cascade::Rectangle& r : feature.rectangles) {
    Placed::Corners& corners = out.rectangles[out.count++];
    corners.weight = r.weight;
    if (out.is_tilted)
      corners = {at(r.x, r.y), at(r.x - r.height, r.y + r.height), at(r.x + r.width, r.y + r.width),
                 at(r.x + r.width - r.height, r.y + r.width + r.height), r.weight};
    else
      corners = {at(r.x, r.y), at(r.x + r.width, r.y), at(r.x, r.y + r.height),
                 at(r.x + r.width, r.y + r.height), r.weight};
  }
  return out;
}

// One cascade over one level.
class Scan {
 public:
  Scan(const Cascade& cascade, const Level& level) : cascade_(cascade), level_(level) {
    placed_.reserve(cascade.features().size());
    for (const Cascade::Feature& feature : cascade.features())
      placed_.push_back(place(feature, level.stride));
  }

  // How many stages a window passes; all of them: a hit.
  std::size_t stages_passed(int x, int y, std::uint64_t& features) const {
    const std::size_t corner =
        static_cast<std::size_t>(y) * level_.stride + static_cast<std::size_t>(x);
    const double deviation = deviation_at(x, y);
    if (deviation < kLeastDeviation * (cascade_.width() - 2) * (cascade_.height() - 2)) return 0;
    const auto by = static_cast<float>(1 / deviation);
    std::size_t passed = 0;
    for (const Cascade::Stage& stage : cascade_.stages()) {
      float sum = 0;
      features += stage.trees.size();
      for (const Cascade::Tree& tree : stage.trees) {
        int node = 0;
        do {
          const Cascade::Node& here = tree.nodes[static_cast<std::size_t>(node)];
          const float value = value_of(static_cast<std::size_t>(here.feature), corner) * by;
          node = value < here.threshold ? here.left : here.right;
        } while (node > 0);
        sum += tree.leaves[static_cast<std::size_t>(-node)];
      }
      if (sum < stage.threshold - kSlack) return passed;
      ++passed;
    }
    return passed;
  }

 private:
  // Of brightness within the window less a frame of one pixel, times its area: what the trainer
  // divided by.
  double deviation_at(int x, int y) const {
    const auto wide = static_cast<std::size_t>(cascade_.width() - 2);
    const auto high = static_cast<std::size_t>(cascade_.height() - 2);
    const std::size_t a =
        (static_cast<std::size_t>(y) + 1) * level_.stride + static_cast<std::size_t>(x) + 1;
    const std::size_t c = a + high * level_.stride;
    const std::uint32_t sum =
        level_.sums[a] - level_.sums[a + wide] - level_.sums[c] + level_.sums[c + wide];
    const std::uint64_t squares =
        level_.squares[a] - level_.squares[a + wide] - level_.squares[c] + level_.squares[c + wide];
    const double variance = static_cast<double>(wide * high) * static_cast<double>(squares) -
                            static_cast<double>(sum) * static_cast<double>(sum);
    return variance > 0 ? std::sqrt(variance) : 0;
  }

  float value_of(std::size_t feature, std::size_t corner) const {
    const Placed& placed = placed_[feature];
    const std::uint32_t* table = (placed.is_tilted ? level_.tilted : level_.sums).data() + corner;
    float value = 0;
    for (std::size_t i = 0; i < placed.count; ++i) {
      const Placed::Corners& r = placed.rectangles[i];
      const std::uint32_t sum = table[r.a] - table[r.b] - table[r.c] + table[r.d];
      value += static_cast<float>(sum) * r.weight;
    }
    return value;
  }

  const Cascade& cascade_;
  const Level& level_;
  std::vector<Placed> placed_;
};

struct Progress {
  std::vector<Box> hits;
  std::uint64_t features = 0;
  bool cut = false;
};

// factor: how many times larger the picture is than the level.
void scan(const Cascade& cascade, const Level& level, double factor, const Search& search,
          Progress& progress) {
  const Scan scan(cascade, level);
  const int step = factor > 2 ? 1 : 2;
  for (int y = 0; y + cascade.height() <= level.height; y += step) {
    for (int x = 0; x + cascade.width() <= level.width; x += step) {
      const std::size_t passed = scan.stages_passed(x, y, progress.features);
      if (passed == cascade.stages().size())
        progress.hits.push_back({static_cast<int>(std::lround(x * factor)),
                                 static_cast<int>(std::lround(y * factor)),
                                 static_cast<int>(std::lround(cascade.width() * factor)),
                                 static_cast<int>(std::lround(cascade.height() * factor)), 1});
      // Where the first stage sees nothing, the next place hardly differs.
      if (passed == 0) x += step;
      progress.cut =
          progress.features > search.max_features || progress.hits.size() >= search.max_hits;
      if (progress.cut) return;
    }
  }
}

bool lie_on_each_other(const Box& a, const Box& b) {
  const double most = 0.2 * (std::min(a.width, b.width) + std::min(a.height, b.height)) * 0.5;
  return std::abs(a.x - b.x) <= most && std::abs(a.y - b.y) <= most &&
         std::abs(a.x + a.width - b.x - b.width) <= most &&
         std::abs(a.y + a.height - b.y - b.height) <= most;
}

bool is_within(const Box& inner, const Box& outer) {
  return inner.x >= outer.x && inner.y >= outer.y &&
         inner.x + inner.width <= outer.x + outer.width &&
         inner.y + inner.height <= outer.y + outer.height;
}

}  // namespace

std::vector<Box> group(const std::vector<Box>& hits, int min_votes) {
  std::vector<std::size_t> leader(hits.size());
  std::iota(leader.begin(), leader.end(), std::size_t{0});
  const auto find = [&leader](std::size_t i) {
    while (leader[i] != i) i = leader[i] = leader[leader[i]];
    return i;
  };
  for (std::size_t i = 0; i < hits.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      if (lie_on_each_other(hits[i], hits[j])) leader[find(i)] = find(j);
  }
  struct Sum {
    std::int64_t x = 0, y = 0, width = 0, height = 0, votes = 0;
  };
  std::vector<Sum> sums(hits.size());
  for (std::size_t i = 0; i < hits.size(); ++i) {
    Sum& sum = sums[find(i)];
    sum.x += hits[i].x;
    sum.y += hits[i].y;
    sum.width += hits[i].width;
    sum.height += hits[i].height;
    ++sum.votes;
  }
  std::vector<Box> means;
  for (const Sum& sum : sums) {
    if (sum.votes < std::max(min_votes, 1)) continue;
    const auto mean = [&](std::int64_t total) {
      return static_cast<int>((total + sum.votes / 2) / sum.votes);
    };
    means.push_back(
        {mean(sum.x), mean(sum.y), mean(sum.width), mean(sum.height), static_cast<int>(sum.votes)});
  }
  std::ranges::sort(means, [](const Box& a, const Box& b) {
    return std::tuple(-a.votes, a.y, a.x, a.width, a.height) <
           std::tuple(-b.votes, b.y, b.x, b.width, b.height);
  });
  std::vector<Box> boxes;
  for (const Box& one : means) {
    if (std::ranges::none_of(boxes, [&](const Box& other) { return is_within(one, other); }))
      boxes.push_back(one);
  }
  return boxes;
}

Result<Found> Cascade::find(const Grey& picture, const Search& search) const {
  if (picture.width < 1 || picture.height < 1 || picture.width > kMaxSide ||
      picture.height > kMaxSide || !(search.scale > 1) ||
      picture.pixels.size() !=
          static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height))
    return Error{ErrorCode::kInvalid, "the picture that is searched has another size"};
  const bool with_tilted = std::ranges::any_of(features_, &Feature::is_tilted);
  Progress progress;
  Grey base = picture;
  double of_base = 1;  // how many times larger the picture is
  for (double factor = 1; !progress.cut; factor *= search.scale) {
    const int wide = static_cast<int>(std::lround(picture.width / factor));
    const int high = static_cast<int>(std::lround(picture.height / factor));
    if (wide < width_ || high < height_) break;
    while (factor / of_base >= 2) {
      base = halved(base);
      of_base *= 2;
    }
    const Level level = level_of(resized(base, wide, high), with_tilted);
    scan(*this, level, factor, search, progress);
  }
  return Found{group(progress.hits, search.min_votes), progress.cut};
}

}  // namespace sanad::regions
