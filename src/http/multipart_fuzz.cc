#include <cstdlib>

#include "http/multipart.h"

// The first line is the Content-Type. Whatever is read must lie within the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(text.find('\n'), text.size());
  const sanad::ByteView body = sanad::ByteView(data, size).subspan(std::min(line + 1, size));
  const auto parts = sanad::http::parse_multipart(text.substr(0, line), body);
  if (!parts.ok()) return 0;
  if (parts->size() > sanad::http::kMaxFormParts) std::abort();
  const std::uint8_t* last = body.data();
  for (const auto& part : *parts) {
    if (part.content.data() < last || part.content.data() + part.content.size() > data + size)
      std::abort();
    last = part.content.data() + part.content.size();
  }
  return 0;
}
