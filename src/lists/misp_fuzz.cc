#include "import_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return sanad::lists::fuzz_import(sanad::lists::Format::kMisp, data, size);
}
