#include "cover.h"

#include <fmt/format.h>

#include <bit>

namespace sanad::redaction {
namespace {

// The perfect subtree with which the lines go on at a piece: the largest one that begins there and
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
  const std::uint64_t pieces = std::uint64_t{1} << level;
  return is_open ? fmt::format("{{\"from\":{},\"open\":{},\"seed\":\"{}\"}}\n", from, pieces,
                               format_hex(value))
                 : fmt::format("{{\"closed\":{},\"from\":{},\"hash\":\"{}\"}}\n", pieces, from,
                               format_hex(value));
}

Error no_proof(std::string why) { return {ErrorCode::kIntegrity, std::move(why)}; }

// The digest at the end of the next line, which is taken off the proof. There is one form for each
// line, so it is written again and compared.
Result<Digest256> take_line(std::string_view& proof, bool is_open, std::uint64_t from,
                            unsigned level, std::string_view boxes) {
  constexpr std::size_t kDigits = 64;
  constexpr std::string_view kEnd = "\"}\n";
  const std::size_t size = line_of(is_open, from, level, {}).size();
  const std::string_view line = proof.substr(0, size);
  const Error other =
      no_proof(fmt::format("a line of its proof is not the one that the {} ask for", boxes));
  if (line.size() != size) return other;
  const auto digest = parse_digest256(line.substr(size - kEnd.size() - kDigits, kDigits));
  if (!digest.ok() || line_of(is_open, from, level, *digest) != line) return other;
  proof.remove_prefix(size);
  return *digest;
}

}  // namespace

unsigned level_of(std::uint64_t pieces) {
  return static_cast<unsigned>(std::bit_width(pieces - 1));
}

std::string write_cover(const Seed& seed, const Mask& mask,
                        const std::vector<merkle::Hash>& leaves) {
  std::string lines;
  for (std::uint64_t from = 0; from < mask.size();) {
    const unsigned level = level_at(mask, from);
    const bool is_open = mask[from] == kOpen;
    lines += line_of(is_open, from, level,
                     is_open ? seed_at(seed, level_of(mask.size()), level, from >> level)
                             : subtree_of(leaves, from, level));
    from += std::uint64_t{1} << level;
  }
  return lines;
}

Result<void> verify_cover(const Mask& mask, const merkle::Hash& root, const Shown& shown,
                          std::string_view lines) {
  merkle::Frontier tree;
  std::vector<Seed> salts;
  for (std::uint64_t from = 0; from < mask.size();) {
    const unsigned level = level_at(mask, from);
    const std::uint64_t pieces = std::uint64_t{1} << level;
    const bool is_open = mask[from] == kOpen;
    SANAD_TRY(const Digest256 value, take_line(lines, is_open, from, level, shown.boxes));
    if (!is_open) {
      for (std::uint64_t number = from; number < from + pieces; ++number)
        if (!shown.is_blank(number)) return no_proof(std::string(shown.not_blank));
      SANAD_CHECK(tree.append_subtree({level, from >> level}, value));
    } else {
      salts.clear();
      expand(value, level, salts);
      for (std::uint64_t i = 0; i < pieces; ++i)
        tree.append(merkle::leaf_hash(shown.commitment(salts[i], from + i)));
    }
    from += pieces;
  }
  if (!lines.empty())
    return no_proof(fmt::format("its proof has more lines than the {} ask for", shown.boxes));
  if (tree.root() != root)
    return no_proof(
        fmt::format("it does not come from the {} that was committed to", shown.original));
  return {};
}

}  // namespace sanad::redaction
