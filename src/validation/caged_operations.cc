// What decodes bytes is asked in the cage, as for an exhibit.
#include <fmt/format.h>

#include <algorithm>

#include "cage/input.h"
#include "extract/stretches.h"
#include "operations.h"
#include "pictures/pictures.h"

namespace sanad::validation {
namespace {

Result<json::Value> fingerprint(const extract::Extractor& extractor, ByteView item) {
  SANAD_TRY(const cage::Input input, cage::Input::of(item));
  return extract::fingerprint(extractor, input.fd());
}

Result<json::Value> fingerprint_of_data(const json::Value& inputs,
                                        const extract::Extractor& extractor) {
  SANAD_TRY(const Bytes data, bytes_of(inputs, "data"));
  return fingerprint(extractor, data);
}

Error nothing(std::string_view what) {
  return {ErrorCode::kNotFound, fmt::format("the item was given no {}", what)};
}

Result<std::string> digests(const json::Value& inputs, const extract::Extractor& extractor) {
  SANAD_TRY(const json::Value answer, fingerprint_of_data(inputs, extractor));
  return fmt::format("{} {} {}", answer["sha256"].string_or(""), answer["sha1"].string_or(""),
                     answer["md5"].string_or(""));
}

Result<std::string> ssdeep(const json::Value& inputs, const extract::Extractor& extractor) {
  SANAD_TRY(const json::Value answer, fingerprint_of_data(inputs, extractor));
  return answer["ssdeep"].string_or("");
}

// One of the invented pictures, named as pictures::Plan names it, as a PNG file.
Result<Bytes> picture_file(const std::string& name) {
  const auto plans = pictures::plans();
  const auto plan = std::ranges::find_if(
      plans, [&](const pictures::Plan& one) { return one.name() == name && one.channels == 3; });
  if (plan == plans.end())
    return Error{ErrorCode::kInvalid, fmt::format("there is no picture {}", name)};
  pictures::Picture picture = pictures::draw(*plan);
  return extract::format_png({picture.width, picture.height, std::move(picture.pixels), {}, false});
}

Result<std::string> pdq(const json::Value& inputs, const extract::Extractor& extractor) {
  SANAD_TRY(const std::string name, text_of(inputs, "picture"));
  SANAD_TRY(const Bytes file, picture_file(name));
  SANAD_TRY(const json::Value answer, fingerprint(extractor, file));
  if (answer["pdq"].is_null()) return nothing("PDQ");
  std::string told =
      fmt::format("{} {}", answer["pdq"].string_or(""), answer["pdq_quality"].int_or(-1));
  if (const json::Array* all = answer["pdq_dihedral"].as_array())
    for (const json::Value& one : *all) told += " " + one.string_or("");
  return told;
}

Result<std::string> vpdq(const json::Value& inputs, const extract::Extractor& extractor) {
  SANAD_TRY(const json::Value answer, fingerprint_of_data(inputs, extractor));
  const json::Array* frames = answer["video"]["frames"].as_array();
  if (frames == nullptr) return nothing("frames");
  std::string told;
  for (const json::Value& frame : *frames)
    told += fmt::format("{}{},{},{}", told.empty() ? "" : ";", frame["time_ms"].int_or(-1),
                        frame["pdq_quality"].int_or(-1), frame["pdq"].string_or(""));
  return told;
}

// Ten seconds whose samples are i * (i / step), in 16 bits.
Result<json::Value> sound_answer(const json::Value& inputs, const extract::Extractor& extractor) {
  constexpr std::uint32_t kRate = 22'050;
  SANAD_TRY(const std::string kind, text_of(inputs, "sound"));
  SANAD_TRY(const std::uint64_t step, number_of(inputs, "step"));
  if (kind != "quadratic" || step == 0)
    return Error{ErrorCode::kInvalid, fmt::format("there is no sound {}", kind)};
  extract::Sound sound;
  sound.rate = kRate;
  for (std::uint64_t i = 0; i < kRate * 10ULL; ++i) {
    const auto sample = static_cast<std::uint16_t>(i * (i / step));
    sound.samples.push_back(static_cast<std::uint8_t>(sample & 0xFFU));
    sound.samples.push_back(static_cast<std::uint8_t>(sample >> 8U));
  }
  const Bytes file = extract::format_wav(sound);
  return fingerprint(extractor, file);
}

// As features of an item, which is how imports and captures get them.
Result<std::string> selectors(const json::Value& inputs, const extract::Extractor& extractor) {
  SANAD_TRY(const Bytes data, bytes_of(inputs, "data"));
  SANAD_TRY(const cage::Input input, cage::Input::of(data));
  SANAD_TRY(const json::Value answer,
            extract::describe(extractor, input.fd(), {}, inputs["region"].string_or("")));
  std::string told;
  if (const json::Array* hits = answer["selectors"].as_array())
    for (const json::Value& hit : *hits)
      told += fmt::format("{}{} {}", told.empty() ? "" : "\n", hit["kind"].string_or(""),
                          hit["value"].string_or(""));
  return told;
}

Result<std::string> chromaprint(const json::Value& inputs, const extract::Extractor& extractor) {
  SANAD_TRY(const json::Value answer, sound_answer(inputs, extractor));
  SANAD_TRY(const Bytes packed, parse_base64(answer["audio"]["items"].string_or("")));
  if (packed.empty() || packed.size() % 4 != 0) return nothing("Chromaprint");
  std::string told;
  for (std::size_t i = 0; i < packed.size(); i += 4) {
    std::uint32_t item = 0;
    for (std::size_t k = 0; k < 4; ++k) item = item << 8U | packed[i + k];
    told += fmt::format("{}{}", told.empty() ? "" : " ", item);
  }
  return told;
}

Result<std::string> landmarks(const json::Value& inputs, const extract::Extractor& extractor) {
  SANAD_TRY(const json::Value answer, sound_answer(inputs, extractor));
  std::string told = answer["audio"]["landmarks"].string_or("");
  if (told.empty()) return nothing("landmarks");
  return told;
}

}  // namespace

void add_caged_operations(Operations& all) {
  all["cage-digests"] = digests;
  all["ssdeep"] = ssdeep;
  all["pdq"] = pdq;
  all["vpdq"] = vpdq;
  all["selectors"] = selectors;
  all["chromaprint"] = chromaprint;
  all["landmarks"] = landmarks;
}

}  // namespace sanad::validation
