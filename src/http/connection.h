// One connection: reads requests, runs the handler for each, writes what it answers.
//
// Everything of a connection happens on its strand. Its root task owns every coroutine frame of the
// handler in progress. At most one operation (read, write, timer, pool) is in flight, and it always
// completes, with failure after kill(); so frames are destroyed only while nothing refers to them.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <coroutine>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "http/server.h"
#include "parser.h"
#include "stream.h"
#include "websocket.h"

namespace sanad::http {

// What the connections of a server share.
struct ServerCore {
  ServerCore(ServerOptions the_options, Handler the_handler)
      : options(std::move(the_options)),
        handler(std::move(the_handler)),
        pool(static_cast<std::size_t>(options.blocking_threads)) {}
  ServerOptions options;
  Handler handler;
  boost::asio::io_context context;
  boost::asio::thread_pool pool;
  std::atomic<std::uint64_t> exchange_count{0};
  std::atomic<bool> is_stopping{false};
  std::function<void(Connection&)> on_closed;
};

class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  Connection(ServerCore& core, Strand strand, std::unique_ptr<ByteStream> stream,
             std::uint64_t number);

  // Any thread:
  void start();
  void request_stop(bool is_idle_enough);  // true: only if it waits for a request

  std::uint64_t number() const { return number_; }

 private:
  friend class Exchange;
  // Awaited: never returns.
  struct Died {
    Connection& connection;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle);
    void await_resume() const noexcept {}
  };
  template <typename Start>
  struct Operation;

  Task<> run();
  Task<> handshake();
  Task<std::optional<Request>> read_request();
  Task<bool> wait_for_request();
  // False: the request was refused. leave: what its body may have.
  Task<bool> ask_leave(const Request& head, BodyLeave& leave);
  Task<> refuse(const ParseFailure& failure);
  Task<> refuse(Response response);
  Task<> serve(Exchange& exchange);
  Task<> close_gracefully();
  void complete_request(Request& request);

  // Suspends for good; the frames are destroyed soon after.
  Died die();
  // False at the end of the stream. Appends to input_.
  Task<bool> read_more();
  // Returns only if all was taken; body bytes are those after the first head_bytes.
  Task<> write_raw(ByteView data);
  Task<> write_body(const Exchange& exchange, ByteView data);
  Task<> write_head_and_body(const Exchange& exchange, std::string_view head, ByteView body);
  Task<> pause(std::uint32_t duration_ms);
  Task<> run_on_pool(std::function<void()> work);
  Task<std::optional<ParsedFrame>> read_frame(std::size_t max_payload_bytes);

  IoResult note(IoResult result, const Exchange& exchange, std::size_t head_bytes, ByteView data);
  void arm(std::uint32_t timeout_ms);
  void disarm();
  void kill();
  void finish();
  Observer* observer() const { return core_.options.observer; }

  ServerCore& core_;
  Strand strand_;
  std::unique_ptr<ByteStream> stream_;
  const std::uint64_t number_;
  boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                    boost::asio::wait_traits<std::chrono::steady_clock>, Strand>
      deadline_;
  boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                    boost::asio::wait_traits<std::chrono::steady_clock>, Strand>
      pause_timer_;
  std::uint64_t deadline_generation_ = 0;
  Bytes input_;  // received, not yet taken
  std::string certificate_sha256_;
  bool is_idle_ = false;
  bool is_dead_ = false;
  bool is_finished_ = false;
  bool parser_keeps_alive_ = false;
  Exchange* current_ = nullptr;  // the exchange whose end has not been reported
  Task<> root_;
};

// RFC 9112 6.3: a request has a body where one of two fields says so.
bool announces_body(const Headers& headers);
Response body_too_long(BodyLeave leave);

// Status line and fields as they are written; nullopt if one holds CR, LF or NUL.
std::optional<std::string> format_head(const Response& head);

}  // namespace sanad::http
