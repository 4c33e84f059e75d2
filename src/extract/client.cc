#include <unistd.h>

#include <cerrno>

#include "extract/extract.h"

namespace sanad::extract {
namespace {

Result<json::Value> ask(const Extractor& extractor, int input, std::vector<std::string> task) {
  if (::lseek(input, 0, SEEK_SET) < 0)
    return io_error("the item cannot be read from its beginning", errno);
  SANAD_TRY(const Bytes output, cage::run({extractor.program, std::move(task), input,
                                           extractor.limits, extractor.is_cancelled}));
  // What comes out of a cage is as little to be trusted as what went in.
  SANAD_TRY_WITH(json::Value answer, json::parse(as_text(output)), "the extractor's answer");
  if (answer.as_object() == nullptr) {
    return Error{ErrorCode::kInvalid,
                 "the extractor's answer is no object: the item is not to be trusted"};
  }
  return answer;
}

}  // namespace

Result<json::Value> fingerprint(const Extractor& extractor, int input, std::string_view coding) {
  return ask(extractor, input, {"fingerprint", std::string(coding)});
}

Result<json::Value> fingerprint_with_text(const Extractor& extractor, int input,
                                          std::string_view coding) {
  return ask(extractor, input, {"fingerprint-with-text", std::string(coding)});
}

Result<Preview> preview(const Extractor& extractor, int input, std::string_view coding,
                        std::optional<std::int64_t> at_ms) {
  SANAD_TRY(
      const json::Value answer,
      ask(extractor, input, {"preview", std::string(coding), at_ms ? std::to_string(*at_ms) : ""}));
  const std::int64_t width = answer["width"].int_or(0), height = answer["height"].int_or(0);
  auto pixels = parse_base64(answer["rgb"].string_or(""));
  const bool is_picture = width >= 1 && height >= 1 && width <= kPreviewSide &&
                          height <= kPreviewSide && pixels.ok() &&
                          pixels->size() == static_cast<std::size_t>(width * height * 3);
  if (!is_picture) {
    return Error{ErrorCode::kInvalid,
                 "the extractor's answer is no picture: the item is not to be trusted"};
  }
  Preview out{static_cast<int>(width), static_cast<int>(height), std::move(*pixels), {}, false};
  if (const auto time = answer["time_ms"].as_int()) out.time_ms = *time;
  out.damaged = answer["damaged"].bool_or(false);
  return out;
}

}  // namespace sanad::extract
