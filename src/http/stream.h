// A byte stream whose kind (TCP or TLS) is not seen by its users, so that nothing is compiled
// twice.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/bytes.h"

namespace sanad::http {

using Strand = boost::asio::strand<boost::asio::io_context::executor_type>;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Strand>;

struct IoResult {
  bool ok = false;
  std::size_t count = 0;  // bytes moved, also where ok is false
};
using IoDone = std::function<void(IoResult)>;

// One operation at a time; buffers must outlive it; done is called on the strand, never from within
// the call itself.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  virtual void handshake(IoDone done) = 0;
  virtual void read_some(std::span<std::uint8_t> out, IoDone done) = 0;
  virtual void write_all(ByteView data, IoDone done) = 0;
  virtual void finish_sending(IoDone done) = 0;  // close_notify or FIN, best effort
  virtual void close() = 0;                      // fails the operation in progress
  virtual void reset() = 0;                      // close() with RST
  virtual std::string remote_address() const = 0;
  virtual const void* tls_session() const = 0;  // SSL*, null without TLS
};

std::unique_ptr<ByteStream> make_tcp_stream(Socket socket);
std::unique_ptr<ByteStream> make_tls_stream(Socket socket, boost::asio::ssl::context& context);

}  // namespace sanad::http
