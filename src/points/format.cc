// The text form: "sanad-points-1:" and base64 of
//   width, height     2 bytes each, big-endian
//   for each point    x, y: 2 bytes each, big-endian; level << 5 | angle: 1 byte; descriptor: 32
//                     bytes, word after word, each little-endian
#include <fmt/format.h>

#include "points/points.h"

namespace sanad::points {
namespace {

constexpr std::string_view kPrefix = "sanad-points-1:";
constexpr std::size_t kHeadBytes = 4;
constexpr std::size_t kPointBytes = 37;
constexpr int kMostSide = 2 * kWorkSide;  // of what a value may claim

void put(int value, Bytes& out) {
  out.push_back(static_cast<std::uint8_t>(value >> 8));
  out.push_back(static_cast<std::uint8_t>(value));
}

int take(ByteView bytes, std::size_t at) { return bytes[at] << 8 | bytes[at + 1]; }

Point point_of(ByteView bytes) {
  Point point;
  point.x = static_cast<std::uint16_t>(take(bytes, 0));
  point.y = static_cast<std::uint16_t>(take(bytes, 2));
  point.level = static_cast<std::uint8_t>(bytes[4] >> 5);
  point.angle = bytes[4] & (kAngles - 1);
  for (std::size_t i = 0; i < 32; ++i)
    point.descriptor[i / 8] |= std::uint64_t{bytes[5 + i]} << (8 * (i % 8));
  return point;
}

Error invalid(std::string_view what) {
  return {ErrorCode::kInvalid,
          fmt::format("a value of points is \"{}\" and what find_points wrote, but {}; take it as "
                      "sanad fingerprint prints it",
                      kPrefix, what)};
}

}  // namespace

std::string format_points(const Points& points) {
  Bytes bytes;
  bytes.reserve(kHeadBytes + kPointBytes * points.points.size());
  put(points.width, bytes);
  put(points.height, bytes);
  for (const Point& point : points.points) {
    put(point.x, bytes);
    put(point.y, bytes);
    bytes.push_back(static_cast<std::uint8_t>(point.level << 5 | point.angle));
    for (std::size_t i = 0; i < 32; ++i)
      bytes.push_back(static_cast<std::uint8_t>(point.descriptor[i / 8] >> (8 * (i % 8))));
  }
  return std::string(kPrefix) + format_base64(bytes);
}

Result<Points> parse_points(std::string_view text) {
  if (!text.starts_with(kPrefix)) return invalid("it begins otherwise");
  const auto bytes = parse_base64(text.substr(kPrefix.size()));
  if (!bytes.ok()) return invalid("the rest is no base64");
  if (bytes->size() < kHeadBytes || (bytes->size() - kHeadBytes) % kPointBytes != 0)
    return invalid("it is cut off");
  const std::size_t count = (bytes->size() - kHeadBytes) / kPointBytes;
  if (count < kLeastPoints || count > kMaxPoints)
    return invalid(fmt::format("it has {} points", count));
  const ByteView all = *bytes;
  Points out{take(all, 0), take(all, 2), {}};
  if (out.width < 1 || out.height < 1 || out.width > kMostSide || out.height > kMostSide)
    return invalid("no picture has that size");
  for (std::size_t i = 0; i < count; ++i) {
    const Point point = point_of(all.subspan(kHeadBytes + i * kPointBytes, kPointBytes));
    if (point.x > out.width * kUnits || point.y > out.height * kUnits)
      return invalid("a point lies outside of the picture");
    out.points.push_back(point);
  }
  return out;
}

}  // namespace sanad::points
