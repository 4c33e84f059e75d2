// Bytes of a part that came out of the cage, while they are needed.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "crypto/crypto.h"
#include "extract/import.h"
#include "spool/spool.h"

namespace sanad::extract {

// Where long parts lie while they are read.
inline std::string spool_folder(const Extractor& extractor) {
  if (!extractor.spool_folder.empty()) return extractor.spool_folder;
  std::error_code failed;
  return std::filesystem::temp_directory_path(failed).string();
}

// The bytes of one part: in memory, or when they get many in a file of their own, whose space is
// free again with the part.
class Held {
 public:
  explicit Held(std::string folder) : folder_(std::move(folder)) {}

  Result<void> add(ByteView piece) {
    hasher_.update(piece);
    size_ += piece.size();
    if (!spool_ && size_ <= kMaxHeldPart) {
      bytes_.insert(bytes_.end(), piece.begin(), piece.end());
      return {};
    }
    if (!spool_) {
      SANAD_TRY(spool_, spool::Spool::create(folder_));
      SANAD_CHECK(spool_->append(stream_, bytes_));
      Bytes().swap(bytes_);
    }
    return spool_->append(stream_, piece);
  }

  // Once, after the last piece.
  Result<void> finish() {
    sha256_ = format_hex(hasher_.finish());
    if (!spool_) return {};
    SANAD_CHECK(spool_->flush(stream_));
    random_ = spool_->open_random(stream_);
    return {};
  }
  const std::string& sha256() const { return sha256_; }
  std::uint64_t size() const { return size_; }
  Source source() const {
    if (!random_) return source_of(bytes_);
    return {size_, [this](std::uint64_t offset, std::span<std::uint8_t> out) {
              return random_->read_at(offset, out);
            }};
  }

 private:
  std::string folder_;
  crypto::Hasher hasher_{crypto::Hasher::Algorithm::kSha256};
  std::string sha256_;
  std::uint64_t size_ = 0;
  Bytes bytes_;
  std::unique_ptr<spool::Spool> spool_;
  spool::Spool::Stream stream_;
  std::unique_ptr<RandomSource> random_;
};

}  // namespace sanad::extract
