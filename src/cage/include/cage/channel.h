// Bytes that stay with the caller, read by the caged program at places of its choice: an original
// of any length costs neither side more than a few blocks of memory, and the cage opens no file.
//
// The program has one more descriptor, kChannel: a stream socket. It asks with 12 bytes, an offset
// (8, little-endian) and a length (4, at most kMaxBlock); the answer is a length (4) and that many
// bytes, fewer than were asked for at the end only. Requests may stand in line; answers come in
// their order.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"

namespace sanad::cage {

inline constexpr int kChannel = 3;
inline constexpr std::size_t kMaxBlock = std::size_t{1} << 20;

// Fills the front of out from offset; fewer bytes than asked, or none, at the end only.
using ReadAt =
    std::function<Result<std::size_t>(std::uint64_t offset, std::span<std::uint8_t> out)>;

// The caged program's end. Keeps a few blocks, and asks for the next one before it is needed where
// reading goes forward. Not thread-safe.
class ChannelSource final : public RandomSource {
 public:
  // fd: borrowed. size: of the source, as the caller said it.
  ChannelSource(int fd, std::uint64_t size);
  std::uint64_t size() const override { return size_; }
  // kIo: the caller has gone, or answers what it was not asked.
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override;

 private:
  static constexpr std::size_t kBlocks = 4;
  static constexpr std::uint64_t kNone = ~std::uint64_t{0};
  struct Block {
    std::uint64_t number = kNone;  // offset in blocks of kMaxBlock
    std::uint64_t used = 0;        // when it was last looked at
    Bytes bytes;
  };

  Result<const Block*> block(std::uint64_t number);
  Result<void> ask(std::uint64_t number);
  Result<void> receive();  // the answer to what was asked

  int fd_;
  std::uint64_t size_;
  std::array<Block, kBlocks> blocks_;
  std::uint64_t asked_ = kNone;  // whose answer has not been received
  std::uint64_t last_ = kNone;
  std::uint64_t clock_ = 0;
};

// The caller's end, driven by whoever waits for the program anyway: nothing here waits.
class ChannelServer {
 public:
  explicit ChannelServer(const ReadAt& read_at) : read_at_(read_at) {}

  // poll(2)'s event to wait for on the non-blocking fd.
  short awaited() const;
  // After that event. False: the program has closed its end. kInvalid: it asks for what may not be
  // asked; else an error of read_at.
  Result<bool> step(int fd);

 private:
  enum class Turn { kDone, kWaits, kClosed };
  Result<Turn> take_request(int fd);
  Result<Turn> send_answer(int fd);

  const ReadAt& read_at_;
  std::array<std::uint8_t, 12> request_{};
  std::size_t requested_ = 0;
  Bytes answer_;
  std::size_t size_ = 0, sent_ = 0;
};

}  // namespace sanad::cage
