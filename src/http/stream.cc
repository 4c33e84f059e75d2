#include "stream.h"

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace sanad::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

void close_socket(Socket& socket) {
  error_code ignored;
  socket.close(ignored);
}

void reset_socket(Socket& socket) {
  error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

std::string address_of(const Socket& socket) {
  error_code ec;
  const auto endpoint = socket.remote_endpoint(ec);
  return ec ? std::string() : endpoint.address().to_string();
}

auto adapt(IoDone done) {
  return [done = std::move(done)](error_code ec, std::size_t count) { done({!ec, count}); };
}

class TcpStream final : public ByteStream {
 public:
  explicit TcpStream(Socket socket)
      : socket_(std::move(socket)), remote_address_(address_of(socket_)) {}
  void handshake(IoDone done) override {
    asio::post(socket_.get_executor(), [done = std::move(done)] { done({true, 0}); });
  }
  void read_some(std::span<std::uint8_t> out, IoDone done) override {
    socket_.async_read_some(asio::buffer(out.data(), out.size()), adapt(std::move(done)));
  }
  void write_all(ByteView data, IoDone done) override {
    asio::async_write(socket_, asio::buffer(data.data(), data.size()), adapt(std::move(done)));
  }
  void finish_sending(IoDone done) override {
    error_code ec;
    socket_.shutdown(asio::socket_base::shutdown_send, ec);
    asio::post(socket_.get_executor(), [done = std::move(done), ec] { done({!ec, 0}); });
  }
  void close() override { close_socket(socket_); }
  void reset() override { reset_socket(socket_); }
  std::string remote_address() const override { return remote_address_; }
  const void* tls_session() const override { return nullptr; }

 private:
  Socket socket_;
  std::string remote_address_;
};

class TlsStream final : public ByteStream {
 public:
  TlsStream(Socket socket, asio::ssl::context& context)
      : stream_(std::move(socket), context), remote_address_(address_of(stream_.next_layer())) {}
  void handshake(IoDone done) override {
    stream_.async_handshake(asio::ssl::stream_base::server,
                            [done = std::move(done)](error_code ec) { done({!ec, 0}); });
  }
  void read_some(std::span<std::uint8_t> out, IoDone done) override {
    stream_.async_read_some(asio::buffer(out.data(), out.size()), adapt(std::move(done)));
  }
  void write_all(ByteView data, IoDone done) override {
    asio::async_write(stream_, asio::buffer(data.data(), data.size()), adapt(std::move(done)));
  }
  void finish_sending(IoDone done) override {
    stream_.async_shutdown([done = std::move(done)](error_code ec) { done({!ec, 0}); });
  }
  void close() override { close_socket(stream_.next_layer()); }
  void reset() override { reset_socket(stream_.next_layer()); }
  std::string remote_address() const override { return remote_address_; }
  const void* tls_session() const override {
    return const_cast<asio::ssl::stream<Socket>&>(stream_).native_handle();
  }

 private:
  asio::ssl::stream<Socket> stream_;
  std::string remote_address_;
};

}  // namespace

std::unique_ptr<ByteStream> make_tcp_stream(Socket socket) {
  return std::make_unique<TcpStream>(std::move(socket));
}

std::unique_ptr<ByteStream> make_tls_stream(Socket socket, boost::asio::ssl::context& context) {
  return std::make_unique<TlsStream>(std::move(socket), context);
}

}  // namespace sanad::http
