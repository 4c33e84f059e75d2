// Walks HTTP/2 frames (RFC 9113 section 4.1) in one direction of a connection and gives out the
// payload of DATA frames. Headers stay unread: HPACK needs the whole connection's history, and the
// log shows them decoded.
#pragma once

#include <array>
#include <cstdint>
#include <functional>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::netlog {

class Http2Frames {
 public:
  enum class Direction { kReceived, kSent };
  struct Sink {
    std::function<Result<void>(std::uint32_t stream, ByteView payload)> data;
    std::function<Result<void>(std::uint32_t stream)>
        end;  // RST_STREAM; of received frames END_STREAM too
  };

  // kSent begins with the 24 bytes of the client's preface.
  explicit Http2Frames(Direction direction);

  // Takes the next bytes, in any cut. False once they cannot be HTTP/2 (the preface is wrong,
  // padding longer than its frame); the rest is then unread.
  Result<bool> feed(ByteView bytes, const Sink& sink);

 private:
  Result<bool> begin_frame(const Sink& sink);
  Result<void> take_payload(ByteView part, const Sink& sink);
  Result<void> end_frame(const Sink& sink);

  Direction direction_;
  std::size_t preface_left_;
  std::array<std::uint8_t, 9> head_{};
  std::size_t head_size_ = 0;
  std::uint32_t length_left_ = 0;
  std::uint32_t padding_ = 0;
  bool pad_length_due_ = false;
  bool in_frame_ = false;
  bool broken_ = false;
  std::uint8_t type_ = 0;
  std::uint8_t flags_ = 0;
  std::uint32_t stream_ = 0;
};

}  // namespace sanad::netlog
