// Checkpoints and proof files that are accepted are written back as the same bytes.
#include <cstdlib>

#include "tlog/proof.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::tlog;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto checkpoint = parse_checkpoint(text); checkpoint.ok()) {
    if (format_checkpoint(checkpoint.value()) != text) std::abort();
  }
  if (const auto proof = parse_proof(text); proof.ok()) {
    if (format_proof(proof.value()) != text) std::abort();
  }
  return 0;
}
