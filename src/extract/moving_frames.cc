#include "extract/moving_frames.h"

#include <fmt/format.h>

namespace sanad::extract {
namespace {

constexpr std::size_t kHeadBytes = 5;    // of a frame: what it is, and its length
constexpr std::size_t kPictureHead = 8;  // of a picture: its time and its sides
constexpr std::size_t kMostLastBytes = 4096;
constexpr std::int64_t kDayMs = 86'400'000;

Error wrong(std::string_view what) {
  return {ErrorCode::kInvalid,
          fmt::format("the extractor's answer {}: the item is not to be trusted", what)};
}

std::size_t number(ByteView bytes, std::size_t at, std::size_t length) {  // big-endian
  std::size_t value = 0;
  for (std::size_t i = at; i < at + length; ++i) value = value << 8U | bytes[i];
  return value;
}

}  // namespace

Result<StretchEnd> parse_stretch_end(const json::Value& value) {
  StretchEnd end;
  end.is_last = value["is_last"].bool_or(false);
  end.damaged = value["damaged"].bool_or(false);
  if (const auto duration = value["duration_ms"].as_int()) {
    // A length that no recording has is not believed.
    if (*duration > 0 && *duration <= kDayMs) end.duration_ms = *duration;
  }
  return end;
}

Result<void> MovingReader::update(ByteView bytes) {
  const auto side = static_cast<std::size_t>(bounds_.side);
  const std::size_t most_picture = kPictureHead + 3 * side * side;
  waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
  std::size_t at = 0;
  while (waiting_.size() - at >= kHeadBytes) {
    const char tag = static_cast<char>(waiting_[at]);
    const std::size_t size = number(waiting_, at + 1, 4);
    if (tag != 'M' && tag != 'Z') return wrong("is not made of frames");
    if (size > (tag == 'M' ? most_picture : kMostLastBytes))
      return wrong(fmt::format("has a frame of {} bytes", size));
    if (end_) return wrong("goes on after its end");
    if (waiting_.size() - at - kHeadBytes < size) break;
    const ByteView payload = ByteView(waiting_).subspan(at + kHeadBytes, size);
    SANAD_CHECK(tag == 'M' ? picture(payload) : last(payload));
    at += kHeadBytes + size;
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(at));
  return {};
}

Result<void> MovingReader::picture(ByteView payload) {
  if (payload.size() < kPictureHead) return wrong("has a picture without a size");
  if (pictures_ == bounds_.pictures) return wrong("has more pictures than were asked for");
  const auto time_ms = static_cast<std::int64_t>(number(payload, 0, 4));
  const std::size_t width = number(payload, 4, 2), height = number(payload, 6, 2);
  const auto side = static_cast<std::size_t>(bounds_.side);
  const bool is_picture = width >= 1 && height >= 1 && width <= side && height <= side &&
                          payload.size() == kPictureHead + 3 * width * height;
  if (!is_picture) return wrong("has a picture that is none");
  if (time_ms <= last_ms_ || time_ms >= begin_ms_ + bounds_.within_ms)
    return wrong("has a picture out of its time");
  last_ms_ = time_ms;
  ++pictures_;
  Preview out;
  out.width = static_cast<int>(width);
  out.height = static_cast<int>(height);
  out.pixels.assign(payload.begin() + kPictureHead, payload.end());
  out.time_ms = time_ms;
  return on_picture_(std::move(out));
}

Result<void> MovingReader::last(ByteView payload) {
  SANAD_TRY_WITH(const json::Value value, json::parse(as_text(payload)), "the extractor's answer");
  SANAD_TRY(end_, parse_stretch_end(value));
  said_ = value;
  return {};
}

Result<StretchEnd> MovingReader::finish() const {
  if (!end_ || !waiting_.empty()) return wrong("is cut off");
  return *end_;
}

}  // namespace sanad::extract
