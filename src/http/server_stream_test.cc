// Streamed answers, interrupted ones, WebSockets, stopping, and what an observer hears.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

#include "http/client.h"
#include "http/server.h"

namespace sanad::http {
namespace {

struct Heard {
  std::string head;  // "200 name: value; ..."
  std::string body;
  std::string messages;
  bool is_complete = false;
};

class Recorder final : public Observer {
 public:
  void on_request(const Request&) override {}
  void on_response_head(const Request&, const Response& head) override {
    const std::lock_guard lock(mutex_);
    current_.head = std::to_string(head.status);
    for (const Header& h : head.headers) current_.head += " " + h.name + ": " + h.value + ";";
  }
  void on_response_body(const Request&, ByteView data) override {
    const std::lock_guard lock(mutex_);
    current_.body += as_text(data);
  }
  void on_message(const Request&, Direction direction, const WebSocketMessage& message) override {
    const std::lock_guard lock(mutex_);
    current_.messages += (direction == Direction::kToClient ? ">" : "<") + message.data;
  }
  void on_end(const Request&, bool is_complete) override {
    const std::lock_guard lock(mutex_);
    current_.is_complete = is_complete;
    ended_.push_back(std::exchange(current_, {}));
    changed_.notify_all();
  }
  Heard next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !ended_.empty(); });
    Heard heard = ended_.front();
    ended_.erase(ended_.begin());
    return heard;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  Heard current_;
  std::vector<Heard> ended_;
};

// Says when it is destroyed.
struct Witness {
  std::atomic<int>* count;
  explicit Witness(std::atomic<int>& the_count) : count(&the_count) {}
  Witness(const Witness&) = delete;
  ~Witness() { ++*count; }
};

class StreamTest : public testing::Test {
 protected:
  void serve(Handler handler) {
    ServerOptions options;
    options.observer = &recorder_;
    options.stop_grace_ms = 0;
    server_ = std::make_unique<Server>(options, std::move(handler));
    port_ = server_->listen({}).value();
    ASSERT_TRUE(server_->start().ok());
  }
  Result<Response> get(std::string_view path) {
    return fetch("GET", "http://127.0.0.1:" + std::to_string(port_) + std::string(path), {}, {});
  }
  int connect_raw() const {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    return fd;
  }
  static void send_text(int fd, std::string_view text) {
    ASSERT_EQ(::send(fd, text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
  }
  static std::string receive(int fd, std::size_t count) {
    std::string text(count, '\0');
    const ssize_t got = ::recv(fd, text.data(), count, MSG_WAITALL);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
  }

  Recorder recorder_;
  std::uint16_t port_ = 0;
  std::atomic<int> destroyed_{0};
  std::unique_ptr<Server> server_;
};

TEST_F(StreamTest, ChunkedAndCloseDelimitedBodiesArriveWhole) {
  serve([](Exchange& exchange) -> Task<> {
    Response head;
    co_await exchange.begin(std::move(head), exchange.request().path == "/chunked"
                                                 ? Framing::kChunked
                                                 : Framing::kUntilClose);
    for (int i = 0; i < 3; ++i) {
      co_await exchange.write("piece ");
      co_await exchange.wait_ms(1);
    }
    co_await exchange.end();
  });
  for (const char* path : {"/chunked", "/close"}) {
    const auto response = get(path);
    ASSERT_TRUE(response.ok()) << response.error().message;
    EXPECT_EQ(as_text(response->body), "piece piece piece ");
    const Heard heard = recorder_.next();
    EXPECT_EQ(heard.body, "piece piece piece ");
    EXPECT_TRUE(heard.is_complete);
  }
}

TEST_F(StreamTest, LargeBodiesArriveWhole) {
  const std::string large(3'000'000, 'L');
  serve([&large](Exchange& exchange) -> Task<> {
    Response response = make_response(200, "text/plain", large);
    co_await exchange.send(std::move(response));
  });
  EXPECT_EQ(as_text(get("/")->body), large);
  EXPECT_EQ(recorder_.next().body, large);
}

TEST_F(StreamTest, ABodyShorterThanPromisedIsHeardAsIncomplete) {
  serve([](Exchange& exchange) -> Task<> {
    Response head;
    head.headers.push_back({"Content-Length", "100"});
    co_await exchange.begin(std::move(head), Framing::kContentLength);
    co_await exchange.write("only this");
    co_await exchange.end();
  });
  const auto response = get("/");
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().code, ErrorCode::kIo);
  const Heard heard = recorder_.next();
  EXPECT_EQ(heard.body, "only this");
  EXPECT_FALSE(heard.is_complete);
}

TEST_F(StreamTest, AbandoningEndsTheHandlerThere) {
  std::atomic<bool> went_on = false;
  serve([this, &went_on](Exchange& exchange) -> Task<> {
    const Witness witness(destroyed_);
    Response head;
    co_await exchange.begin(std::move(head), Framing::kChunked);
    co_await exchange.write("x");
    co_await exchange.abandon(exchange.request().path == "/reset" ? Ending::kReset
                                                                  : Ending::kClose);
    went_on = true;
  });
  for (const char* path : {"/reset", "/close"}) {
    EXPECT_FALSE(get(path).ok());
    EXPECT_FALSE(recorder_.next().is_complete);
  }
  server_->stop();
  EXPECT_FALSE(went_on);
  EXPECT_EQ(destroyed_, 2);
}

TEST_F(StreamTest, AClientThatLeavesEndsAnEndlessHandler) {
  serve([this](Exchange& exchange) -> Task<> {
    const Witness witness(destroyed_);
    Response head;
    co_await exchange.begin(std::move(head), Framing::kChunked);
    while (true) {
      co_await exchange.write("tick\n");
      co_await exchange.wait_ms(1);
    }
  });
  const int fd = connect_raw();
  send_text(fd, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(receive(fd, 8), "HTTP/1.1");
  ::close(fd);
  EXPECT_FALSE(recorder_.next().is_complete);
}

TEST_F(StreamTest, StoppingEndsHandlersThatWait) {
  serve([this](Exchange& exchange) -> Task<> {
    const Witness witness(destroyed_);
    Response head;
    co_await exchange.begin(std::move(head), Framing::kChunked);
    co_await exchange.write("waiting");
    co_await exchange.wait_ms(3'600'000);
  });
  const int fd = connect_raw();
  send_text(fd, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string answer =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nwaiting\r\n";
  EXPECT_EQ(receive(fd, answer.size()), answer);
  server_->stop();
  EXPECT_EQ(destroyed_, 1);
  EXPECT_EQ(server_->connection_count(), 0u);
  ::close(fd);
}

TEST_F(StreamTest, WebSocketMessagesGoBothWays) {
  serve([](Exchange& exchange) -> Task<> {
    const bool accepted = co_await exchange.accept_websocket();
    if (!accepted) {
      Response response = make_response(426, "text/plain", "WebSocket only\n");
      co_await exchange.send(std::move(response));
      co_return;
    }
    WebSocketMessage hello;
    hello.data = "hello";
    co_await exchange.send_message(std::move(hello));
    while (true) {
      std::optional<WebSocketMessage> message = co_await exchange.receive_message();
      if (!message) co_return;
      co_await exchange.send_message(std::move(*message));
    }
  });
  EXPECT_EQ(get("/")->status, 426);
  recorder_.next();
  const int fd = connect_raw();
  send_text(fd,
            "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  const std::string head =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
  EXPECT_EQ(receive(fd, head.size()), head);
  EXPECT_EQ(receive(fd, 7), "\x81\x05hello");
  const std::string zero_mask(4, '\0');
  // A ping, then "ab" in two fragments, then a close.
  send_text(fd, "\x89\x81" + zero_mask + "p" + "\x01\x81" + zero_mask + "a" + "\x80\x81" +
                    zero_mask + "b");
  EXPECT_EQ(receive(fd, 3), "\x8a\x01p");
  EXPECT_EQ(receive(fd, 4),
            "\x81\x02"
            "ab");
  send_text(fd, "\x88\x80" + zero_mask);
  EXPECT_EQ(receive(fd, 2), std::string("\x88\x00", 2));
  const Heard heard = recorder_.next();
  EXPECT_EQ(heard.messages, ">hello<ab>ab");
  EXPECT_TRUE(heard.is_complete);
  ::close(fd);
}

}  // namespace
}  // namespace sanad::http
