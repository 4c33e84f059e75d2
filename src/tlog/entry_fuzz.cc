// A leaf or body that is accepted has one form.
#include <cstdlib>

#include "tlog/entry.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::tlog;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto leaf = parse_leaf(text); leaf.ok()) {
    if (format_leaf(leaf.value()) != text) std::abort();
  }
  if (const auto body = parse_body(text); body.ok()) {
    if (sanad::json::format_canonical(body.value()) != text) std::abort();
  }
  return 0;
}
