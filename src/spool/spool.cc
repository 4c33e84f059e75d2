#include "spool/spool.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace sanad::spool {
namespace {

Result<int> open_nameless(const std::string& directory) {
  const int fd = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0) return fd;
  std::string pattern = directory + "/spool-XXXXXX";
  const int named = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (named < 0) {
    return io_error(
        fmt::format("no working file can be made in {}; check that it can be written to",
                    directory),
        errno);
  }
  ::unlink(pattern.c_str());
  return named;
}

std::array<std::uint8_t, crypto::kGcmNonceSize> nonce_of(std::uint64_t number) {
  std::array<std::uint8_t, crypto::kGcmNonceSize> nonce{};
  std::memcpy(nonce.data(), &number, sizeof number);
  return nonce;
}

Bytes fresh_key() { return crypto::random_bytes(32); }

crypto::Aes256Gcm make_cipher() {
  Bytes key = fresh_key();
  crypto::Aes256Gcm cipher(key);
  crypto::wipe(key);
  return cipher;
}

}  // namespace

Spool::Spool(int fd) : fd_(fd), cipher_(make_cipher()) {}
Spool::~Spool() { ::close(fd_); }

Result<std::unique_ptr<Spool>> Spool::create(const std::string& directory) {
  SANAD_TRY(const int fd, open_nameless(directory));
  return std::unique_ptr<Spool>(new Spool(fd));
}

Result<void> Spool::seal_pending(Stream& stream) {
  if (stream.pending.empty()) return {};
  Bytes sealed(stream.pending.size() + crypto::kGcmTagSize);
  cipher_.seal(nonce_of(next_), {}, stream.pending, sealed.data());
  for (std::size_t done = 0; done < sealed.size();) {
    const ssize_t count =
        ::pwrite(fd_, sealed.data() + done, sealed.size() - done, static_cast<off_t>(end_ + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return io_error("the working file cannot be written; free some space", errno);
    done += static_cast<std::size_t>(count);
  }
  const std::uint64_t start =
      stream.pieces.empty() ? 0 : stream.pieces.back().start + stream.pieces.back().size;
  stream.pieces.push_back({next_, end_, start, static_cast<std::uint32_t>(stream.pending.size())});
  ++next_;
  end_ += sealed.size();
  pending_bytes_ -= stream.pending.size();
  stream.pending.clear();
  return {};
}

Result<void> Spool::append(Stream& stream, ByteView data) {
  stream.size += data.size();
  while (!data.empty()) {
    const std::size_t part = std::min(data.size(), kPieceBytes - stream.pending.size());
    stream.pending.insert(stream.pending.end(), data.begin(),
                          data.begin() + static_cast<std::ptrdiff_t>(part));
    pending_bytes_ += part;
    data = data.subspan(part);
    if (stream.pending.size() == kPieceBytes || pending_bytes_ > kMaxPendingBytes) {
      SANAD_CHECK(seal_pending(stream));
    }
  }
  return {};
}

Result<void> Spool::flush(Stream& stream) {
  SANAD_CHECK(seal_pending(stream));
  stream.pending.shrink_to_fit();
  return {};
}

Result<void> Spool::read_piece(const Piece& piece, Bytes& plain) const {
  Bytes sealed(piece.size + crypto::kGcmTagSize);
  for (std::size_t done = 0; done < sealed.size();) {
    const ssize_t count = ::pread(fd_, sealed.data() + done, sealed.size() - done,
                                  static_cast<off_t>(piece.offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return io_error("the working file cannot be read", errno);
    done += static_cast<std::size_t>(count);
  }
  plain.resize(piece.size);
  if (!cipher_.open(nonce_of(piece.number), {}, sealed, plain.data())) {
    return Error{ErrorCode::kIntegrity, "the working file was altered while it was in use"};
  }
  return {};
}

class Spool::Source final : public ByteSource {
 public:
  Source(const Spool& spool, const Stream& stream) : spool_(spool), stream_(stream) {}
  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    if (at_ == plain_.size()) {
      if (next_ == stream_.pieces.size()) return std::size_t{0};
      SANAD_CHECK(spool_.read_piece(stream_.pieces[next_++], plain_));
      at_ = 0;
    }
    const std::size_t part = std::min(out.size(), plain_.size() - at_);
    std::memcpy(out.data(), plain_.data() + at_, part);
    at_ += part;
    return part;
  }

 private:
  const Spool& spool_;
  const Stream& stream_;
  std::size_t next_ = 0;
  Bytes plain_;
  std::size_t at_ = 0;
};

std::unique_ptr<ByteSource> Spool::open(const Stream& stream) const {
  return std::make_unique<Source>(*this, stream);
}

class Spool::Random final : public RandomSource {
 public:
  Random(const Spool& spool, const Stream& stream) : spool_(spool), stream_(stream) {}
  std::uint64_t size() const override { return stream_.size; }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override {
    std::size_t done = 0;
    while (done < out.size() && offset < stream_.size) {
      const auto after = std::ranges::upper_bound(stream_.pieces, offset, {}, &Piece::start);
      const auto number = static_cast<std::size_t>(after - stream_.pieces.begin()) - 1;
      const Piece& piece = stream_.pieces[number];
      if (number != held_) {
        held_ = kNone;
        SANAD_CHECK(spool_.read_piece(piece, plain_));
        held_ = number;
      }
      const auto at = static_cast<std::size_t>(offset - piece.start);
      const std::size_t part = std::min(out.size() - done, plain_.size() - at);
      std::memcpy(out.data() + done, plain_.data() + at, part);
      done += part;
      offset += part;
    }
    return done;
  }

 private:
  static constexpr std::size_t kNone = ~std::size_t{0};
  const Spool& spool_;
  const Stream& stream_;
  std::size_t held_ = kNone;  // the piece that plain_ is of
  Bytes plain_;
};

std::unique_ptr<RandomSource> Spool::open_random(const Stream& stream) const {
  return std::make_unique<Random>(*this, stream);
}

}  // namespace sanad::spool
