// Bytes that are too many for memory, for a while: many streams in one file, sealed under a key
// that exists in memory only, so that nothing readable is on disk and nothing outlives the process.
//
// Each piece (at most 64 KiB) is sealed by AES-256-GCM with a counter as nonce. The file has no
// name where the system allows it, else loses it at once. Used by one thread at a time.
// Tested by spool_test.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"
#include "crypto/crypto.h"

namespace sanad::spool {

class Spool {
 public:
  static constexpr std::size_t kPieceBytes = 64 * 1024;
  // Over all streams; beyond it pieces get smaller.
  static constexpr std::size_t kMaxPendingBytes = 16 * 1024 * 1024;

  struct Piece {
    std::uint64_t number = 0;  // the nonce
    std::uint64_t offset = 0;
    std::uint64_t start = 0;  // of the plain bytes, in their stream
    std::uint32_t size = 0;   // of the plain bytes
  };
  struct Stream {
    std::uint64_t size = 0;
    std::vector<Piece> pieces;
    Bytes pending;
  };

  // kIo: no file can be made in directory.
  static Result<std::unique_ptr<Spool>> create(const std::string& directory);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // kIo: the disk; nothing more can be added then.
  Result<void> append(Stream& stream, ByteView data);
  Result<void> flush(Stream& stream);
  // stream must be flushed; both outlive the source. kIntegrity: the file was altered.
  std::unique_ptr<ByteSource> open(const Stream& stream) const;
  // The same, from any place; forward it costs no more.
  std::unique_ptr<RandomSource> open_random(const Stream& stream) const;

 private:
  class Source;
  class Random;
  explicit Spool(int fd);
  Result<void> seal_pending(Stream& stream);
  Result<void> read_piece(const Piece& piece, Bytes& plain) const;

  int fd_;
  mutable crypto::Aes256Gcm cipher_;
  std::uint64_t end_ = 0;
  std::uint64_t next_ = 0;
  std::size_t pending_bytes_ = 0;
};

}  // namespace sanad::spool
