#include "redaction/proof.h"

#include "cover.h"

namespace sanad::redaction {

std::string write_proof(const Seed& seed, const Grid&, const Mask& mask,
                        const std::vector<merkle::Hash>& leaves) {
  return write_cover(seed, mask, leaves);
}

Result<void> verify_proof(const Grid& grid, const Mask& mask, const merkle::Hash& root,
                          const Picture& picture, std::string_view proof) {
  const Shown shown{[&](const Seed& salt, std::uint64_t number) {
                      return commitment_of(salt, grid, number, picture.pixels);
                    },
                    [&](std::uint64_t number) { return is_black(grid, number, picture.pixels); },
                    "boxes", "a tile that is said to be closed is not black", "picture"};
  return verify_cover(mask, root, shown, proof);
}

}  // namespace sanad::redaction
