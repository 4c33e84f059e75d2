#include "tlog/tiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "base/numbers.h"

namespace sanad::tlog {
namespace {

constexpr std::size_t kMaxTilePathSize = 64;

Error bad_path() {
  return Error{ErrorCode::kInvalid, "this is not the path of a tile, such as tile/0/x001/234"};
}

// "x001/x234/067"
std::string format_index(std::uint64_t index) {
  std::string out = fmt::format("{:03}", index % 1000);
  for (index /= 1000; index > 0; index /= 1000) out = fmt::format("x{:03}/{}", index % 1000, out);
  return out;
}

Result<std::uint64_t> parse_index(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  return digits.empty() ? Result<std::uint64_t>(0) : parse_decimal(digits);
}

// Tiles of one row when it grows from old_count to new_count hashes or entries.
void append_row(std::vector<TileId>& tiles, TileId tile, std::uint64_t old_count,
                std::uint64_t new_count) {
  if (new_count == old_count) return;
  const std::uint64_t last = (new_count - 1) / kFullTileWidth;
  for (tile.index = old_count / kFullTileWidth; tile.index <= last; ++tile.index) {
    const std::uint64_t count = new_count - tile.index * kFullTileWidth;
    tile.width = static_cast<unsigned>(std::min<std::uint64_t>(count, kFullTileWidth));
    tiles.push_back(tile);
  }
}

}  // namespace

std::string format_tile_path(const TileId& tile) {
  std::string path =
      tile.kind == TileKind::kEntries ? "tile/entries/" : fmt::format("tile/{}/", tile.level);
  path += format_index(tile.index);
  if (tile.width != kFullTileWidth) path += fmt::format(".p/{}", tile.width);
  return path;
}

Result<TileId> parse_tile_path(std::string_view path) {
  if (path.size() > kMaxTilePathSize || !path.starts_with("tile/")) return bad_path();
  const std::string_view whole = path;
  path.remove_prefix(5);
  const std::size_t slash = path.find('/');
  if (slash == path.npos) return bad_path();
  TileId tile;
  if (path.substr(0, slash) == "entries") {
    tile.kind = TileKind::kEntries;
  } else {
    const auto level = parse_decimal(path.substr(0, slash));
    if (!level.ok() || level.value() > kMaxTileLevel) return bad_path();
    tile.level = static_cast<unsigned>(level.value());
  }
  path.remove_prefix(slash + 1);
  if (const std::size_t suffix = path.find(".p/"); suffix != path.npos) {
    const auto width = parse_decimal(path.substr(suffix + 3));
    if (!width.ok() || width.value() < 1 || width.value() >= kFullTileWidth) return bad_path();
    tile.width = static_cast<unsigned>(width.value());
    path = path.substr(0, suffix);
  }
  const auto index = parse_index(path);
  if (!index.ok()) return bad_path();
  tile.index = index.value();
  // The index was read leniently; only its one spelling gives the same path again.
  if (format_tile_path(tile) != whole) return bad_path();
  return tile;
}

std::vector<TileId> new_tiles(merkle::TreeSize old_size, merkle::TreeSize new_size) {
  assert(old_size <= new_size && new_size <= merkle::kMaxTreeSize);
  std::vector<TileId> tiles;
  append_row(tiles, TileId{TileKind::kEntries, 0, 0, 0}, old_size.value, new_size.value);
  for (unsigned level = 0; level * kTileHeight < 64; ++level) {
    append_row(tiles, TileId{TileKind::kHashes, level, 0, 0},
               old_size.value >> (level * kTileHeight), new_size.value >> (level * kTileHeight));
  }
  return tiles;
}

Result<void> append_to_bundle(Bytes& bundle, ByteView entry) {
  if (entry.size() > kMaxEntrySize) {
    return Error{ErrorCode::kLimit, "an entry of the log is at most 65,535 bytes long"};
  }
  bundle.push_back(static_cast<std::uint8_t>(entry.size() >> 8));
  bundle.push_back(static_cast<std::uint8_t>(entry.size() & 0xFF));
  bundle.insert(bundle.end(), entry.begin(), entry.end());
  return {};
}

Result<std::vector<ByteView>> parse_bundle(ByteView bundle, unsigned count) {
  const Error error{ErrorCode::kInvalid, "the bundle of log entries is cut off or too long"};
  std::vector<ByteView> entries;
  entries.reserve(std::min(count, kFullTileWidth));
  for (unsigned i = 0; i < count; ++i) {
    if (bundle.size() < 2) return error;
    const std::size_t size = static_cast<std::size_t>(bundle[0]) << 8 | bundle[1];
    if (bundle.size() - 2 < size) return error;
    entries.push_back(bundle.subspan(2, size));
    bundle = bundle.subspan(2 + size);
  }
  if (!bundle.empty()) return error;
  return entries;
}

}  // namespace sanad::tlog
