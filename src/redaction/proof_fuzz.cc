// Any text as the proof of a small picture under a root that nothing leads to: it is refused.
#include <cstdlib>

#include "redaction/proof.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const redaction::Grid grid{40, 40};
  redaction::Mask mask(grid.tiles(), redaction::kOpen);
  mask[4] = 0;
  const redaction::Picture picture{40, 40, Bytes(40 * 40 * 3)};
  if (redaction::verify_proof(grid, mask, merkle::empty_root(), picture, as_text({data, size}))
          .ok())
    std::abort();
  return 0;
}
