// A note or key that is accepted is written back as the same bytes.
#include <cstdlib>

#include "tlog/note.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::tlog;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto note = parse_note(text); note.ok()) {
    if (format_note(note.value()) != text) std::abort();
    const VerifierKey nobody{"nobody.example", SignatureType::kEd25519, {}};
    if (verify_note(note.value(), std::span(&nobody, 1)).ok()) std::abort();
  }
  if (const auto key = parse_vkey(text); key.ok()) {
    if (format_vkey(key.value()) != text) std::abort();
  }
  return 0;
}
