// A picture of which something is hidden, and the rest proven (docs/formats/redaction.md).
//
// The decoded picture is cut into tiles of 16 x 16 pixels. Each is committed to with a salt of its
// own; the commitments are the leaves of a Merkle tree (RFC 6962) whose root stands in the ledger.
// What is to be hidden is closed in whole tiles: these are black in the result, of the others the
// salts are told. So whoever has the result recomputes the root, and learns of a closed tile its
// place and the reason, however few contents it could have had.
//   seed        of a picture: HMAC-SHA256(key of the exhibit, …, digest of its pixels); of half of
//               the tiles below a seed: SHA-256("sanad-seed-1" 0x0A, 0 or 1, seed)
//   salt        the seed of one tile
//   commitment  SHA-256("sanad-tile-1" 0x0A salt, place and size of the tile, its pixels)
//   leaf        leaf hash of the commitment's 32 bytes
// Tested by proof_test.cc. Thread-safe: values only.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "json/json.h"
#include "merkle/merkle.h"
#include "merkle/proof.h"

namespace sanad::redaction {

inline constexpr std::string_view kAlgorithm = "sanad-tile-1";
inline constexpr std::uint32_t kTileSide = 16;
inline constexpr std::uint64_t kMaxPixels = 50'000'000;
inline constexpr std::uint32_t kMaxSide = 65'535;
inline constexpr std::size_t kMaxBoxes = 1'000;
inline constexpr std::size_t kMaxReasons = 50;
inline constexpr std::size_t kMaxReasonBytes = 500;

// Pixels the right way up: RGB, 8 bits each, row by row without padding.
struct Picture {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  Bytes pixels;
};

// How a picture is cut: tiles are numbered row by row; those at the right and lower edge may be
// smaller.
struct Grid {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  // kInvalid: a side of 0, or beyond the limits above.
  static Result<Grid> of(std::uint64_t width, std::uint64_t height);
  std::uint32_t columns() const { return (width + kTileSide - 1) / kTileSide; }
  std::uint32_t rows() const { return (height + kTileSide - 1) / kTileSide; }
  std::uint64_t tiles() const { return std::uint64_t{columns()} * rows(); }
};

// In tiles. reason: its number among those of the plan.
struct Box {
  std::uint32_t column = 0, row = 0, columns = 0, rows = 0;
  std::uint32_t reason = 0;
  friend bool operator==(const Box&, const Box&) = default;
};
// Widened to the tiles that a box of pixels touches, and cut off at the picture's edges. kInvalid:
// it has no pixel in the picture.
Result<Box> widen(const Grid& grid, std::uint64_t x, std::uint64_t y, std::uint64_t width,
                  std::uint64_t height, std::uint32_t reason);

// What is to be hidden, and why. Without boxes and reasons: nothing, as of a page that is shown
// whole beside others.
struct Plan {
  std::vector<std::string> reasons;
  std::vector<Box> boxes;
};
// As an entry of the ledger has it: "boxes" [[column, row, columns, rows, reason]…] and "reasons".
void add_plan(const Plan& plan, json::Object& object);
// kInvalid: not of that form, or beyond the limits above; a box that ends outside of the grid; a
// reason that no box names, that is empty, or that stands twice.
Result<Plan> parse_plan(const Grid& grid, const json::Value& object);
Result<void> check_plan(const Grid& grid, const Plan& plan);

// For each tile the number of its reason, that of the first box which holds it.
inline constexpr std::uint16_t kOpen = 0xFFFF;
using Mask = std::vector<std::uint16_t>;
Mask mask_of(const Grid& grid, const Plan& plan);  // the plan was checked

struct Counts {
  std::uint64_t open = 0;
  std::vector<std::uint64_t> closed;  // for each reason
  friend bool operator==(const Counts&, const Counts&) = default;
};
Counts count(const Mask& mask, std::size_t reasons);

using Seed = Digest256;
// Of all tiles of this picture. key: 32 random bytes of the exhibit alone. subject: which file or
// part of it the picture is. Another picture, or the same one cut otherwise, has another seed, so
// that what is told of one opens nothing of the other.
Seed seed_of(ByteView key, std::string_view subject, const Picture& picture);
// level: log2 of how many tiles a seed that covers all of the picture's stands for.
unsigned seed_level(const Grid& grid);
Seed half_of(const Seed& seed, bool upper);
// The seeds of the 2^level tiles below one; at level 0 the seed itself, which is the salt.
void expand(const Seed& seed, unsigned level, std::vector<Seed>& salts);

Digest256 commitment_of(const Seed& salt, const Grid& grid, std::uint64_t number, ByteView pixels);
// Of all tiles. The picture fits the grid.
std::vector<merkle::Hash> leaves_of(const Seed& seed, const Grid& grid, const Picture& picture);

// Closed tiles are black, and nothing of what they held is left.
void blacken(const Grid& grid, const Mask& mask, Picture& picture);
// Whether all of the tile's pixels are black.
bool is_black(const Grid& grid, std::uint64_t number, ByteView pixels);

}  // namespace sanad::redaction
