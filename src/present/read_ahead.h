// Reads a file and hashes it on a thread of its own, while whoever takes the pieces writes those
// that came before: decrypting and hashing an exhibit takes about as long as sealing a bundle.
#pragma once

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"

namespace sanad::present {

class ReadAhead {
 public:
  static constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
  static constexpr std::size_t kPieces = 4;

  // The source is read on the thread alone. Of a source with more than most bytes it hands out one
  // piece too many and then ends.
  ReadAhead(std::unique_ptr<ByteSource> source, std::uint64_t most);
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  // Empty at the end. Valid until the next call. Else the error of the source; nothing may follow.
  Result<ByteView> next();

  // Once next() came to the end: of all bytes, in hexadecimal.
  struct Digests {
    std::uint64_t size = 0;
    std::string sha256, sha512;
  };
  const Digests& digests() const { return digests_; }

 private:
  Result<void> read_all();
  // Null: nobody wants more.
  Bytes* wait_for_room();

  std::unique_ptr<ByteSource> source_;
  std::uint64_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // A ring: taken_ <= filled_ <= taken_ + kPieces. The piece that was handed out last stays until
  // the next call.
  std::array<Bytes, kPieces> pieces_;
  std::uint64_t filled_ = 0, taken_ = 0;
  bool is_handed_out_ = false, is_done_ = false, is_stopped_ = false;
  std::optional<Error> error_;
  Digests digests_;
  std::thread thread_;
};

}  // namespace sanad::present
