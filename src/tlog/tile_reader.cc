#include <algorithm>

#include "tlog/tiles.h"

namespace sanad::tlog {

TileReader::TileReader(merkle::TreeSize size, ReadTile read_tile)
    : size_(size), read_tile_(std::move(read_tile)) {}

Result<merkle::Hash> TileReader::read(merkle::NodeId node) const {
  const bool representable = node.level < 62 && node.index <= (size_.value >> node.level);
  if (!representable || ((node.index + 1) << node.level) > size_.value) {
    return Error{ErrorCode::kNotFound, "the log is too short for the hash that was asked for"};
  }
  // The node is the root of 2^inner hashes of one tile, since 2^inner divides the tile's width.
  const unsigned inner = node.level % kTileHeight;
  const std::uint64_t first = node.index << inner;
  TileId tile{TileKind::kHashes, node.level / kTileHeight, first / kFullTileWidth, 0};
  const std::uint64_t row = size_.value >> (tile.level * kTileHeight);
  tile.width = static_cast<unsigned>(
      std::min<std::uint64_t>(row - tile.index * kFullTileWidth, kFullTileWidth));
  auto found = tiles_.find(tile);
  if (found == tiles_.end()) {
    SANAD_TRY(Bytes bytes, read_tile_(tile));
    if (bytes.size() != tile.width * kHashSize) {
      return Error{ErrorCode::kIntegrity,
                   "the tile " + format_tile_path(tile) + " does not have its size"};
    }
    found = tiles_.emplace(tile, std::move(bytes)).first;
  }
  std::vector<merkle::Hash> hashes(std::size_t{1} << inner);
  const ByteView bytes =
      ByteView(found->second).subspan(static_cast<std::size_t>(first % kFullTileWidth) * kHashSize);
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(i * kHashSize), kHashSize,
                hashes[i].begin());
  }
  return merkle::root_of(hashes);
}

}  // namespace sanad::tlog
