// Any bytes as a manifest store in a PNG file, and as a file of any format.
#include <cstdint>

#include "metadata/content_credentials.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const ByteView bytes(data, size);
  (void)metadata::read_content_credentials(bytes);
  Bytes png = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  for (const int shift : {24, 16, 8, 0}) png.push_back(static_cast<std::uint8_t>(size >> shift));
  for (const char c : {'c', 'a', 'B', 'X'}) png.push_back(static_cast<std::uint8_t>(c));
  png.insert(png.end(), bytes.begin(), bytes.end());
  png.resize(png.size() + 4);
  const auto found = metadata::read_content_credentials(png);
  if (size > 0 && !found) __builtin_trap();
  return 0;
}
