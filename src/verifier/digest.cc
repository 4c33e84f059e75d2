#include "digest.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

#include "crypto/crypto.h"

namespace sanad::verifier {
namespace {

constexpr std::size_t kSliceBytes = 256 * 1024;
constexpr std::size_t kSlices = 4;                // how far reading may be ahead of SHA-512
constexpr std::uint64_t kSmallBytes = 64 * 1024;  // below this a hand-over costs more than it saves

std::uint32_t add_crc(std::uint32_t crc, ByteView data) {
  return static_cast<std::uint32_t>(crc32_z(crc, data.data(), data.size()));
}

// A ring of slices between this thread, which fills them, and one that computes SHA-512.
// Slices are taken in the order in which they were given; close() ends the thread. Where there can
// be no second thread (in a cage), this one computes both.
class Sha512Thread {
 public:
  Sha512Thread() {
    try {
      thread_ = std::thread([this] { run(); });
    } catch (const std::system_error&) {
      // give() sees that there is none.
    }
  }
  ~Sha512Thread() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }
  Sha512Thread(const Sha512Thread&) = delete;
  Sha512Thread& operator=(const Sha512Thread&) = delete;

  // A slice that the other thread no longer reads; valid until give().
  Bytes& next_slice() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return given_ - taken_ < kSlices; });
    return slices_[given_ % kSlices].bytes;
  }

  // Hands over the first size bytes of the slice that next_slice() answered.
  void give(std::size_t size) {
    if (!thread_.joinable()) {
      hasher_.update(ByteView(slices_[given_ % kSlices].bytes).first(size));
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      slices_[given_ % kSlices].size = size;
      ++given_;
    }
    changed_.notify_all();
  }

  // The digest of all that was given since the last call.
  Bytes finish() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return taken_ == given_; });
    Bytes digest = hasher_.finish();
    hasher_ = crypto::Hasher(crypto::Hasher::Algorithm::kSha512);
    return digest;
  }

 private:
  struct Slice {
    Bytes bytes = Bytes(kSliceBytes);
    std::size_t size = 0;
  };

  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [&] { return closed_ || taken_ < given_; });
      if (taken_ == given_) return;
      const Slice& slice = slices_[taken_ % kSlices];
      lock.unlock();
      hasher_.update(ByteView(slice.bytes).first(slice.size));
      lock.lock();
      ++taken_;
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<Slice, kSlices> slices_;
  std::uint64_t given_ = 0;
  std::uint64_t taken_ = 0;
  bool closed_ = false;
  // Touched by the thread for slices given and not yet taken, by finish() only when there are none.
  crypto::Hasher hasher_{crypto::Hasher::Algorithm::kSha512};
  std::thread thread_;
};

Result<void> fill(RandomSource& source, std::uint64_t offset, std::span<std::uint8_t> out) {
  while (!out.empty()) {
    SANAD_TRY(const std::size_t got, source.read_at(offset, out));
    if (got == 0) return Error{ErrorCode::kIo, "The bundle changed while it was read."};
    offset += got;
    out = out.subspan(got);
  }
  return {};
}

class Digester {
 public:
  Digester(RandomSource& source, Progress* progress, std::uint64_t total)
      : source_(source), progress_(progress), total_(total) {}

  Result<void> run(File& file) {
    return file.size < kSmallBytes ? run_small(file) : run_large(file);
  }

 private:
  void advance(std::uint64_t bytes) {
    done_ += bytes;
    if (progress_ != nullptr) progress_->advance(done_, total_);
  }

  Result<void> run_small(File& file) {
    SANAD_TRY(const Bytes bytes, read_exactly(source_, file.start, file.size));
    file.sha256 = format_hex(crypto::sha256(bytes));
    file.sha512 = format_hex(crypto::sha512(bytes));
    file.intact = file.crc32 == (bytes.empty() ? 0 : add_crc(0, bytes));
    advance(file.size);
    return {};
  }

  Result<void> run_large(File& file) {
    crypto::Hasher sha256(crypto::Hasher::Algorithm::kSha256);
    std::uint32_t crc = 0;
    for (std::uint64_t offset = 0; offset < file.size;) {
      const auto size =
          static_cast<std::size_t>(std::min<std::uint64_t>(kSliceBytes, file.size - offset));
      const std::span slice = std::span(other_.next_slice()).first(size);
      SANAD_CHECK(fill(source_, file.start + offset, slice));
      other_.give(size);
      sha256.update(slice);
      crc = add_crc(crc, slice);
      offset += size;
      advance(size);
    }
    file.sha256 = format_hex(sha256.finish());
    file.sha512 = format_hex(other_.finish());
    file.intact = file.crc32 == crc;
    return {};
  }

  RandomSource& source_;
  Progress* progress_;
  std::uint64_t total_;
  std::uint64_t done_ = 0;
  Sha512Thread other_;
};

}  // namespace

Result<void> digest_files(RandomSource& source, Container& container, Progress* progress) {
  std::uint64_t total = 0;
  for (const File& file : container.files) total += file.size;
  Digester digester(source, progress, total);
  for (File& file : container.files) SANAD_CHECK(digester.run(file));
  return {};
}

}  // namespace sanad::verifier
