// A path that is accepted names one tile, and a bundle that is accepted holds just its entries.
#include <cstdlib>

#include "tlog/tiles.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::tlog;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto tile = parse_tile_path(text); tile.ok()) {
    if (format_tile_path(tile.value()) != text) std::abort();
    if (text.find("..") != text.npos) std::abort();
  }
  if (size == 0) return 0;
  const sanad::ByteView bundle(data + 1, size - 1);
  if (const auto entries = parse_bundle(bundle, data[0]); entries.ok()) {
    sanad::Bytes again;
    for (const sanad::ByteView entry : entries.value()) {
      if (!append_to_bundle(again, entry).ok()) std::abort();
    }
    if (!std::equal(again.begin(), again.end(), bundle.begin(), bundle.end())) std::abort();
  }
  return 0;
}
