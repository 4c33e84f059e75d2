// Reads Chromium's network log as it is written, and tells a listener what happened.
//
//   Parser parser(listener);
//   while (auto n = read(fifo, buffer)) SANAD_CHECK(parser.feed({buffer, n}));
//   SANAD_TRY(const LogEnd end, parser.finish());   // end.complete is false if the tail is cut
//
// The log is one JSON document: a line of constants, then one event a line. Numbers of events,
// sources and errors differ between versions of Chromium; they are looked up in the constants.
// Memory does not grow with the log: one line is held at a time, and bodies are handed on as they
// come.
//
// Same listener calls however the bytes are cut into feeds. Not thread-safe. Pure: no clock, no
// file. Tested by netlog_test.cc; fuzzed by netlog_fuzz.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "netlog/model.h"

namespace sanad::netlog {

inline constexpr std::size_t kMaxLineBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMaxOpen = 100'000;  // requests, or sockets, alive at one time
inline constexpr std::size_t kMaxHandshakeBytes = std::size_t{256} << 10;  // kept per connection
inline constexpr std::size_t kMaxDnsBytes = std::size_t{256} << 10;        // kept per look-up

// Called in the order of the log. An error stops the reading and comes back from feed or finish.
// References are valid during the call only.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual Result<void> on_log(const LogInfo&) { return {}; }
  // Before the first exchange that uses it, with what is known then; a connection that no exchange
  // used is told when it closes.
  virtual Result<void> on_connection(const Connection&) { return {}; }
  virtual Result<void> on_connection_end(const Connection&) { return {}; }
  // A request head went out, or was answered without going out.
  virtual Result<void> on_request(const Exchange&) { return {}; }
  virtual Result<void> on_response(const Exchange&) { return {}; }
  virtual Result<void> on_bytes(const Exchange&, Channel, ByteView) { return {}; }
  virtual Result<void> on_websocket_frame(const Exchange&, const WebSocketFrame&) { return {}; }
  // Exactly once for each exchange that began, also at the end of a cut log. No call names it
  // after.
  virtual Result<void> on_exchange_end(const Exchange&) { return {}; }
  virtual Result<void> on_resolution(const Resolution&) { return {}; }
  virtual Result<void> on_note(const Note&) { return {}; }
};

class Parser {
 public:
  explicit Parser(Listener& listener);  // borrowed
  ~Parser();
  Parser(Parser&&) noexcept;

  // Errors: kUnavailable: the log lacks a constant that we rely on, or was not taken in the mode
  // "Everything"; kLimit: a line over kMaxLineBytes, or more than kMaxOpen at one time; kInvalid:
  // not a network log. Nothing more is read after an error.
  Result<void> feed(ByteView bytes);
  // Ends every open exchange and connection. A log without its closing brackets is no error.
  Result<LogEnd> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The self-test of format: does the log's head name all that we rely on? head: the log from its
// first byte to at least the end of its first line. kUnavailable says what is lacking.
Result<LogInfo> check_constants(std::string_view head);

// The names that check_constants asks for, "logEventTypes.REQUEST_ALIVE" and the like.
std::vector<std::string> required_constants();

}  // namespace sanad::netlog
