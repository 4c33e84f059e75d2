// Tiles (c2sp.org/tlog-tiles): the tree and its entries as files that never change once full.
//
//   tile/<L>/<N>[.p/<W>]        W hashes of 32 bytes; 256 when the tile is full and has no suffix
//   tile/entries/<N>[.p/<W>]    the entries themselves, each after its length (2 bytes, big-endian)
// N is written in groups of three digits: 1234067 is x001/x234/067. Hash i of tile N at level L is
// the root of the perfect subtree (8 L, 256 N + i). Tested by tiles_test.cc; fuzzed by
// tile_path_fuzz.cc.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "merkle/merkle.h"

namespace sanad::tlog {

inline constexpr unsigned kTileHeight = 8;
inline constexpr unsigned kFullTileWidth = 256;
inline constexpr unsigned kMaxTileLevel = 63;
inline constexpr std::size_t kHashSize = 32;
inline constexpr std::size_t kMaxEntrySize = 65'535;

enum class TileKind { kHashes, kEntries };

struct TileId {
  TileKind kind = TileKind::kHashes;
  unsigned level = 0;  // 0 for entries
  std::uint64_t index = 0;
  unsigned width = kFullTileWidth;  // 1..256
  friend auto operator<=>(const TileId&, const TileId&) = default;
};

// "tile/0/x001/x234/067.p/8". parse_tile_path() accepts just what format_tile_path() writes
// (kInvalid).
std::string format_tile_path(const TileId& tile);
Result<TileId> parse_tile_path(std::string_view path);

// Tiles that a log of new_size has and one of old_size has not, or has narrower: entries first,
// then hashes from level 0 up, ascending. Those are the files to write when the log has grown.
std::vector<TileId> new_tiles(merkle::TreeSize old_size, merkle::TreeSize new_size);

// Appends one entry to a bundle. kLimit if it is longer than kMaxEntrySize.
Result<void> append_to_bundle(Bytes& bundle, ByteView entry);
// Views into bundle, just count of them with nothing after (kInvalid).
Result<std::vector<ByteView>> parse_bundle(ByteView bundle, unsigned count);

// Reads subtrees' hashes out of tiles, so that proofs can be made from a directory of them.
// Tiles that were read are kept in memory. Not thread-safe. The hashes are only as good as the
// tiles: compare root_at() with a checkpoint.
class TileReader final : public merkle::HashReader {
 public:
  // Bytes of a tile with just the width asked for; may be cut from a wider one.
  using ReadTile = std::function<Result<Bytes>(const TileId&)>;
  TileReader(merkle::TreeSize size, ReadTile read_tile);
  Result<merkle::Hash> read(merkle::NodeId node) const override;

 private:
  merkle::TreeSize size_;
  ReadTile read_tile_;
  mutable std::map<TileId, Bytes> tiles_;
};

}  // namespace sanad::tlog
