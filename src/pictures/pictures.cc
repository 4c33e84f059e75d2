#include "pictures/pictures.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace sanad::pictures {
namespace {

constexpr std::array<std::string_view, 6> kNames = {"flat",   "gradient", "noise",
                                                    "shapes", "text",     "terrain"};

int below(std::uint64_t seed, std::uint64_t index, int limit) {
  return static_cast<int>(mix(seed, index) % static_cast<std::uint64_t>(limit));
}

std::uint8_t byte_of(std::int64_t value) {
  return static_cast<std::uint8_t>(std::clamp<std::int64_t>(value, 0, 255));
}

class Canvas {
 public:
  explicit Canvas(const Plan& plan) : plan_(plan) {
    picture.width = plan.width;
    picture.height = plan.height;
    picture.channels = plan.channels;
    picture.pixels.resize(static_cast<std::size_t>(plan.width) *
                          static_cast<std::size_t>(plan.height) *
                          static_cast<std::size_t>(plan.channels));
  }

  std::uint8_t* at(int x, int y) {
    return picture.pixels.data() +
           (static_cast<std::size_t>(y) * static_cast<std::size_t>(plan_.width) +
            static_cast<std::size_t>(x)) *
               static_cast<std::size_t>(plan_.channels);
  }
  void set(int x, int y, const std::array<std::uint8_t, 3>& colour) {
    std::copy_n(colour.begin(), plan_.channels, at(x, y));
  }
  std::array<std::uint8_t, 3> colour(std::uint64_t index) const {
    const std::uint64_t bits = mix(plan_.seed, index);
    return {static_cast<std::uint8_t>(bits), static_cast<std::uint8_t>(bits >> 8),
            static_cast<std::uint8_t>(bits >> 16)};
  }
  void fill(int x0, int y0, int x1, int y1, const std::array<std::uint8_t, 3>& colour) {
    for (int y = std::max(y0, 0); y < std::min(y1, plan_.height); ++y) {
      for (int x = std::max(x0, 0); x < std::min(x1, plan_.width); ++x) set(x, y, colour);
    }
  }

  Picture picture;

 private:
  const Plan& plan_;
};

void draw_gradient(const Plan& plan, Canvas& canvas) {
  for (int y = 0; y < plan.height; ++y) {
    for (int x = 0; x < plan.width; ++x) {
      for (int c = 0; c < plan.channels; ++c) {
        const std::int64_t across = below(plan.seed, static_cast<std::uint64_t>(c), 511) - 255;
        const std::int64_t down = below(plan.seed, static_cast<std::uint64_t>(c) + 8, 511) - 255;
        canvas.at(x, y)[c] = byte_of(128 + across * (2 * x - plan.width) / (2 * plan.width) +
                                     down * (2 * y - plan.height) / (2 * plan.height));
      }
    }
  }
}

void draw_noise(const Plan& plan, Canvas& canvas) {
  for (std::size_t i = 0; i < canvas.picture.pixels.size(); ++i) {
    canvas.picture.pixels[i] = static_cast<std::uint8_t>(mix(plan.seed, i));
  }
}

void draw_shapes(const Plan& plan, Canvas& canvas) {
  canvas.fill(0, 0, plan.width, plan.height, canvas.colour(0));
  const int side = std::max(plan.width, plan.height);
  for (std::uint64_t shape = 1; shape <= 12; ++shape) {
    const std::uint64_t base = shape * 16;
    const int x = below(plan.seed, base, plan.width);
    const int y = below(plan.seed, base + 1, plan.height);
    const int size = 1 + below(plan.seed, base + 2, side / 3 + 1);
    const auto colour = canvas.colour(base + 3);
    if (shape % 3 == 0) {
      canvas.fill(x - size / 2, y - size / 4, x + size / 2, y + size / 4, colour);
      continue;
    }
    for (int dy = -size / 2; dy <= size / 2; ++dy) {
      for (int dx = -size / 2; dx <= size / 2; ++dx) {
        const bool inside =
            std::int64_t{4} * dx * dx + std::int64_t{4} * dy * dy <= std::int64_t{size} * size;
        const bool striped = shape % 3 == 1 || ((dx + dy) / std::max(1, size / 8)) % 2 == 0;
        if (!inside || !striped || x + dx < 0 || y + dy < 0) continue;
        if (x + dx < plan.width && y + dy < plan.height) canvas.set(x + dx, y + dy, colour);
      }
    }
  }
}

void draw_text(const Plan& plan, Canvas& canvas) {
  canvas.fill(0, 0, plan.width, plan.height, {245, 243, 238});
  const int line = std::max(4, plan.height / (8 + below(plan.seed, 1, 24)));
  std::uint64_t mark = 16;
  for (int y = line; y + line < plan.height; y += line + line / 2) {
    const int end = plan.width - line - below(plan.seed, ++mark, plan.width / 2 + 1);
    for (int x = line; x < end;) {
      const int width = 1 + below(plan.seed, ++mark, line);
      const int rise = below(plan.seed, ++mark, line / 2 + 1);
      if (mix(plan.seed, ++mark) % 6 != 0) {
        canvas.fill(x, y + rise, x + std::max(1, width / 3), y + line, {30, 28, 40});
        canvas.fill(x, y + line - std::max(1, line / 6), x + width, y + line, {30, 28, 40});
      }
      x += width + std::max(1, line / 5);
    }
  }
}

// Height of the hills at a point, 0..65535: smoothed random values on a grid of `cell` pixels.
std::int64_t hills(std::uint64_t seed, int x, int y, int cell) {
  const int column = x / cell;
  const int row = y / cell;
  const auto value = [&](int i, int j) {
    return static_cast<std::int64_t>(
        mix(seed, (static_cast<std::uint64_t>(j) << 24) + static_cast<std::uint64_t>(i)) & 0xFFFF);
  };
  const auto smooth = [cell](int within) {  // 3t^2 - 2t^3 in units of 1/4096
    const std::int64_t t = std::int64_t{within} * 4096 / cell;
    return t * t * (3 * 4096 - 2 * t) / (std::int64_t{4096} * 4096);
  };
  const std::int64_t u = smooth(x % cell);
  const std::int64_t v = smooth(y % cell);
  const std::int64_t top = value(column, row) * (4096 - u) + value(column + 1, row) * u;
  const std::int64_t bottom = value(column, row + 1) * (4096 - u) + value(column + 1, row + 1) * u;
  return (top * (4096 - v) + bottom * v) / (std::int64_t{4096} * 4096);
}

void draw_terrain(const Plan& plan, Canvas& canvas) {
  const int side = std::max(plan.width, plan.height);
  const auto sky = canvas.colour(1);
  const auto ground = canvas.colour(2);
  for (int y = 0; y < plan.height; ++y) {
    for (int x = 0; x < plan.width; ++x) {
      std::int64_t height = 0;
      std::int64_t share = 128;
      for (int cell = std::max(2, side / 3); cell >= 2 && share >= 4; cell /= 2, share /= 2) {
        height += share * hills(plan.seed + static_cast<std::uint64_t>(cell), x, y, cell) / 256;
      }
      for (int c = 0; c < plan.channels; ++c) {
        const auto at = static_cast<std::size_t>(c);
        const std::int64_t mixed = (ground[at] * height + sky[at] * (65535 - height)) / 65535;
        canvas.at(x, y)[c] = byte_of(mixed + (height - 32768) / 320);
      }
    }
  }
}

}  // namespace

std::uint64_t mix(std::uint64_t seed, std::uint64_t index) {
  std::uint64_t z = seed * 0xD1342543DE82EF95ULL + (index + 1) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

std::string Plan::name() const {
  return std::string(kNames[static_cast<std::size_t>(kind)]) + "-" + std::to_string(width) + "x" +
         std::to_string(height) + (channels == 1 ? "-grey-" : "-rgb-") + std::to_string(seed);
}

Picture draw(const Plan& plan) {
  Canvas canvas(plan);
  switch (plan.kind) {
    case Kind::kFlat:
      canvas.fill(0, 0, plan.width, plan.height, canvas.colour(0));
      break;
    case Kind::kGradient:
      draw_gradient(plan, canvas);
      break;
    case Kind::kNoise:
      draw_noise(plan, canvas);
      break;
    case Kind::kShapes:
      draw_shapes(plan, canvas);
      break;
    case Kind::kText:
      draw_text(plan, canvas);
      break;
    case Kind::kTerrain:
      draw_terrain(plan, canvas);
      break;
  }
  return std::move(canvas.picture);
}

std::vector<Plan> plans() {
  struct Size {
    int width, height;
  };
  constexpr Size kSizes[] = {{1, 1},     {2, 3},     {4, 4},     {4, 100},   {5, 5},
                             {6, 5},     {7, 9},     {16, 16},   {31, 33},   {63, 64},
                             {64, 64},   {65, 63},   {64, 128},  {127, 129}, {128, 128},
                             {130, 97},  {200, 200}, {255, 257}, {320, 240}, {384, 512},
                             {511, 512}, {512, 512}, {513, 100}, {512, 40},  {640, 360}};
  std::vector<Plan> out;
  std::uint64_t seed = 0;
  for (const Kind kind :
       {Kind::kFlat, Kind::kGradient, Kind::kNoise, Kind::kShapes, Kind::kText, Kind::kTerrain}) {
    for (const Size& size : kSizes) {
      for (const int channels : {1, 3}) {
        out.push_back({kind, size.width, size.height, channels, ++seed});
      }
    }
  }
  for (const Size& size : {Size{600, 1}, Size{3, 600}, Size{1000, 1000}, Size{1024, 768},
                           Size{1500, 2000}, Size{2000, 1500}, Size{4096, 64}, Size{5000, 4000}}) {
    for (const Kind kind : {Kind::kShapes, Kind::kTerrain}) {
      out.push_back({kind, size.width, size.height, 3, ++seed});
    }
  }
  return out;
}

}  // namespace sanad::pictures
