#include "connection.h"

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <chrono>

namespace sanad::http {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::size_t kSliceBytes = 256 * 1024;  // one deadline for each slice of a write
constexpr std::size_t kMaxDrainedBytes = 1024 * 1024;
constexpr std::uint32_t kCloseTimeoutMs = 2'000;

bool is_clean(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

std::string shown_certificate_sha256(const void* session) {
  if (session == nullptr) return {};
  auto* ssl = static_cast<SSL*>(const_cast<void*>(session));
  const X509* certificate = SSL_get_certificate(ssl);
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (certificate == nullptr || X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) {
    return {};
  }
  return format_hex(ByteView(digest.data(), size));
}

}  // namespace

std::optional<std::string> format_head(const Response& head) {
  const std::string_view reason =
      head.reason.empty() ? reason_phrase(head.status) : std::string_view(head.reason);
  if (!is_clean(reason)) return std::nullopt;
  std::string text = fmt::format("HTTP/1.1 {} {}\r\n", head.status, reason);
  for (const Header& header : head.headers) {
    if (header.name.empty() || !is_clean(header.name) || !is_clean(header.value)) {
      return std::nullopt;
    }
    text += header.name;
    text += ": ";
    text += header.value;
    text += "\r\n";
  }
  text += "\r\n";
  return text;
}

// Awaited: starts something that completes later, on the strand, with an IoResult.
template <typename Start>
struct Connection::Operation {
  Connection& connection;
  Start start;
  IoResult result{};

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) {
    start([self = connection.shared_from_this(), this, handle](IoResult outcome) {
      result = outcome;
      handle.resume();
    });
  }
  IoResult await_resume() const noexcept { return result; }
};

void Connection::Died::await_suspend(std::coroutine_handle<>) {
  asio::post(connection.strand_, [self = connection.shared_from_this()] { self->finish(); });
}

Connection::Connection(ServerCore& core, Strand strand, std::unique_ptr<ByteStream> stream,
                       std::uint64_t number)
    : core_(core),
      strand_(strand),
      stream_(std::move(stream)),
      number_(number),
      deadline_(strand),
      pause_timer_(strand) {}

void Connection::start() {
  asio::post(strand_, [self = shared_from_this()] {
    self->root_ = self->run();
    self->root_.start();
  });
}

void Connection::request_stop(bool is_idle_enough) {
  asio::post(strand_, [self = shared_from_this(), is_idle_enough] {
    if (!is_idle_enough || self->is_idle_) self->kill();
  });
}

Connection::Died Connection::die() {
  is_dead_ = true;
  disarm();
  stream_->close();
  return Died{*this};
}

void Connection::kill() {
  is_dead_ = true;
  stream_->close();
  pause_timer_.cancel();
}

void Connection::finish() {
  if (is_finished_) return;
  is_finished_ = true;
  if (current_ != nullptr && observer() != nullptr) observer()->on_end(current_->request(), false);
  current_ = nullptr;
  root_ = {};
  core_.on_closed(*this);
}

void Connection::arm(std::uint32_t timeout_ms) {
  const std::uint64_t generation = ++deadline_generation_;
  deadline_.expires_after(std::chrono::milliseconds(timeout_ms));
  deadline_.async_wait([weak = weak_from_this(), generation](boost::system::error_code ec) {
    const auto self = weak.lock();
    if (!ec && self && self->deadline_generation_ == generation) self->kill();
  });
}

void Connection::disarm() {
  ++deadline_generation_;
  deadline_.cancel();
}

Task<> Connection::run() {
  co_await handshake();
  while (true) {
    std::optional<Request> request = co_await read_request();
    if (!request) break;
    Exchange exchange(*this, std::move(*request));
    exchange.stays_open_ = parser_keeps_alive_ && exchange.request_.version >= 11;
    current_ = &exchange;
    if (observer() != nullptr) observer()->on_request(exchange.request_);
    co_await serve(exchange);
    const bool is_complete = exchange.phase_ == Exchange::Phase::kDone &&
                             exchange.written_bytes_ >= exchange.promised_bytes_;
    current_ = nullptr;
    if (observer() != nullptr) observer()->on_end(exchange.request_, is_complete);
    if (!exchange.stays_open_ || core_.is_stopping) break;
  }
  co_await close_gracefully();
  co_await die();
}

Task<> Connection::handshake() {
  arm(core_.options.request_timeout_ms);
  const IoResult result =
      co_await Operation{*this, [this](IoDone done) { stream_->handshake(std::move(done)); }};
  if (!result.ok || is_dead_) co_await die();
  certificate_sha256_ = shown_certificate_sha256(stream_->tls_session());
}

Task<bool> Connection::wait_for_request() {
  if (!input_.empty()) co_return true;
  is_idle_ = true;
  arm(core_.options.idle_timeout_ms);
  const bool arrived = co_await read_more();
  is_idle_ = false;
  co_return arrived;
}

Task<std::optional<Request>> Connection::read_request() {
  const ParserLimits limits{core_.options.max_header_bytes, core_.options.max_body_bytes};
  RequestParser parser(limits);
  const bool arrived = co_await wait_for_request();
  if (!arrived) co_return std::nullopt;
  arm(core_.options.request_timeout_ms);
  bool has_continued = false;
  bool has_leave = !core_.options.check_head;
  BodyLeave leave{std::nullopt, core_.options.max_body_bytes, std::nullopt};
  while (true) {
    const std::size_t taken = parser.feed(input_);
    input_.erase(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(taken));
    if (parser.failure() != nullptr) {
      co_await refuse(*parser.failure());
      co_return std::nullopt;
    }
    if (!has_leave && parser.is_header_done() && announces_body(parser.message().headers)) {
      has_leave = true;
      const bool goes_on = co_await ask_leave(parser.message(), leave);
      if (!goes_on) co_return std::nullopt;
      arm(core_.options.request_timeout_ms);
    }
    if (parser.message().body.size() > leave.max_body_bytes) {
      co_await refuse(body_too_long(std::move(leave)));
      co_return std::nullopt;
    }
    if (parser.is_done()) break;
    if (parser.is_header_done() && !has_continued &&
        equal_ignoring_case(parser.message().header("Expect"), "100-continue")) {
      has_continued = true;
      co_await write_raw(as_bytes("HTTP/1.1 100 Continue\r\n\r\n"));
      arm(core_.options.request_timeout_ms);
    }
    const bool more = co_await read_more();
    if (!more) co_return std::nullopt;
  }
  disarm();
  parser_keeps_alive_ = parser.keeps_alive();
  std::optional<Request> request(std::move(parser.message()));
  complete_request(*request);
  co_return request;
}

void Connection::complete_request(Request& request) {
  split_target(request);
  request.remote_address = stream_->remote_address();
  request.is_tls = stream_->tls_session() != nullptr;
  request.connection_number = number_;
  request.exchange_number = ++core_.exchange_count;
  request.server_certificate_sha256 = certificate_sha256_;
}

Task<> Connection::serve(Exchange& exchange) {
  try {
    co_await core_.handler(exchange);
  } catch (...) {  // a handler's exception ends here, and costs this exchange only
    if (exchange.phase_ != Exchange::Phase::kFresh) exchange.stays_open_ = false;
  }
  if (exchange.phase_ == Exchange::Phase::kFresh) {
    exchange.stays_open_ = false;
    Response response = make_response(
        500, "text/plain", "The server could not answer this request; try again later.\n");
    co_await exchange.send(std::move(response));
  } else if (exchange.phase_ != Exchange::Phase::kDone) {
    exchange.stays_open_ = false;
  }
}

// Unread bytes at close() would make the system send RST, which can destroy what the client has not
// read yet; so we stop sending, and read for a while.
Task<> Connection::close_gracefully() {
  arm(kCloseTimeoutMs);
  input_.clear();
  const IoResult sent =
      co_await Operation{*this, [this](IoDone done) { stream_->finish_sending(std::move(done)); }};
  std::size_t drained = 0;
  bool more = sent.ok && stream_->tls_session() == nullptr;
  while (more && drained < kMaxDrainedBytes) {
    more = co_await read_more();
    drained += input_.size();
    input_.clear();
  }
}

Task<bool> Connection::read_more() {
  const std::size_t before = input_.size();
  input_.resize(before + kReadBytes);
  const std::span<std::uint8_t> room(input_.data() + before, kReadBytes);
  const IoResult result = co_await Operation{
      *this, [this, room](IoDone done) { stream_->read_some(room, std::move(done)); }};
  input_.resize(before + result.count);
  if (is_dead_) co_await die();
  co_return result.ok;
}

Task<> Connection::write_raw(ByteView data) {
  while (!data.empty()) {
    const ByteView slice = data.first(std::min(data.size(), kSliceBytes));
    data = data.subspan(slice.size());
    arm(core_.options.write_timeout_ms);
    const IoResult result = co_await Operation{
        *this, [this, slice](IoDone done) { stream_->write_all(slice, std::move(done)); }};
    disarm();
    if (!result.ok || is_dead_) co_await die();
  }
}

IoResult Connection::note(IoResult result, const Exchange& exchange, std::size_t head_bytes,
                          ByteView data) {
  const std::size_t taken =
      std::min(data.size(), result.count > head_bytes ? result.count - head_bytes : 0);
  if (taken > 0 && observer() != nullptr) {
    observer()->on_response_body(exchange.request_, data.first(taken));
  }
  return result;
}

Task<> Connection::write_body(const Exchange& exchange, ByteView data) {
  while (!data.empty()) {
    const ByteView slice = data.first(std::min(data.size(), kSliceBytes));
    data = data.subspan(slice.size());
    arm(core_.options.write_timeout_ms);
    const IoResult result = co_await Operation{
        *this, [this, slice](IoDone done) { stream_->write_all(slice, std::move(done)); }};
    disarm();
    note(result, exchange, 0, slice);
    if (!result.ok || is_dead_) co_await die();
  }
}

Task<> Connection::write_head_and_body(const Exchange& exchange, std::string_view head,
                                       ByteView body) {
  const ByteView front = body.first(std::min(body.size(), kReadBytes));
  Bytes first(head.begin(), head.end());
  first.insert(first.end(), front.begin(), front.end());
  const ByteView view = first;
  arm(core_.options.write_timeout_ms);
  const IoResult result = co_await Operation{
      *this, [this, view](IoDone done) { stream_->write_all(view, std::move(done)); }};
  disarm();
  note(result, exchange, head.size(), front);
  if (!result.ok || is_dead_) co_await die();
  co_await write_body(exchange, body.subspan(front.size()));
}

Task<> Connection::pause(std::uint32_t duration_ms) {
  disarm();
  pause_timer_.expires_after(std::chrono::milliseconds(duration_ms));
  co_await Operation{
      *this, [this](IoDone done) {
        pause_timer_.async_wait(
            [done = std::move(done)](boost::system::error_code ec) { done({!ec, 0}); });
      }};
  if (is_dead_) co_await die();
}

Task<> Connection::run_on_pool(std::function<void()> work) {
  disarm();
  std::exception_ptr thrown;
  co_await Operation{*this, [this, &work, &thrown](IoDone done) {
                       asio::post(core_.pool, [this, &work, &thrown, done = std::move(done)] {
                         try {
                           work();
                         } catch (...) {
                           thrown = std::current_exception();
                         }
                         asio::post(strand_, [done] { done({true, 0}); });
                       });
                     }};
  if (is_dead_) co_await die();
  if (thrown) std::rethrow_exception(thrown);
}

Task<std::optional<ParsedFrame>> Connection::read_frame(std::size_t max_payload_bytes) {
  while (true) {
    auto parsed = parse_client_frame(input_, max_payload_bytes);
    if (!parsed.ok()) co_return std::nullopt;
    if (parsed->has_value()) {
      input_.erase(input_.begin(),
                   input_.begin() + static_cast<std::ptrdiff_t>((*parsed)->size_bytes));
      co_return std::move(*parsed);
    }
    arm(core_.options.idle_timeout_ms);
    const bool more = co_await read_more();
    if (!more) co_return std::nullopt;
  }
}

}  // namespace sanad::http
