#include <algorithm>

#include "base/numbers.h"
#include "extractor/tasks.h"
#include "media/preview.h"

namespace sanad::extractor {

// A day: no video is longer than the limits of media::VideoLimits.
constexpr std::uint64_t kMaxTimeMs = 86'400'000;
constexpr std::uint64_t kMaxWholePixels = 50'000'000;

Result<json::Object> preview_task(ByteView item, std::string_view coding, std::string_view at_ms) {
  std::optional<std::int64_t> at;
  if (!at_ms.empty()) {
    SANAD_TRY_WITH(const std::uint64_t time, parse_decimal(at_ms), "the time of the frame");
    if (time > kMaxTimeMs) return Error{ErrorCode::kInvalid, "no video is so long"};
    at = static_cast<std::int64_t>(time);
  }
  Bytes decoded;
  if (!coding.empty()) {
    SANAD_TRY(decoded, decode(item, coding));
    item = decoded;
  }
  SANAD_TRY(const media::Preview seen, media::preview(item, at));
  json::Object answer{{"width", seen.width},
                      {"height", seen.height},
                      {"rgb", format_base64(seen.pixels)},
                      {"damaged", seen.damaged}};
  if (seen.time_ms) answer.set("time_ms", *seen.time_ms);
  return answer;
}

Result<Bytes> pixels_task(ByteView item, std::string_view coding) {
  constexpr std::size_t kMaxName = 255;
  Bytes decoded;
  if (!coding.empty()) {
    SANAD_TRY(decoded, decode(item, coding));
    item = decoded;
  }
  SANAD_TRY(media::WholePicture whole, media::whole_picture(item, {.max_pixels = kMaxWholePixels}));
  whole.decoder.resize(std::min(whole.decoder.size(), kMaxName));
  Bytes out = to_bytes("SPX1");
  for (const int side : {whole.picture.width, whole.picture.height})
    for (int shift = 24; shift >= 0; shift -= 8)
      out.push_back(static_cast<std::uint8_t>(static_cast<std::uint32_t>(side) >> shift));
  out.push_back(whole.picture.damaged ? 1 : 0);
  out.push_back(static_cast<std::uint8_t>(whole.decoder.size()));
  out.insert(out.end(), whole.decoder.begin(), whole.decoder.end());
  out.insert(out.end(), whole.picture.pixels.begin(), whole.picture.pixels.end());
  return out;
}

}  // namespace sanad::extractor
