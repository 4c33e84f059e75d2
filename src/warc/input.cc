#include "input.h"

#include <algorithm>

namespace sanad::warc {
namespace {

constexpr std::uint8_t kGzipMagic = 0x1f;

Error damaged(std::string_view what) { return {ErrorCode::kIntegrity, std::string(what)}; }

}  // namespace

Input::Input(ByteSource& source) : source_(source) {
  constexpr int kGzipWrapper = 16;
  stream_ready_ = inflateInit2(&stream_, MAX_WBITS + kGzipWrapper) == Z_OK;
}

Input::~Input() {
  if (stream_ready_) inflateEnd(&stream_);
}

// A short member may have ended before its bytes were used.
std::uint64_t Input::place() const {
  const bool in_member =
      mode_ == Mode::kGzip || (mode_ == Mode::kBetween && out_position_ < out_size_);
  return in_member ? member_start_ : used();
}

// Answers false at the end of the file. Called when all raw bytes are used.
Result<bool> Input::refill_raw() {
  raw_base_ += raw_position_;
  raw_size_ = 0;
  raw_position_ = 0;
  SANAD_TRY(raw_size_, source_.read(raw_));
  return raw_size_ > 0;
}

Result<void> Input::begin_member() {
  if (raw_position_ == raw_size_) {
    SANAD_TRY(const bool more, refill_raw());
    if (!more) {
      ended_ = true;
      return {};
    }
  }
  member_start_ = used();
  if (raw_[raw_position_] != kGzipMagic) {
    mode_ = Mode::kPlain;
    return {};
  }
  if (!stream_ready_) return Error{ErrorCode::kLimit, "There is not enough memory to unpack."};
  inflateReset(&stream_);
  mode_ = Mode::kGzip;
  return {};
}

Result<void> Input::inflate_some() {
  stream_.next_out = out_.data();
  stream_.avail_out = static_cast<uInt>(out_.size());
  while (stream_.avail_out == out_.size()) {
    if (raw_position_ == raw_size_) {
      SANAD_TRY(const bool more, refill_raw());
      if (!more) return damaged("the file ends within a compressed record");
    }
    stream_.next_in = raw_.data() + raw_position_;
    stream_.avail_in = static_cast<uInt>(raw_size_ - raw_position_);
    const int status = inflate(&stream_, Z_NO_FLUSH);
    raw_position_ = raw_size_ - stream_.avail_in;
    if (status == Z_STREAM_END) {
      mode_ = Mode::kBetween;
      break;
    }
    if (status != Z_OK && status != Z_BUF_ERROR) return damaged("its compressed data is damaged");
  }
  out_position_ = 0;
  out_size_ = out_.size() - stream_.avail_out;
  unpacked_ += out_size_;
  return {};
}

Result<void> Input::read_plain() {
  if (raw_position_ == raw_size_) {
    SANAD_TRY(const bool more, refill_raw());
    ended_ = !more;
  }
  const std::size_t size = raw_size_ - raw_position_;
  std::copy_n(raw_.begin() + static_cast<std::ptrdiff_t>(raw_position_), size, out_.begin());
  raw_position_ = raw_size_;
  out_position_ = 0;
  out_size_ = size;
  unpacked_ += size;
  return {};
}

Result<ByteView> Input::peek() {
  while (out_position_ == out_size_ && !ended_) {
    if (mode_ == Mode::kBetween) {
      SANAD_CHECK(begin_member());
    } else if (mode_ == Mode::kGzip) {
      SANAD_CHECK(inflate_some());
    } else {
      SANAD_CHECK(read_plain());
    }
  }
  return ByteView(out_).subspan(out_position_, out_size_ - out_position_);
}

Result<ByteView> Input::peek_within() {
  while (out_position_ == out_size_ && mode_ == Mode::kGzip) SANAD_CHECK(inflate_some());
  if (out_position_ == out_size_ && mode_ == Mode::kBetween) return ByteView();
  return peek();
}

Result<bool> Input::member_ends_here() {
  while (out_position_ == out_size_ && mode_ == Mode::kGzip) SANAD_CHECK(inflate_some());
  return out_position_ == out_size_ || mode_ == Mode::kPlain;
}

}  // namespace sanad::warc
