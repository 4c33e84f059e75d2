// Any bytes as a file of a cascade: what is taken searches a picture to its end, and its boxes lie
// about the picture.
#include <cstdlib>

#include "regions/cascade.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const auto cascade = regions::Cascade::parse(as_text(ByteView(data, size)));
  if (!cascade.ok()) return 0;
  regions::Grey picture{64, 48, {}};
  for (std::size_t i = 0; i < std::size_t{64} * 48; ++i)
    picture.pixels.push_back(static_cast<std::uint8_t>(i * i / 7 + i));
  const auto found =
      cascade->find(picture, {.min_votes = 1, .max_features = 100'000, .max_hits = 50});
  if (!found.ok()) std::abort();
  for (const regions::Box& box : found->boxes)
    if (box.x < 0 || box.y < 0 || box.width < 1 || box.height < 1 || box.x > 64 || box.y > 48)
      std::abort();
  return 0;
}
