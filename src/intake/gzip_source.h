// What a gzip file (RFC 1952) unpacks to, its members one behind another. By zlib itself:
// libarchive loses up to 64 KiB before the place where a file breaks off.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"

namespace sanad::intake {

class GzipSource final : public ByteSource {
 public:
  explicit GzipSource(ByteSource& packed);
  ~GzipSource() override;
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  // 0 at the end, and where it breaks: problem() says why then.
  Result<std::size_t> read(std::span<std::uint8_t> out) override;
  const std::string& problem() const { return problem_; }
  // What the file was called before it was packed; known after the first read().
  std::string name() const;

 private:
  Result<void> feed();
  Result<void> next_member();

  ByteSource& packed_;
  z_stream stream_{};
  gz_header header_{};
  Bytes name_, raw_;
  bool is_ready_ = false, is_over_ = false;
  std::string problem_;
};

}  // namespace sanad::intake
