// The bytes of a WARC file without their gzip wrapping, with the place of each in the file.
#pragma once

#include <zlib.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"

namespace sanad::warc {

class Input {
 public:
  explicit Input(ByteSource& source);
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  // Unpacked bytes that are ready, at least one unless the file has ended. kIntegrity: the gzip
  // data is damaged or cut; nothing can be read after it. Begins the next member when one has
  // ended.
  Result<ByteView> peek();
  // The same, but nothing where the current gzip member has ended: no record spans two.
  Result<ByteView> peek_within();
  void consume(std::size_t size) { out_position_ += size; }

  // After the last byte of a record: reads on to see whether its gzip member ends here too, which
  // checks the member's CRC. True for plain files.
  Result<bool> member_ends_here();

  bool is_plain() const { return mode_ == Mode::kPlain; }

  // In the file: of the current member's first byte, or of the next byte of a plain file.
  std::uint64_t place() const;
  // In the file: behind what has been used; for gzip only exact where a member has ended.
  std::uint64_t used() const { return raw_base_ + raw_position_ - plain_ahead(); }
  // Unpacked bytes so far.
  std::uint64_t unpacked() const { return unpacked_; }

 private:
  enum class Mode { kBetween, kGzip, kPlain };
  std::uint64_t plain_ahead() const {
    return mode_ == Mode::kPlain ? out_size_ - out_position_ : 0;
  }
  Result<bool> refill_raw();
  Result<void> begin_member();
  Result<void> inflate_some();
  Result<void> read_plain();

  ByteSource& source_;
  Mode mode_ = Mode::kBetween;
  bool ended_ = false;
  std::uint64_t member_start_ = 0;
  std::uint64_t unpacked_ = 0;

  std::array<std::uint8_t, 64 * 1024> raw_;
  std::size_t raw_size_ = 0;
  std::size_t raw_position_ = 0;
  std::uint64_t raw_base_ = 0;  // place of raw_[0] in the file

  std::array<std::uint8_t, 64 * 1024> out_;
  std::size_t out_size_ = 0;
  std::size_t out_position_ = 0;

  z_stream stream_{};
  bool stream_ready_ = false;
};

}  // namespace sanad::warc
