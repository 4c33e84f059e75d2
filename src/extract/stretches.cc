#include "extract/stretches.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "ask.h"
#include "extract/moving_frames.h"

namespace sanad::extract {
namespace {

Error not_to_be_trusted(std::string_view what) {
  return {ErrorCode::kInvalid,
          fmt::format("the extractor's answer is no {}: the item is not to be trusted", what)};
}

Error nothing_so_late(std::string_view what, std::int64_t begin_ms,
                      const std::optional<std::int64_t>& duration_ms) {
  const std::string end = duration_ms ? fmt::format("it ends at second {}", *duration_ms / 1000)
                                      : std::string("it ends before");
  return {ErrorCode::kNotFound,
          fmt::format("there is no {} at second {}: {}; ask for an earlier one", what,
                      begin_ms / 1000, end)};
}

}  // namespace

Result<Page> page(const Extractor& extractor, int input, std::string_view coding,
                  std::uint64_t number) {
  SANAD_TRY(const json::Value answer,
            ask(extractor, input, {"page", std::string(coding), std::to_string(number)}));
  const std::int64_t pages = answer["pages"].int_or(0);
  if (number < 1 || pages < 0 || number > static_cast<std::uint64_t>(pages)) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("there is no page {}: the document has {}", number, pages)};
  }
  const std::int64_t width = answer["width"].int_or(0), height = answer["height"].int_or(0);
  auto pixels = parse_base64(answer["rgb"].string_or(""));
  const bool is_page = pages <= INT32_MAX && width >= 1 && height >= 1 && width <= kPageSide &&
                       height <= kPageSide && pixels.ok() &&
                       pixels->size() == static_cast<std::size_t>(width * height * 3);
  if (!is_page) return not_to_be_trusted("page");
  Page out;
  out.pages = static_cast<int>(pages);
  out.picture.width = static_cast<int>(width);
  out.picture.height = static_cast<int>(height);
  out.picture.pixels = std::move(*pixels);
  out.text = answer["text"].string_or("");
  if (out.text.size() > kMaxPageTextBytes) return not_to_be_trusted("page");
  out.text_cut = answer["text_cut"].bool_or(false);
  out.has_lent_fonts = answer["has_lent_fonts"].bool_or(false);
  return out;
}

Result<Sound> sound(const Extractor& extractor, int input, std::string_view coding,
                    std::int64_t begin_ms) {
  SANAD_TRY(const json::Value answer,
            ask(extractor, input, {"sound", std::string(coding), std::to_string(begin_ms)}));
  const std::int64_t rate = answer["rate"].int_or(0);
  auto samples = parse_base64(answer["samples"].string_or(""));
  const auto most = static_cast<std::size_t>(kSoundStretchMs / 1000 * rate * 2);
  const bool is_sound = rate >= kLeastSoundRate && rate <= kMostSoundRate && samples.ok() &&
                        samples->size() % 2 == 0 && samples->size() <= most;
  if (!is_sound) return not_to_be_trusted("sound");
  Sound out{static_cast<int>(rate), std::move(*samples), {}};
  SANAD_TRY(out.end, parse_stretch_end(answer));
  if (out.samples.empty()) return nothing_so_late("sound", begin_ms, out.end.duration_ms);
  return out;
}

Result<StretchEnd> moving(const Extractor& extractor, int input, std::string_view coding,
                          std::int64_t begin_ms,
                          const std::function<Result<void>(Preview)>& on_picture) {
  if (::lseek(input, 0, SEEK_SET) < 0)
    return io_error("the item cannot be read from its beginning", errno);
  cage::Limits limits = extractor.limits;
  limits.output_bytes = kMostPictures * (std::uint64_t{3} * kMovingSide * kMovingSide + 64);
  MovingReader reader(begin_ms, on_picture);
  SANAD_CHECK(cage::run({extractor.program,
                         {"moving", std::string(coding), std::to_string(begin_ms)},
                         input,
                         limits,
                         extractor.is_cancelled,
                         extractor.pool},
                        [&reader](ByteView piece) { return reader.update(piece); }));
  SANAD_TRY(const StretchEnd end, reader.finish());
  if (reader.pictures() == 0) return nothing_so_late("picture", begin_ms, end.duration_ms);
  return end;
}

}  // namespace sanad::extract
