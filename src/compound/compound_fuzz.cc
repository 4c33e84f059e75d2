// Any bytes as a compound file: no crash, never more than the file holds, and a copy that can be
// read.
#include <cstddef>
#include <cstdint>

#include "compound/compound.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const auto file = compound::File::open(ByteView(data, size));
  if (!file.ok()) return 0;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < file->nodes().size(); ++i) {
    if (!is_utf8(file->nodes()[i].name)) __builtin_trap();
    if (!file->nodes()[i].is_storage) bytes += file->read(i).bytes.size();
  }
  if (bytes > 2 * size) __builtin_trap();
  const auto copy = compound::copy_of(*file, 0);
  if (copy.ok() && !compound::File::open(*copy).ok()) __builtin_trap();
  return 0;
}
