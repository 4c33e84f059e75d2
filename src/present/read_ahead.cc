#include "read_ahead.h"

#include "crypto/crypto.h"

namespace sanad::present {

ReadAhead::ReadAhead(std::unique_ptr<ByteSource> source, std::uint64_t most)
    : source_(std::move(source)), most_(most) {
  thread_ = std::thread([this] {
    const Result<void> read = read_all();
    const std::lock_guard lock(mutex_);
    if (!read.ok()) error_ = read.error();
    is_done_ = true;
    changed_.notify_all();
  });
}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

Bytes* ReadAhead::wait_for_room() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return is_stopped_ || filled_ < taken_ + kPieces; });
  return is_stopped_ ? nullptr : &pieces_[filled_ % kPieces];
}

Result<void> ReadAhead::read_all() {
  crypto::Hasher sha256(crypto::Hasher::Algorithm::kSha256);
  crypto::Hasher sha512(crypto::Hasher::Algorithm::kSha512);
  while (digests_.size <= most_) {
    Bytes* piece = wait_for_room();
    if (piece == nullptr) return {};
    piece->resize(kPieceBytes);
    SANAD_TRY(const std::size_t got, source_->read(*piece));
    if (got == 0) break;
    piece->resize(got);
    sha256.update(*piece);
    sha512.update(*piece);
    digests_.size += got;
    const std::lock_guard lock(mutex_);
    ++filled_;
    changed_.notify_all();
  }
  digests_.sha256 = format_hex(sha256.finish());
  digests_.sha512 = format_hex(sha512.finish());
  return {};
}

Result<ByteView> ReadAhead::next() {
  std::unique_lock lock(mutex_);
  if (is_handed_out_) {
    ++taken_;
    is_handed_out_ = false;
    changed_.notify_all();
  }
  changed_.wait(lock, [this] { return is_done_ || filled_ > taken_; });
  if (filled_ > taken_) {
    is_handed_out_ = true;
    return ByteView(pieces_[taken_ % kPieces]);
  }
  if (error_) return *error_;
  return ByteView();
}

}  // namespace sanad::present
