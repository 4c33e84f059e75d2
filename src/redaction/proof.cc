#include "redaction/proof.h"

#include <fmt/format.h>

namespace sanad::redaction {
namespace {

// The perfect subtree with which the proof goes on at a tile: the largest one that begins there and
// is wholly open or wholly closed.
unsigned level_at(const Mask& mask, std::uint64_t from) {
  const bool is_open = mask[from] == kOpen;
  unsigned level = 0;
  std::uint64_t end = from + 1;
  while (true) {
    const std::uint64_t size = std::uint64_t{2} << level;
    if (from % size != 0 || size > mask.size() - from) return level;
    for (; end < from + size; ++end)
      if ((mask[end] == kOpen) != is_open) return level;
    ++level;
  }
}

Seed seed_at(Seed seed, unsigned from_level, unsigned level, std::uint64_t index) {
  for (unsigned at = from_level; at > level; --at)
    seed = half_of(seed, ((index >> (at - 1 - level)) & 1U) != 0);
  return seed;
}

merkle::Hash subtree_of(const std::vector<merkle::Hash>& leaves, std::uint64_t from,
                        unsigned level) {
  if (level == 0) return leaves[from];
  const std::uint64_t half = std::uint64_t{1} << (level - 1);
  return merkle::node_hash(subtree_of(leaves, from, level - 1),
                           subtree_of(leaves, from + half, level - 1));
}

std::string line_of(bool is_open, std::uint64_t from, unsigned level, const Digest256& value) {
  const std::uint64_t tiles = std::uint64_t{1} << level;
  return is_open ? fmt::format("{{\"from\":{},\"open\":{},\"seed\":\"{}\"}}\n", from, tiles,
                               format_hex(value))
                 : fmt::format("{{\"closed\":{},\"from\":{},\"hash\":\"{}\"}}\n", tiles, from,
                               format_hex(value));
}

Error no_proof(std::string_view why) { return {ErrorCode::kIntegrity, std::string(why)}; }

// The digest at the end of the next line, which is taken off the proof. There is one form for each
// line, so it is written again and compared.
Result<Digest256> take_line(std::string_view& proof, bool is_open, std::uint64_t from,
                            unsigned level) {
  constexpr std::size_t kDigits = 64;
  constexpr std::string_view kEnd = "\"}\n";
  const std::size_t size = line_of(is_open, from, level, {}).size();
  const std::string_view line = proof.substr(0, size);
  const Error other = no_proof("a line of its proof is not the one that the boxes ask for");
  if (line.size() != size) return other;
  const auto digest = parse_digest256(line.substr(size - kEnd.size() - kDigits, kDigits));
  if (!digest.ok() || line_of(is_open, from, level, *digest) != line) return other;
  proof.remove_prefix(size);
  return *digest;
}

}  // namespace

std::string write_proof(const Seed& seed, const Grid& grid, const Mask& mask,
                        const std::vector<merkle::Hash>& leaves) {
  std::string proof;
  for (std::uint64_t from = 0; from < mask.size();) {
    const unsigned level = level_at(mask, from);
    const bool is_open = mask[from] == kOpen;
    proof += line_of(is_open, from, level,
                     is_open ? seed_at(seed, seed_level(grid), level, from >> level)
                             : subtree_of(leaves, from, level));
    from += std::uint64_t{1} << level;
  }
  return proof;
}

Result<void> verify_proof(const Grid& grid, const Mask& mask, const merkle::Hash& root,
                          const Picture& picture, std::string_view proof) {
  merkle::Frontier tree;
  std::vector<Seed> salts;
  for (std::uint64_t from = 0; from < mask.size();) {
    const unsigned level = level_at(mask, from);
    const std::uint64_t tiles = std::uint64_t{1} << level;
    const bool is_open = mask[from] == kOpen;
    SANAD_TRY(const Digest256 value, take_line(proof, is_open, from, level));
    if (!is_open) {
      for (std::uint64_t number = from; number < from + tiles; ++number)
        if (!is_black(grid, number, picture.pixels))
          return no_proof("a tile that is said to be closed is not black");
      SANAD_CHECK(tree.append_subtree({level, from >> level}, value));
    } else {
      salts.clear();
      expand(value, level, salts);
      for (std::uint64_t i = 0; i < tiles; ++i)
        tree.append(merkle::leaf_hash(commitment_of(salts[i], grid, from + i, picture.pixels)));
    }
    from += tiles;
  }
  if (!proof.empty()) return no_proof("its proof has more lines than the boxes ask for");
  if (tree.root() != root)
    return no_proof("it does not come from the picture that was committed to");
  return {};
}

}  // namespace sanad::redaction
