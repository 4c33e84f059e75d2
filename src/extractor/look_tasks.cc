// What is looked at and listened to piece by piece: a page, a stretch of sound, a stretch of a
// video (docs/formats/stretches.md).
#include <fmt/format.h>

#include <algorithm>

#include "base/numbers.h"
#include "extractor/tasks.h"
#include "frame_writer.h"
#include "media/stretch.h"
#include "parts/pages.h"

namespace sanad::extractor {
namespace {

// A day: no video is longer than the limits of media::VideoLimits.
constexpr std::uint64_t kMaxTimeMs = 86'400'000;

Result<std::int64_t> time_of(std::string_view begin_ms) {
  SANAD_TRY_WITH(const std::uint64_t time, parse_decimal(begin_ms), "where it begins");
  if (time > kMaxTimeMs) return Error{ErrorCode::kInvalid, "no recording is so long"};
  return static_cast<std::int64_t>(time);
}

// The item, or what it stands for: kept in decoded.
Result<ByteView> undo(ByteView item, std::string_view coding, Bytes& decoded) {
  if (coding.empty()) return item;
  SANAD_TRY(decoded, decode(item, coding));
  return ByteView(decoded);
}

void put(Bytes& out, std::uint64_t value, int bytes) {  // big-endian
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void add(const media::StretchEnd& end, json::Object& answer) {
  answer.set("is_last", end.is_last);
  answer.set("damaged", end.damaged);
  if (end.duration_ms) answer.set("duration_ms", *end.duration_ms);
}

Result<void> write_picture(const Write& write, const media::MovingPicture& picture) {
  Bytes payload;
  payload.reserve(picture.pixels.size() + 8);
  put(payload, static_cast<std::uint64_t>(picture.time_ms), 4);
  put(payload, static_cast<std::uint64_t>(picture.width), 2);
  put(payload, static_cast<std::uint64_t>(picture.height), 2);
  payload.insert(payload.end(), picture.pixels.begin(), picture.pixels.end());
  return write_frame(write, 'M', payload);
}

}  // namespace

Result<json::Object> page_task(ByteView item, std::string_view coding, std::string_view number,
                               const parts::LentFonts& fonts) {
  SANAD_TRY_WITH(const std::uint64_t wanted, parse_decimal(number), "the number of the page");
  Bytes decoded;
  SANAD_TRY(item, undo(item, coding, decoded));
  SANAD_TRY(const parts::Page page, parts::pdf_page(item, wanted, fonts));
  return json::Object{{"pages", page.pages},
                      {"width", page.width},
                      {"height", page.height},
                      {"rgb", format_base64(page.pixels)},
                      {"text", page.text},
                      {"text_cut", page.text_cut},
                      {"has_lent_fonts", page.has_lent_fonts}};
}

Result<json::Object> sound_task(ByteView item, std::string_view coding, std::string_view begin_ms) {
  SANAD_TRY(const std::int64_t begin, time_of(begin_ms));
  Bytes decoded;
  SANAD_TRY(item, undo(item, coding, decoded));
  SANAD_TRY(const media::Sound sound, media::read_sound(item, begin));
  Bytes samples;
  samples.reserve(sound.samples.size() * 2);
  for (const std::int16_t sample : sound.samples) {
    samples.push_back(static_cast<std::uint8_t>(static_cast<std::uint16_t>(sample) & 0xFFU));
    samples.push_back(static_cast<std::uint8_t>(static_cast<std::uint16_t>(sample) >> 8U));
  }
  json::Object answer{{"rate", sound.rate}, {"samples", format_base64(samples)}};
  add(sound.end, answer);
  return answer;
}

Result<Bytes> samples_task(ByteView item, std::string_view coding) {
  constexpr std::size_t kMaxName = 255;
  Bytes decoded;
  SANAD_TRY(item, undo(item, coding, decoded));
  SANAD_TRY(media::WholeSound whole, media::read_whole_sound(item));
  whole.decoder.resize(std::min(whole.decoder.size(), kMaxName));
  Bytes head = to_bytes("SSP1");
  put(head, static_cast<std::uint64_t>(whole.rate), 4);
  put(head, static_cast<std::uint64_t>(whole.channels), 1);
  put(head, whole.damaged ? 1 : 0, 1);
  put(head, whole.decoder.size(), 1);
  head.insert(head.end(), whole.decoder.begin(), whole.decoder.end());
  whole.samples.insert(whole.samples.begin(), head.begin(), head.end());
  return std::move(whole.samples);
}

Result<void> moving_task(ByteView item, std::string_view coding, std::string_view begin_ms,
                         const Write& write) {
  SANAD_TRY(const std::int64_t begin, time_of(begin_ms));
  Bytes decoded;
  SANAD_TRY(item, undo(item, coding, decoded));
  const auto give = [&](const media::MovingPicture& picture) {
    return write_picture(write, picture);
  };
  SANAD_TRY(const media::StretchEnd end, media::read_moving(item, begin, {}, give));
  json::Object last;
  add(end, last);
  return write_json(write, 'Z', std::move(last));
}

Result<void> film_task(ByteView item, std::string_view coding, const Write& write) {
  Bytes decoded;
  SANAD_TRY(item, undo(item, coding, decoded));
  const auto give = [&](const media::MovingPicture& picture) {
    return write_picture(write, picture);
  };
  SANAD_TRY(const media::FilmEnd end, media::read_film(item, {}, media::kMostFilmMs, give));
  return write_json(
      write, 'Z',
      json::Object{
          {"length_ms", end.length_ms}, {"damaged", end.damaged}, {"decoder", end.decoder}});
}

}  // namespace sanad::extractor
