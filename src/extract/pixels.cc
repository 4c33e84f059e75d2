// What "sanad-extract pixels" and "sanad-extract samples" write, read as the answer of a stranger.
#include "extract/pixels.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace sanad::extract {
namespace {

constexpr std::string_view kMark = "SPX1", kSoundMark = "SSP1";
constexpr std::size_t kHeadBytes = 14;  // up to the decoder's name
constexpr std::size_t kSoundHeadBytes = 11;
constexpr std::size_t kMaxName = 255;
constexpr std::uint32_t kMaxSide = 65'535;

std::uint32_t number_at(ByteView bytes) {
  return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U |
         std::uint32_t{bytes[2]} << 8U | bytes[3];
}

bool is_name(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

Result<Bytes> answer_of(const Extractor& extractor, int input, std::string_view task,
                        std::string_view coding, std::uint64_t most) {
  if (::lseek(input, 0, SEEK_SET) < 0)
    return io_error("the item cannot be read from its beginning", errno);
  cage::Limits limits = extractor.limits;
  limits.output_bytes = most;
  return cage::run({extractor.program,
                    {std::string(task), std::string(coding)},
                    input,
                    limits,
                    extractor.is_cancelled,
                    extractor.pool});
}

}  // namespace

Result<WholePicture> whole_picture(const Extractor& extractor, int input, std::string_view coding) {
  SANAD_TRY(Bytes out, answer_of(extractor, input, "pixels", coding,
                                 kHeadBytes + kMaxName + kMaxWholePixels * 3));
  const Error wrong{ErrorCode::kInvalid,
                    "the extractor's answer is no picture: the item is not to be trusted"};
  if (out.size() < kHeadBytes || as_text(ByteView(out).first(kMark.size())) != kMark) return wrong;
  const std::uint32_t width = number_at(ByteView(out).subspan(4));
  const std::uint32_t height = number_at(ByteView(out).subspan(8));
  const std::size_t head = kHeadBytes + out[13];
  const std::uint64_t pixels = std::uint64_t{width} * height;
  if (width == 0 || height == 0 || width > kMaxSide || height > kMaxSide ||
      pixels > kMaxWholePixels || out.size() != head + pixels * 3 || out[12] > 1)
    return wrong;
  WholePicture whole;
  whole.width = static_cast<int>(width);
  whole.height = static_cast<int>(height);
  whole.damaged = out[12] == 1;
  whole.decoder = as_text(ByteView(out).subspan(kHeadBytes, out[13]));
  if (!is_name(whole.decoder)) return wrong;
  out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(head));
  whole.pixels = std::move(out);
  return whole;
}

Result<WholeSound> whole_sound(const Extractor& extractor, int input, std::string_view coding) {
  constexpr std::uint32_t kLeastRate = 8'000, kMostRate = 48'000;
  SANAD_TRY(Bytes out, answer_of(extractor, input, "samples", coding,
                                 kSoundHeadBytes + kMaxName + kMaxWholeSoundBytes));
  const Error wrong{ErrorCode::kInvalid,
                    "the extractor's answer is no sound: the item is not to be trusted"};
  if (out.size() < kSoundHeadBytes || as_text(ByteView(out).first(kSoundMark.size())) != kSoundMark)
    return wrong;
  WholeSound whole;
  whole.rate = number_at(ByteView(out).subspan(4));
  whole.channels = out[8];
  whole.damaged = out[9] == 1;
  const std::size_t head = kSoundHeadBytes + out[10];
  if (whole.rate < kLeastRate || whole.rate > kMostRate || whole.channels == 0 ||
      whole.channels > 2 || out[9] > 1 || out.size() <= head ||
      out.size() - head > kMaxWholeSoundBytes || (out.size() - head) % (whole.channels * 2) != 0)
    return wrong;
  whole.decoder = as_text(ByteView(out).subspan(kSoundHeadBytes, out[10]));
  if (!is_name(whole.decoder)) return wrong;
  out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(head));
  whole.samples = std::move(out);
  return whole;
}

}  // namespace sanad::extract
