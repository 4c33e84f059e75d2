// An HTTP/1.1 server with coroutine handlers, over Boost.Asio and OpenSSL. No Boost type is visible
// here, so that including this is cheap.
//
//   Server server(options, [](Exchange& exchange) -> Task<> {
//     Response response = make_response(200, "text/plain", "hello\n");
//     co_await exchange.send(std::move(response));
//   });
//   SANAD_CHECK(server.listen({.address = "127.0.0.1", .port = 0}));
//   SANAD_CHECK(server.start());
//
// A handler runs on one of a few threads and must not block them: slow work goes through
// exchange.blocking(). If the client goes away, a time-out passes or the server stops, the await in
// progress never returns: the handler's frame is destroyed there, and the destructors of its locals
// run. A handler needs no other error handling. One that returns without having answered, or
// throws, is answered with 500 (or the connection is closed if an answer has begun).
//
// What the server adds to a response: Content-Length or Transfer-Encoding where the handler gave
// neither, and "Connection: close" when it will close. Nothing else; no Date, no Server.
// Tested by server_test.cc, server_stream_test.cc and server_tls_test.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "http/message.h"
#include "http/task.h"

namespace sanad::http {

class Connection;

// How the end of a streamed body is told.
enum class Framing {
  kChunked,        // falls back to kUntilClose for an HTTP/1.0 client
  kUntilClose,     // the connection ends with the body
  kContentLength,  // the handler put Content-Length into the head; ending early closes the
                   // connection
};

enum class Ending {
  kClose,  // orderly end of the stream (FIN), whatever was promised
  kReset,  // RST
};

struct WebSocketMessage {
  bool is_text = true;
  std::string data;
};

// One request and its answer. Lives as long as the handler.
class Exchange {
 public:
  Exchange(Connection& connection, Request request);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  const Request& request() const { return request_; }
  // The path that handlers see from here on, for a page that stands in another's place. target
  // stays as received, for the observer too.
  void rewrite_path(std::string path) { request_.path = std::move(path); }

  // The whole answer. For HEAD and statuses without a body, the body is measured but not written.
  Task<> send(Response response);

  // An answer in pieces: begin, write as often as wanted, end. head.body is not used.
  Task<> begin(Response head, Framing framing);
  Task<> write(ByteView data);  // data must live until the await returns
  Task<> write(std::string_view text) { return write(as_bytes(text)); }
  Task<> end();

  // Closes without finishing; the await does not return.
  Task<> abandon(Ending ending);

  Task<> wait_ms(std::uint32_t duration_ms);

  // Runs work on the pool for blocking work and waits for it. work may refer to the handler's
  // locals.
  Task<> blocking(std::function<void()> work);

  // Answers a WebSocket handshake (RFC 6455) with 101; false if the request is not one (then answer
  // otherwise). Afterwards only the next three may be used.
  Task<bool> accept_websocket(Headers extra = {});
  Task<> send_message(WebSocketMessage message);
  Task<std::optional<WebSocketMessage>> receive_message();  // nullopt: the client closed

 private:
  friend class Connection;
  enum class Phase { kFresh, kStreaming, kDone, kWebSocket };
  Connection& connection_;
  Request request_;
  Phase phase_ = Phase::kFresh;
  Framing framing_ = Framing::kChunked;
  bool body_is_written_ = true;  // false for HEAD and statuses without a body
  std::uint64_t promised_bytes_ = 0;
  std::uint64_t written_bytes_ = 0;
  bool stays_open_ = true;
};

// Must outlive the server; called from several threads at once.
using Handler = std::function<Task<>(Exchange&)>;

// Hears what is really sent and received. Calls for one exchange come in order, from one thread at
// a time; calls for several come at once. Must outlive the server.
class Observer {
 public:
  enum class Direction { kToClient, kToServer };
  virtual ~Observer() = default;
  virtual void on_request(const Request& request) = 0;
  // headers as written, the added ones included.
  virtual void on_response_head(const Request& request, const Response& head) = 0;
  // Body bytes that the system took, content coding kept, chunk framing removed.
  virtual void on_response_body(const Request& request, ByteView data) = 0;
  virtual void on_message(const Request& request, Direction direction,
                          const WebSocketMessage& message) = 0;
  // is_complete: the whole answer was handed to the system, with all that its head promised.
  virtual void on_end(const Request& request, bool is_complete) = 0;
};

// What a TLS client is shown. The first identity is used when no other one matches the name asked.
struct TlsIdentity {
  std::string certificate_chain_pem;  // leaf first
  std::string private_key_pem;
  std::vector<std::string> server_names;  // exact, or "*.example" for one label
};

// What may follow a request's head.
struct BodyLeave {
  std::optional<Response> refusal;  // sent at once, and the connection closed: nothing more is read
  std::uint64_t max_body_bytes = 0;
  std::optional<Response> too_long;  // in answer to a longer body; else a plain 413
};
// Asked before the body of a request that announces one is read; head has no body yet. Runs on the
// pool for blocking work, called from several threads at once; must outlive the server.
using HeadCheck = std::function<BodyLeave(const Request& head)>;

struct ServerOptions {
  int threads = 2;
  int blocking_threads = 4;
  std::size_t max_header_bytes = 64 * 1024;
  std::uint64_t max_body_bytes = 16 * 1024 * 1024;
  std::size_t max_connections = 1024;
  std::size_t max_message_bytes = 1024 * 1024;  // WebSocket
  std::uint32_t idle_timeout_ms = 60'000;       // between requests, and between messages
  std::uint32_t request_timeout_ms = 30'000;    // from a request's first byte to its last
  std::uint32_t write_timeout_ms = 60'000;      // for one write that makes no progress
  std::uint32_t stop_grace_ms = 2'000;          // stop() waits that long for running handlers
  std::vector<TlsIdentity> tls;                 // needed by TLS listeners
  Observer* observer = nullptr;
  HeadCheck check_head;  // may be empty: then max_body_bytes holds for all
};

struct Listener {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: the system picks
  bool use_tls = false;
};

class Server {
 public:
  Server(ServerOptions options, Handler handler);
  ~Server();  // stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds before start(), or while running; answers the port. kConflict: the port is taken.
  // kInvalid: the address, or TLS without a usable identity.
  Result<std::uint16_t> listen(const Listener& listener);
  Result<void> start();
  // Takes no more connections, closes idle ones, waits stop_grace_ms for handlers, then ends them.
  // Work handed to blocking() is waited for. Not from a handler.
  void stop();
  std::size_t connection_count() const;

 private:
  friend class Connection;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sanad::http
