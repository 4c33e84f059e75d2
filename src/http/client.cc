#include "http/client.h"

#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <memory>

#include "parser.h"

namespace sanad::http {
namespace {

using SteadyClock = std::chrono::steady_clock;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

// One call: where it goes, and until when.
struct Call {
  std::string place;  // "host:port", for messages
  SteadyClock::time_point deadline;

  Error timed_out() const {
    return {ErrorCode::kUnavailable,
            fmt::format("{} did not answer in time; try again later", place)};
  }
  Error broken(std::string_view what, int errno_value) const {
    return io_error(fmt::format("the connection to {} broke while {}", place, what), errno_value);
  }
};

Result<void> wait_until_ready(const Call& call, int fd, short events) {
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(call.deadline - SteadyClock::now());
    if (left.count() <= 0) return call.timed_out();
    pollfd entry{fd, events, 0};
    const int count = ::poll(&entry, 1, static_cast<int>(left.count()));
    if (count > 0) return {};
    if (count < 0 && errno != EINTR) return call.broken("waiting", errno);
  }
}

Result<Descriptor> connect_one(const Call& call, const addrinfo& address) {
  Descriptor socket(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) return io_error("cannot make a socket", errno);
  int failure = 0;
  if (::connect(socket.get(), address.ai_addr, address.ai_addrlen) != 0) failure = errno;
  if (failure == EINPROGRESS) {
    SANAD_CHECK(wait_until_ready(call, socket.get(), POLLOUT));
    socklen_t size = sizeof(failure);
    ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &failure, &size);
  }
  if (failure != 0) {
    Error error = io_error(fmt::format("cannot reach {}; check that it runs", call.place), failure);
    error.code = ErrorCode::kUnavailable;
    return error;
  }
  return socket;
}

Result<Descriptor> connect_to(const Call& call, const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int status = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, ::freeaddrinfo);
  if (status != 0 || found == nullptr) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("the host \"{}\" is not known; check its name", host)};
  }
  Error last{ErrorCode::kUnavailable, fmt::format("cannot reach {}", call.place)};
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    Result<Descriptor> connected = connect_one(call, *address);
    if (connected.ok()) return connected;
    last = connected.error();
  }
  return last;
}

Result<void> send_all(const Call& call, int fd, ByteView data) {
  while (!data.empty()) {
    const ssize_t count = ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
    if (count >= 0) {
      data = data.subspan(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      SANAD_CHECK(wait_until_ready(call, fd, POLLOUT));
    } else if (errno != EINTR) {
      return call.broken("sending", errno);
    }
  }
  return {};
}

// The bytes that arrived, 0 at the end of the stream.
Result<std::size_t> receive_some(const Call& call, int fd, std::span<std::uint8_t> out) {
  while (true) {
    const ssize_t count = ::recv(fd, out.data(), out.size(), 0);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      SANAD_CHECK(wait_until_ready(call, fd, POLLIN));
    } else if (errno != EINTR) {
      return call.broken("receiving", errno);
    }
  }
}

Error describe_failure(const Call& call, const ParseFailure& failure, std::uint64_t limit) {
  if (failure.status == 413) {
    return {ErrorCode::kLimit,
            fmt::format("the answer of {} is longer than the {} bytes allowed", call.place, limit)};
  }
  return {ErrorCode::kIo,
          fmt::format("{} did not answer with complete HTTP/1.1: {}", call.place, failure.message)};
}

Result<Response> receive_response(const Call& call, int fd, std::string_view method,
                                  const ClientOptions& options) {
  auto parser = std::make_unique<ResponseParser>(ParserLimits{64 * 1024, options.max_body_bytes});
  if (method == "HEAD") parser->expect_no_body();
  Bytes pending;
  std::array<std::uint8_t, 16 * 1024> buffer{};
  while (true) {
    SANAD_TRY(const std::size_t count, receive_some(call, fd, buffer));
    pending.insert(pending.end(), buffer.begin(),
                   buffer.begin() + static_cast<std::ptrdiff_t>(count));
    const std::size_t taken = parser->feed(pending);
    pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(taken));
    if (count == 0) parser->feed_end();
    if (parser->failure() != nullptr) {
      return describe_failure(call, *parser->failure(), options.max_body_bytes);
    }
    if (parser->is_done() && parser->message().status / 100 == 1) {
      parser = std::make_unique<ResponseParser>(ParserLimits{64 * 1024, options.max_body_bytes});
      continue;
    }
    if (parser->is_done()) return std::move(parser->message());
  }
}

std::string format_request(std::string_view method, const Url& url, const Headers& headers,
                           std::size_t body_size) {
  const bool is_ipv6 = url.host.find(':') != std::string::npos;
  const bool is_default_port = url.port == (url.scheme == "https" ? 443 : 80);
  std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: {}{}{}{}\r\n", method, url.target,
                                 is_ipv6 ? "[" : "", url.host, is_ipv6 ? "]" : "",
                                 is_default_port ? "" : fmt::format(":{}", url.port));
  for (const Header& header : headers) text += header.name + ": " + header.value + "\r\n";
  if (body_size > 0 || method == "POST" || method == "PUT") {
    text += fmt::format("Content-Length: {}\r\n", body_size);
  }
  text += "Connection: close\r\n\r\n";
  return text;
}

}  // namespace

Result<Response> fetch(std::string_view method, std::string_view url_text, const Headers& headers,
                       ByteView body, const ClientOptions& options) {
  SANAD_TRY(const Url url, parse_url(url_text));
  if (url.scheme != "http") {
    return Error{
        ErrorCode::kInvalid,
        fmt::format("\"{}\" needs TLS, which is not used here; give an http address", url_text)};
  }
  const std::string host = options.connect_address.empty() ? url.host : options.connect_address;
  const std::uint16_t port = options.connect_port != 0 ? options.connect_port : url.port;
  const Call call{fmt::format("{}:{}", host, port),
                  SteadyClock::now() + std::chrono::milliseconds(options.timeout_ms)};
  SANAD_TRY(const Descriptor socket, connect_to(call, host, port));
  const std::string head = format_request(method, url, headers, body.size());
  SANAD_CHECK(send_all(call, socket.get(), as_bytes(head)));
  SANAD_CHECK(send_all(call, socket.get(), body));
  return receive_response(call, socket.get(), method, options);
}

}  // namespace sanad::http
