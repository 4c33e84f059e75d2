#include "points/points.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "choose.h"
#include "pattern.h"

namespace sanad::points {
namespace {

constexpr float kLeastCorner = 35;        // below, a corner is noise of coding
constexpr int kLeastCell = 6;             // pixels
constexpr std::size_t kCandidates = 450;  // of a level, about

std::size_t to_size(int value) { return static_cast<std::size_t>(value); }

struct Plane {
  int width = 0, height = 0;
  Bytes pixels;
  // What is in it is to be written again. Memory is kept, since getting it costs as much as using
  // it.
  void reset(int new_width, int new_height) {
    width = new_width, height = new_height;
    pixels.resize(to_size(width) * to_size(height));
  }
  std::uint8_t at(int x, int y) const { return pixels[to_size(y) * to_size(width) + to_size(x)]; }
};

struct Candidate {
  int x = 0, y = 0;
  float corner = 0;
  int reach = 0;  // squared distance to the nearest that stands out clearly more
};

// Most first; no two are equal.
bool is_before(const Candidate& a, const Candidate& b) {
  if (a.corner != b.corner) return a.corner > b.corner;
  return a.y != b.y ? a.y < b.y : a.x < b.x;
}

Plane luma_of(const Kernel& kernel, const Raster& raster) {
  Plane out{raster.width, raster.height, Bytes(to_size(raster.width) * to_size(raster.height))};
  for (int y = 0; y < raster.height; ++y) {
    const std::uint8_t* in = raster.pixels.data() + to_size(y) * raster.stride_bytes;
    std::uint8_t* to = out.pixels.data() + to_size(y) * to_size(raster.width);
    if (raster.channels == 1) {
      std::copy_n(in, raster.width, to);
      continue;
    }
    kernel.luma(in, raster.width, to);
  }
  return out;
}

class Finder {
 public:
  explicit Finder(const Kernel& kernel) : kernel_(kernel) {}

  Points find(const Raster& raster) {
    plane_ = luma_of(kernel_, raster);
    const int most = std::max(plane_.width, plane_.height);
    if (most < kLeastWorkSide) plane_ = doubled(plane_);
    if (most > kWorkSide) {
      shrink(plane_, scaled(plane_.width, most), scaled(plane_.height, most), next_);
      std::swap(plane_, next_);
    }
    Points out{plane_.width, plane_.height, {}};
    std::vector<Ranked> all;
    for (int level = 0; level < kLevels; ++level) {
      if (std::min(plane_.width, plane_.height) <= 2 * kBorder) break;
      add_level(level, out, all);
      shrink(plane_, side_at(level + 1, out.width), side_at(level + 1, out.height), next_);
      std::swap(plane_, next_);
    }
    std::sort(all.begin(), all.end(), [](const Ranked& a, const Ranked& b) {
      return a.rank != b.rank ? a.rank < b.rank : a.point.level < b.point.level;
    });
    for (const Ranked& one : all) out.points.push_back(one.point);
    return out;
  }

 private:
  // rank: how many of its level stand out more, as a share of those that the level may have.
  struct Ranked {
    double rank = 0;
    Point point;
  };

  static int side_at(int level, int side) {
    std::int64_t numerator = side, denominator = 1;
    for (int i = 0; i < level; ++i) numerator *= 5, denominator *= 6;
    return std::max(1, static_cast<int>((2 * numerator + denominator) / (2 * denominator)));
  }

  static int scaled(int side, int most) {
    return std::max(1, static_cast<int>((std::int64_t{2} * side * kWorkSide + most) / (2 * most)));
  }

  // Pixels between pixels are their means.
  static Plane doubled(const Plane& in) {
    Plane out{2 * in.width, 2 * in.height, Bytes(4 * in.pixels.size())};
    const auto near = [](int at, int size) {  // the two pixels, the nearer first
      const int half = at / 2;
      return std::pair{half, std::clamp(at % 2 == 0 ? half - 1 : half + 1, 0, size - 1)};
    };
    for (int y = 0; y < out.height; ++y) {
      const auto [top, bottom] = near(y, in.height);
      for (int x = 0; x < out.width; ++x) {
        const auto [left, right] = near(x, in.width);
        const int sum = 9 * in.at(left, top) + 3 * in.at(right, top) + 3 * in.at(left, bottom) +
                        in.at(right, bottom);
        out.pixels[to_size(y) * to_size(out.width) + to_size(x)] =
            static_cast<std::uint8_t>((sum + 8) / 16);
      }
    }
    return out;
  }

  void shrink(const Plane& in, int width, int height, Plane& out) {
    out.reset(width, height);
    row_.resize(to_size(in.width) + 4 * to_size(width));
    kernel_.shrink(in.pixels.data(), in.width, in.height, out.pixels.data(), width, height,
                   row_.data());
  }

  void blur(const Plane& in, Plane& out) {
    out.reset(in.width, in.height);
    rows_.resize(in.pixels.size());
    kernel_.blur(in.pixels.data(), in.width, in.height, out.pixels.data(), rows_.data());
  }

  // Each level has 5/6 of the points of the one before.
  static std::size_t quota(int level) {
    constexpr std::array<std::size_t, kLevels> kQuotas = {56, 46, 38, 32, 27, 22, 19, 16};
    static_assert(56 + 46 + 38 + 32 + 27 + 22 + 19 + 16 == kMaxPoints);
    return kQuotas[to_size(level)];
  }

  void add_level(int level, const Points& whole, std::vector<Ranked>& all) {
    blur(plane_, smooth_);
    const std::vector<Candidate> chosen = choose(smooth_, quota(level));
    if (chosen.empty()) return;
    blur(smooth_, next_);
    blur(next_, soft_);
    const auto place = [](int at, int from, int to) {  // of the middle of a pixel
      return static_cast<std::uint16_t>((std::int64_t{2 * at + 1} * kUnits * to) / (2 * from));
    };
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const Candidate& one = chosen[i];
      const int angle = angle_at(smooth_, one.x, one.y);
      all.push_back({static_cast<double>(i) / static_cast<double>(quota(level)),
                     {place(one.x, plane_.width, whole.width),
                      place(one.y, plane_.height, whole.height), static_cast<std::uint8_t>(level),
                      static_cast<std::uint8_t>(angle), describe(soft_, one.x, one.y, angle)}});
    }
  }

  std::vector<Candidate> choose(const Plane& plane, std::size_t most) {
    corners_.resize(plane.pixels.size());
    work_.resize(18 * to_size(plane.width));
    kernel_.corners(plane.pixels.data(), plane.width, plane.height, corners_.data(), work_.data());
    std::vector<Candidate> all = candidates(plane);
    std::sort(all.begin(), all.end(), is_before);
    for (std::size_t i = 0; i < all.size(); ++i) {
      int nearest = INT32_MAX;
      for (std::size_t j = 0; j < i && all[j].corner * 0.9F > all[i].corner; ++j) {
        const int dx = all[i].x - all[j].x, dy = all[i].y - all[j].y;
        nearest = std::min(nearest, dx * dx + dy * dy);
      }
      all[i].reach = nearest;
    }
    std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) {
      return a.reach != b.reach ? a.reach > b.reach : is_before(a, b);
    });
    if (all.size() > most) all.resize(most);
    return all;
  }

  // The strongest corner of each cell that is stronger than its neighbours.
  std::vector<Candidate> candidates(const Plane& plane) const {
    const int area = plane.width * plane.height;
    const int side =
        std::max(kLeastCell, static_cast<int>(std::sqrt(static_cast<double>(area) / kCandidates)));
    std::vector<Candidate> out;
    for (int top = kBorder; top < plane.height - kBorder; top += side) {
      for (int left = kBorder; left < plane.width - kBorder; left += side) {
        Candidate best;
        for (int y = top; y < std::min(top + side, plane.height - kBorder); ++y) {
          for (int x = left; x < std::min(left + side, plane.width - kBorder); ++x) {
            const float corner = corners_[to_size(y) * to_size(plane.width) + to_size(x)];
            if (corner > best.corner && is_top(plane, x, y)) best = {x, y, corner, 0};
          }
        }
        if (best.corner >= kLeastCorner) out.push_back(best);
      }
    }
    return out;
  }

  bool is_top(const Plane& plane, int x, int y) const {
    const float* at = corners_.data() + to_size(y) * to_size(plane.width) + to_size(x);
    const std::ptrdiff_t w = plane.width;
    // Of equal ones the first.
    return at[0] > at[-w - 1] && at[0] > at[-w] && at[0] > at[-w + 1] && at[0] > at[-1] &&
           at[0] >= at[1] && at[0] >= at[w - 1] && at[0] >= at[w] && at[0] >= at[w + 1];
  }

  static int angle_at(const Plane& plane, int x, int y) {
    int across = 0, down = 0;
    for (int dy = -kPatchRadius; dy <= kPatchRadius; ++dy) {
      for (int dx = -kPatchRadius; dx <= kPatchRadius; ++dx) {
        if (dx * dx + dy * dy > kPatchRadius * kPatchRadius) continue;
        const int grey = plane.at(x + dx, y + dy);
        across += dx * grey;
        down += dy * grey;
      }
    }
    return direction(across, down);
  }

  static Descriptor describe(const Plane& plane, int x, int y, int angle) {
    const auto& places = pattern()[to_size(angle)];
    Descriptor out{};
    for (std::size_t bit = 0; bit < places.size(); ++bit) {
      const Pair& pair = places[bit];
      const bool darker =
          plane.at(x + pair.a.x, y + pair.a.y) < plane.at(x + pair.b.x, y + pair.b.y);
      out[bit / 64] |= std::uint64_t{darker} << (bit % 64);
    }
    return out;
  }

  const Kernel& kernel_;
  Plane plane_, next_, smooth_, soft_;
  std::vector<std::uint32_t> row_;
  std::vector<std::uint16_t> rows_;
  std::vector<float> corners_, work_;
};

}  // namespace

Result<Points> find_points(const Raster& raster, Instructions instructions) {
  const auto is_side = [](int side) { return side >= 1 && side <= kMaxSide; };
  const bool is_layout = raster.channels == 1 || raster.channels == 3;
  if (!is_side(raster.width) || !is_side(raster.height) || !is_layout)
    return Error{ErrorCode::kInvalid,
                 "a picture has sides of 1 to 65,535 pixels, grey or in colour"};
  const std::size_t row = to_size(raster.width) * to_size(raster.channels);
  if (raster.stride_bytes < row ||
      raster.pixels.size() < to_size(raster.height - 1) * raster.stride_bytes + row)
    return Error{ErrorCode::kInvalid, "the picture's bytes do not reach its last pixel"};
  return Finder(choose(instructions)).find(raster);
}

Descriptor mirrored(const Descriptor& descriptor) {
  return {descriptor[2], descriptor[3], descriptor[0], descriptor[1]};
}

Points mirrored(const Points& points) {
  Points out = points;
  for (Point& point : out.points) {
    point.x = static_cast<std::uint16_t>(std::max(0, points.width * kUnits - point.x));
    point.angle = static_cast<std::uint8_t>((kAngles + kAngles / 2 - point.angle) % kAngles);
    point.descriptor = mirrored(point.descriptor);
  }
  return out;
}

}  // namespace sanad::points
