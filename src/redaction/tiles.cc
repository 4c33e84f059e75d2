#include "redaction/tiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <set>

#include "cover.h"
#include "crypto/crypto.h"
#include "reasons.h"

namespace sanad::redaction {
namespace {

constexpr std::string_view kSeedLabel = "sanad-seed-1\n";
constexpr std::string_view kTileLabel = "sanad-tile-1\n";
constexpr std::size_t kChannels = 3;

void put(Bytes& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void put(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

// Where a tile lies, in pixels.
struct Area {
  std::uint32_t x, y, width, height;
};
Area area_of(const Grid& grid, std::uint64_t number) {
  const auto column = static_cast<std::uint32_t>(number % grid.columns());
  const auto row = static_cast<std::uint32_t>(number / grid.columns());
  const std::uint32_t x = column * kTileSide, y = row * kTileSide;
  return {x, y, std::min(kTileSide, grid.width - x), std::min(kTileSide, grid.height - y)};
}

// The part of one of a tile's rows of pixels in the picture's bytes.
struct Stretch {
  std::size_t at, size;
};
Stretch stretch_of(const Grid& grid, const Area& area, std::uint32_t line) {
  const std::size_t stride = std::size_t{grid.width} * kChannels;
  return {(std::size_t{area.y} + line) * stride + std::size_t{area.x} * kChannels,
          std::size_t{area.width} * kChannels};
}

Error no_plan(std::string_view why) {
  return {ErrorCode::kInvalid, fmt::format("the boxes cannot be used: {}", why)};
}

Result<Box> parse_box(const json::Value& value) {
  const json::Array* numbers = value.as_array();
  if (numbers == nullptr || numbers->size() != 5) return no_plan("one is not of five numbers");
  std::array<std::uint32_t, 5> read{};
  for (std::size_t i = 0; i < read.size(); ++i) {
    const auto number = (*numbers)[i].as_int();
    if (!number || *number < 0 || *number > kMaxSide) return no_plan("one is not of five numbers");
    read[i] = static_cast<std::uint32_t>(*number);
  }
  return Box{read[0], read[1], read[2], read[3], read[4]};
}

}  // namespace

Result<Grid> Grid::of(std::uint64_t width, std::uint64_t height) {
  if (width == 0 || height == 0 || width > kMaxSide || height > kMaxSide ||
      width * height > kMaxPixels)
    return Error{ErrorCode::kInvalid,
                 fmt::format("pictures are redacted up to {} million pixels, and {} on a side",
                             kMaxPixels / 1'000'000, kMaxSide)};
  return Grid{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)};
}

Result<Box> widen(const Grid& grid, std::uint64_t x, std::uint64_t y, std::uint64_t width,
                  std::uint64_t height, std::uint32_t reason) {
  if (width == 0 || height == 0 || x >= grid.width || y >= grid.height)
    return Error{ErrorCode::kInvalid,
                 fmt::format("the box {},{},{},{} has no pixel in the picture of {} x {}", x, y,
                             width, height, grid.width, grid.height)};
  const std::uint64_t right = x + std::min<std::uint64_t>(width, grid.width - x);
  const std::uint64_t below = y + std::min<std::uint64_t>(height, grid.height - y);
  const auto first = [](std::uint64_t at) { return static_cast<std::uint32_t>(at / kTileSide); };
  const auto end = [](std::uint64_t at) {
    return static_cast<std::uint32_t>((at + kTileSide - 1) / kTileSide);
  };
  return Box{first(x), first(y), end(right) - first(x), end(below) - first(y), reason};
}

void add_plan(const Plan& plan, json::Object& object) {
  json::Array boxes;
  for (const Box& box : plan.boxes)
    boxes.push_back(json::Array{box.column, box.row, box.columns, box.rows, box.reason});
  object.set("boxes", std::move(boxes));
  object.set("reasons", json::Array(plan.reasons.begin(), plan.reasons.end()));
}

Result<void> check_plan(const Grid& grid, const Plan& plan) {
  if (plan.boxes.size() > kMaxBoxes || plan.reasons.size() > kMaxReasons)
    return no_plan(
        fmt::format("there are at most {} boxes and {} reasons", kMaxBoxes, kMaxReasons));
  if (const std::string wrong = problem_of_reasons(plan.reasons); !wrong.empty())
    return no_plan(wrong);
  std::set<std::uint32_t> used;
  for (const Box& box : plan.boxes) {
    if (box.columns == 0 || box.rows == 0 || box.column >= grid.columns() ||
        box.row >= grid.rows() || box.columns > grid.columns() - box.column ||
        box.rows > grid.rows() - box.row)
      return no_plan("one ends outside of the picture");
    if (box.reason >= plan.reasons.size()) return no_plan("one has no reason");
    used.insert(box.reason);
  }
  if (used.size() != plan.reasons.size()) return no_plan("a reason is of no box");
  return {};
}

Result<Plan> parse_plan(const Grid& grid, const json::Value& object) {
  const json::Array* boxes = object["boxes"].as_array();
  const json::Array* reasons = object["reasons"].as_array();
  if (boxes == nullptr || reasons == nullptr) return no_plan("there is none");
  if (boxes->size() > kMaxBoxes || reasons->size() > kMaxReasons) return no_plan("too many");
  Plan plan;
  for (const json::Value& value : *boxes) {
    SANAD_TRY(const Box box, parse_box(value));
    plan.boxes.push_back(box);
  }
  for (const json::Value& reason : *reasons) {
    if (reason.as_string() == nullptr) return no_plan("a reason is no text");
    plan.reasons.push_back(*reason.as_string());
  }
  SANAD_CHECK(check_plan(grid, plan));
  return plan;
}

Mask mask_of(const Grid& grid, const Plan& plan) {
  Mask mask(grid.tiles(), kOpen);
  for (const Box& box : plan.boxes) {
    for (std::uint32_t row = box.row; row < box.row + box.rows; ++row) {
      for (std::uint32_t column = box.column; column < box.column + box.columns; ++column) {
        std::uint16_t& tile = mask[std::size_t{row} * grid.columns() + column];
        if (tile == kOpen) tile = static_cast<std::uint16_t>(box.reason);
      }
    }
  }
  return mask;
}

Counts count(const Mask& mask, std::size_t reasons) {
  Counts counts{0, std::vector<std::uint64_t>(reasons)};
  for (const std::uint16_t tile : mask) ++(tile == kOpen ? counts.open : counts.closed[tile]);
  return counts;
}

Seed seed_of(ByteView key, std::string_view subject, const Picture& picture) {
  Bytes text = to_bytes(kTileLabel);
  put(text, picture.width);
  put(text, picture.height);
  put(text, crypto::sha256(picture.pixels));
  put(text, as_bytes(subject));
  return crypto::hmac_sha256(key, text);
}

unsigned seed_level(const Grid& grid) { return level_of(grid.tiles()); }

Seed half_of(const Seed& seed, bool upper) {
  Bytes text = to_bytes(kSeedLabel);
  text.push_back(upper ? 1 : 0);
  put(text, seed);
  return crypto::sha256(text);
}

void expand(const Seed& seed, unsigned level, std::vector<Seed>& salts) {
  if (level == 0) {
    salts.push_back(seed);
    return;
  }
  expand(half_of(seed, false), level - 1, salts);
  expand(half_of(seed, true), level - 1, salts);
}

Digest256 commitment_of(const Seed& salt, const Grid& grid, std::uint64_t number, ByteView pixels) {
  const Area area = area_of(grid, number);
  Bytes text = to_bytes(kTileLabel);
  put(text, salt);
  put(text, area.x / kTileSide);
  put(text, area.y / kTileSide);
  text.push_back(static_cast<std::uint8_t>(area.width));
  text.push_back(static_cast<std::uint8_t>(area.height));
  for (std::uint32_t line = 0; line < area.height; ++line) {
    const Stretch stretch = stretch_of(grid, area, line);
    put(text, pixels.subspan(stretch.at, stretch.size));
  }
  return crypto::sha256(text);
}

std::vector<merkle::Hash> leaves_of(const Seed& seed, const Grid& grid, const Picture& picture) {
  assert(picture.pixels.size() == std::size_t{grid.width} * grid.height * kChannels);
  std::vector<Seed> salts;
  salts.reserve(std::size_t{1} << seed_level(grid));
  expand(seed, seed_level(grid), salts);
  std::vector<merkle::Hash> leaves;
  leaves.reserve(grid.tiles());
  for (std::uint64_t number = 0; number < grid.tiles(); ++number)
    leaves.push_back(merkle::leaf_hash(commitment_of(salts[number], grid, number, picture.pixels)));
  return leaves;
}

void blacken(const Grid& grid, const Mask& mask, Picture& picture) {
  for (std::uint64_t number = 0; number < mask.size(); ++number) {
    if (mask[number] == kOpen) continue;
    const Area area = area_of(grid, number);
    for (std::uint32_t line = 0; line < area.height; ++line) {
      const Stretch stretch = stretch_of(grid, area, line);
      std::fill_n(picture.pixels.begin() + static_cast<std::ptrdiff_t>(stretch.at), stretch.size,
                  std::uint8_t{0});
    }
  }
}

bool is_black(const Grid& grid, std::uint64_t number, ByteView pixels) {
  const Area area = area_of(grid, number);
  for (std::uint32_t line = 0; line < area.height; ++line) {
    const Stretch stretch = stretch_of(grid, area, line);
    if (std::ranges::any_of(pixels.subspan(stretch.at, stretch.size),
                            [](std::uint8_t sample) { return sample != 0; }))
      return false;
  }
  return true;
}

}  // namespace sanad::redaction
