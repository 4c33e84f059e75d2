// Beast's incremental HTTP/1 parser behind an interface of our own: it is fed by hand, and hands
// out header fields in their order, case and repetition, which Beast's own containers do not keep.
// Only parser.cc includes Beast.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "http/message.h"

namespace sanad::http {

struct ParserLimits {
  std::size_t max_header_bytes = 64 * 1024;
  std::uint64_t max_body_bytes = 16 * 1024 * 1024;
};

struct ParseFailure {
  int status = 400;  // what a server answers: 400, 413, 431 or 505
  std::string message;
};

// Both directions of use are the same: feed() what has arrived, until is_done().
template <typename Message>
class Parser {
 public:
  explicit Parser(ParserLimits limits);
  ~Parser();
  // Takes the front of data; answers how much. Less than all: keep the rest, and add to it.
  std::size_t feed(ByteView data);
  // The stream has ended; completes a body that ends with it.
  void feed_end();
  bool is_header_done() const;
  bool is_done() const;
  bool keeps_alive() const;             // once is_done()
  const ParseFailure* failure() const;  // null if none
  void expect_no_body();                // the answer to HEAD
  Message& message();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

using RequestParser = Parser<Request>;
using ResponseParser = Parser<Response>;
extern template class Parser<Request>;
extern template class Parser<Response>;

}  // namespace sanad::http
