#include "http2_frames.h"

#include <algorithm>
#include <string_view>

namespace sanad::netlog {
namespace {

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::uint8_t kData = 0x0;
constexpr std::uint8_t kHeaders = 0x1;
constexpr std::uint8_t kReset = 0x3;
constexpr std::uint8_t kFlagEndStream = 0x1;
constexpr std::uint8_t kFlagPadded = 0x8;

}  // namespace

Http2Frames::Http2Frames(Direction direction)
    : direction_(direction), preface_left_(direction == Direction::kSent ? kPreface.size() : 0) {}

Result<bool> Http2Frames::feed(ByteView bytes, const Sink& sink) {
  while (!bytes.empty() && !broken_) {
    if (preface_left_ > 0) {
      broken_ = bytes[0] != static_cast<std::uint8_t>(kPreface[kPreface.size() - preface_left_]);
      --preface_left_;
      bytes = bytes.subspan(1);
      continue;
    }
    if (!in_frame_) {
      const std::size_t take = std::min(bytes.size(), head_.size() - head_size_);
      std::copy_n(bytes.begin(), take, head_.begin() + static_cast<std::ptrdiff_t>(head_size_));
      head_size_ += take;
      bytes = bytes.subspan(take);
      if (head_size_ < head_.size()) break;
      SANAD_TRY(const bool good, begin_frame(sink));
      broken_ = !good;
      continue;
    }
    if (pad_length_due_) {
      padding_ = bytes[0];
      pad_length_due_ = false;
      --length_left_;
      bytes = bytes.subspan(1);
      if (padding_ > length_left_) broken_ = true;
    } else {
      const std::size_t take = std::min<std::size_t>(bytes.size(), length_left_);
      SANAD_CHECK(take_payload(bytes.first(take), sink));
      bytes = bytes.subspan(take);
    }
    if (!broken_ && length_left_ == 0) SANAD_CHECK(end_frame(sink));
  }
  return !broken_;
}

Result<bool> Http2Frames::begin_frame(const Sink& sink) {
  head_size_ = 0;
  in_frame_ = true;
  length_left_ = static_cast<std::uint32_t>(head_[0] << 16 | head_[1] << 8 | head_[2]);
  type_ = head_[3];
  flags_ = head_[4];
  stream_ = (static_cast<std::uint32_t>(head_[5] & 0x7F) << 24) |
            (static_cast<std::uint32_t>(head_[6]) << 16) |
            (static_cast<std::uint32_t>(head_[7]) << 8) | head_[8];
  padding_ = 0;
  pad_length_due_ = type_ == kData && (flags_ & kFlagPadded) != 0;
  if (pad_length_due_ && length_left_ == 0) return false;
  if (length_left_ == 0) SANAD_CHECK(end_frame(sink));
  return true;
}

Result<void> Http2Frames::take_payload(ByteView part, const Sink& sink) {
  const std::uint32_t body_left = length_left_ > padding_ ? length_left_ - padding_ : 0;
  const std::size_t body = std::min<std::size_t>(part.size(), body_left);
  length_left_ -= static_cast<std::uint32_t>(part.size());
  if (type_ == kData && body > 0) return sink.data(stream_, part.first(body));
  return {};
}

Result<void> Http2Frames::end_frame(const Sink& sink) {
  in_frame_ = false;
  const bool ends = direction_ == Direction::kReceived && (type_ == kData || type_ == kHeaders) &&
                    (flags_ & kFlagEndStream) != 0;
  if (ends || type_ == kReset) return sink.end(stream_);
  return {};
}

}  // namespace sanad::netlog
