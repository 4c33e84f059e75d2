// The little of HTTP/1.1 that an archive must understand (RFC 9112): where a message's head ends,
// what it says about the body, and chunked framing, read and written.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"

namespace sanad::warc {

inline constexpr std::size_t kMaxHttpHeadBytes = 1U << 20;
inline constexpr std::size_t kChunkBytes = 64 * 1024;

struct HttpFacts {
  int status = 0;        // 0 for a request
  std::string method;    // empty for a response
  std::string mime;      // Content-Type without parameters; empty if absent or not printable ASCII
  bool chunked = false;  // Transfer-Encoding ends in "chunked"
  bool coded = false;    // the body is compressed: by Content-Encoding, or by its kind of file
};

// head: from the start line up to the empty line. Never fails: what is not understood is left out.
HttpFacts read_http_head(std::string_view head);

using EmitPart = std::function<void(ByteView)>;

// Takes the body of a chunked message in pieces of any size and gives what it carries.
class Dechunker {
 public:
  void update(ByteView data, const EmitPart& emit);
  bool complete() const {
    return state_ == State::kDone;
  }  // the last chunk and the trailers are in
  bool broken() const { return state_ == State::kBroken; }  // it is not chunked framing
  bool has_begun() const { return has_begun_; }             // the size of a chunk was read

 private:
  enum class State { kSize, kSizePad, kSizeRest, kData, kDataEnd, kTrailer, kDone, kBroken };
  void take_size(std::uint8_t byte);
  void take_trailer(std::uint8_t byte);

  State state_ = State::kSize;
  std::uint64_t left_ = 0;
  int digits_ = 0;
  std::size_t trailer_bytes_ = 0;
  std::size_t line_bytes_ = 0;
  std::uint8_t last_ = 0;
  bool has_begun_ = false;
};

// The reverse: frames a body as chunks of kChunkBytes, and a last empty one, without trailers. No
// body gets no framing: the answer to a HEAD request may announce chunks that never come.
class Chunker {
 public:
  // emit answers Result<void>; its first error is passed on.
  using Emit = std::function<Result<void>(ByteView)>;
  Result<void> update(ByteView data, const Emit& emit);
  Result<void> finish(const Emit& emit);

 private:
  Result<void> flush(const Emit& emit);
  Bytes pending_;
  bool started_ = false;
};

// Takes a whole message as it was on the wire and gives its payload: the body without its transfer
// coding (WARC 1.1 section 6.3.2 and RFC 9112 section 6).
class HttpSplitter {
 public:
  void update(ByteView data, const EmitPart& emit);
  // The message has ended: gives what was held because it might have been the size of a chunk.
  void finish(const EmitPart& emit);
  // Empty until the head has ended, and for ever if it is longer than kMaxHttpHeadBytes.
  const std::optional<HttpFacts>& facts() const { return facts_; }
  // False if the message has no readable head or its chunked framing is broken: no payload to name.
  bool has_payload() const { return facts_.has_value() && !dechunker_.broken() && !is_unframed_; }
  // The head announces chunks and the body does not even begin with one: some archivers took the
  // chunks off and left the head as it was. What is given is then the body as it stands.
  bool is_unframed() const { return is_unframed_; }

 private:
  std::size_t take_head(ByteView data);
  void take_chunked(ByteView data, const EmitPart& emit);

  std::string head_;
  bool overlong_ = false;
  std::optional<HttpFacts> facts_;
  Dechunker dechunker_;
  Bytes beginning_;  // of the body, until it is known whether it is framed
  bool is_unframed_ = false;
};

}  // namespace sanad::warc
