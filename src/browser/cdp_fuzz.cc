// Hostile bytes on the CDP channel: framing gives the same texts however the stream is cut, and
// parsing never fails in another way than with kInvalid.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "browser/message.h"

namespace {

std::vector<std::pair<std::string, bool>> frame(sanad::ByteView data, std::size_t step) {
  std::vector<std::pair<std::string, bool>> texts;
  sanad::browser::Framer framer(512);
  for (std::size_t at = 0; at < data.size(); at += step) {
    framer.push(data.subspan(at, std::min(step, data.size() - at)),
                [&](std::string_view text, bool cut) { texts.emplace_back(text, cut); });
  }
  return texts;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const sanad::ByteView bytes(data, size);
  const auto texts = frame(bytes, size == 0 ? 1 : size);
  const auto by_byte = frame(bytes, 1);
  if (texts.size() != by_byte.size()) std::abort();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].second != by_byte[i].second) std::abort();
    if (texts[i].first != by_byte[i].first) std::abort();
    const auto message = sanad::browser::parse_message(texts[i].first);
    if (!message.ok() && message.error().code != sanad::ErrorCode::kInvalid) std::abort();
    (void)sanad::browser::leading_id(texts[i].first);
  }
  return 0;
}
