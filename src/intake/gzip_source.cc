#include "gzip_source.h"

#include <algorithm>

#include "intake/intake.h"

namespace sanad::intake {
namespace {

constexpr std::size_t kRaw = 1U << 18U;
constexpr int kGzipOnly = 15 + 16;  // zlib's word for it

}  // namespace

GzipSource::GzipSource(ByteSource& packed) : packed_(packed), name_(kMaxNameBytes), raw_(kRaw) {
  header_.name = name_.data();
  header_.name_max = static_cast<uInt>(name_.size());
  is_ready_ = ::inflateInit2(&stream_, kGzipOnly) == Z_OK;
  if (is_ready_) ::inflateGetHeader(&stream_, &header_);
}

GzipSource::~GzipSource() { ::inflateEnd(&stream_); }

std::string GzipSource::name() const {
  if (header_.done != 1 || header_.name == nullptr) return {};
  return {name_.begin(), std::ranges::find(name_, 0)};
}

Result<void> GzipSource::feed() {
  if (stream_.avail_in > 0 || is_over_) return {};
  SANAD_TRY(const std::size_t got, packed_.read(raw_));
  is_over_ = got == 0;
  stream_.next_in = raw_.data();
  stream_.avail_in = static_cast<uInt>(got);
  return {};
}

// Members stand one after another (RFC 1952 2.2); what else follows is padding.
Result<void> GzipSource::next_member() {
  SANAD_CHECK(feed());
  is_ready_ = stream_.avail_in > 0 && *stream_.next_in == 0x1F && ::inflateReset(&stream_) == Z_OK;
  return {};
}

Result<std::size_t> GzipSource::read(std::span<std::uint8_t> out) {
  std::size_t size = 0;
  while (size == 0 && is_ready_ && !out.empty()) {
    SANAD_CHECK(feed());
    stream_.next_out = out.data();
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(out.size(), 1U << 30U));
    const int status = ::inflate(&stream_, Z_NO_FLUSH);
    size = static_cast<std::size_t>(stream_.next_out - out.data());
    if (status == Z_STREAM_END) {
      SANAD_CHECK(next_member());
    } else if (status != Z_OK && (status != Z_BUF_ERROR || is_over_)) {
      is_ready_ = false;
      problem_ = status == Z_BUF_ERROR ? "it is cut off" : "it is damaged";
    }
  }
  return size;
}

}  // namespace sanad::intake
