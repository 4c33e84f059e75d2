// Any bytes as a PNG of the strict form: what is read has the pixels of its size, and is read again
// from what is written of it.
#include <cstdlib>

#include "redaction/picture.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::redaction;
  const auto read = read_png({data, size});
  if (!read.ok()) return 0;
  if (read->pixels.size() != std::size_t{read->width} * read->height * 3) std::abort();
  const auto written = write_png(*read);
  if (!written.ok()) std::abort();
  const auto again = read_png(*written);
  if (!again.ok() || again->pixels != read->pixels) std::abort();
  return 0;
}
