#include "http/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>

#include "http/client.h"

namespace sanad::http {
namespace {

// A server on a port of its own, and raw or proper requests to it.
class Running {
 public:
  explicit Running(Handler handler, ServerOptions options = {})
      : server_(std::move(options), std::move(handler)) {
    const auto port = server_.listen({});
    EXPECT_TRUE(port.ok());
    port_ = port.value();
    EXPECT_TRUE(server_.start().ok());
  }
  std::string url(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
  }
  // Sends bytes as they are; answers all that comes back until the server closes.
  std::string raw(std::string_view text) const {
    const int fd = connect_raw();
    EXPECT_EQ(::send(fd, text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
    std::string answer;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::recv(fd, buffer, sizeof buffer, 0)) > 0;) {
      answer.append(buffer, static_cast<std::size_t>(n));
    }
    ::close(fd);
    return answer;
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
  Server& server() { return server_; }

 private:
  Server server_;
  std::uint16_t port_ = 0;
};

Task<> echo(Exchange& exchange) {
  const Request& request = exchange.request();
  std::string text = request.method + " " + request.path + " " +
                     std::string(request.query_value("q")) + " " +
                     std::string(as_text(request.body));
  Response response = make_response(200, "text/plain", text);
  co_await exchange.send(std::move(response));
}

TEST(HttpServer, AnswersWithWhatTheHandlerSends) {
  const Running running(echo);
  const auto response = fetch("POST", running.url("/a%20b?q=%32"), {}, as_bytes("body"));
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(as_text(response->body), "POST /a b 2 body");
}

TEST(HttpServer, WritesHeadersInOrderCaseAndRepetition) {
  const Running running([](Exchange& exchange) -> Task<> {
    Response response;
    response.reason = "Fine";
    response.headers.push_back({"x-LOWER", "1"});
    response.headers.push_back({"Set-Cookie", "a=1"});
    response.headers.push_back({"Z", "\xff\xfe"});
    response.headers.push_back({"set-cookie", "b=2"});
    response.body = to_bytes("hi");
    co_await exchange.send(std::move(response));
  });
  EXPECT_EQ(
      running.raw("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
      "HTTP/1.1 200 Fine\r\nx-LOWER: 1\r\nSet-Cookie: a=1\r\nZ: \xff\xfe\r\nset-cookie: b=2\r\n"
      "Content-Length: 2\r\nConnection: close\r\n\r\nhi");
}

TEST(HttpServer, KeepsRequestHeadersInOrderCaseAndRepetition) {
  Headers seen;
  const Running running([&seen](Exchange& exchange) -> Task<> {
    seen = exchange.request().headers;
    Response response = make_response(204, "text/plain", "");
    co_await exchange.send(std::move(response));
  });
  running.raw("GET / HTTP/1.1\r\nB: 1\r\nhost: x\r\na: \xe9\r\nb: 2\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(
      seen,
      (Headers{{"B", "1"}, {"host", "x"}, {"a", "\xe9"}, {"b", "2"}, {"Connection", "close"}}));
}

TEST(HttpServer, AnswersPipelinedRequestsInOrderOnOneConnection) {
  const Running running(echo);
  const std::string answer = running.raw(
      "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: "
      "3\r\n\r\nabc"
      "GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const auto first = answer.find("GET /1  ");
  const auto second = answer.find("POST /2  abc");
  const auto third = answer.find("GET /3  ");
  ASSERT_NE(third, std::string::npos);
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
}

TEST(HttpServer, SendsNoBodyForHeadAnd204And304) {
  const Running running([](Exchange& exchange) -> Task<> {
    Response response =
        make_response(std::stoi(exchange.request().path.substr(1)), "text/plain", "12345");
    co_await exchange.send(std::move(response));
  });
  const std::string head =
      running.raw("HEAD /200 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(head.ends_with("Content-Length: 5\r\nConnection: close\r\n\r\n")) << head;
  for (const std::string status : {"204", "304"}) {
    const std::string answer =
        running.raw("GET /" + status + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
    EXPECT_EQ(answer.find("Content-Length"), std::string::npos);
  }
}

TEST(HttpServer, RefusesMalformedAndOversizedRequests) {
  ServerOptions options;
  options.max_header_bytes = 1000;
  options.max_body_bytes = 100;
  const Running running(echo, options);
  EXPECT_TRUE(running.raw("nonsense\r\n\r\n").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(running.raw("GET / HTTP/3.0\r\n\r\n").starts_with("HTTP/1.1 505"));
  EXPECT_TRUE(running.raw("GET / HTTP/1.1\r\nA: " + std::string(2000, 'x') + "\r\n\r\n")
                  .starts_with("HTTP/1.1 431"));
  EXPECT_TRUE(
      running.raw("POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n").starts_with("HTTP/1.1 413"));
}

TEST(HttpServer, SaysContinueToAClientThatWaitsForIt) {
  const Running running(echo);
  const int fd = running.connect_raw();
  const std::string head =
      "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: "
      "close\r\n\r\n";
  ::send(fd, head.data(), head.size(), 0);
  char buffer[256];
  const ssize_t count = ::recv(fd, buffer, sizeof buffer, 0);
  EXPECT_EQ(std::string_view(buffer, static_cast<std::size_t>(count)),
            "HTTP/1.1 100 Continue\r\n\r\n");
  ::send(fd, "ok", 2, 0);
  EXPECT_GT(::recv(fd, buffer, sizeof buffer, MSG_WAITALL), 0);
  ::close(fd);
}

TEST(HttpServer, AnswersAThrowingOrSilentHandlerWith500) {
  const Running running([](Exchange& exchange) -> Task<> {
    if (exchange.request().path == "/throw") throw std::runtime_error("broken");
    co_return;
  });
  EXPECT_EQ(fetch("GET", running.url("/throw"), {}, {})->status, 500);
  EXPECT_EQ(fetch("GET", running.url("/silent"), {}, {})->status, 500);
}

TEST(HttpServer, NeverWritesALineBreakIntoAHeader) {
  const Running running([](Exchange& exchange) -> Task<> {
    Response response = make_response(200, "text/plain", "x");
    response.headers.push_back({"Location", "/a\r\nSet-Cookie: evil=1"});
    co_await exchange.send(std::move(response));
  });
  const auto response = fetch("GET", running.url("/"), {}, {});
  EXPECT_EQ(response->status, 500);
  EXPECT_EQ(find_header(response->headers, "Set-Cookie"), nullptr);
}

TEST(HttpServer, RunsBlockingWorkElsewhereAndPassesItsException) {
  const Running running([](Exchange& exchange) -> Task<> {
    std::string text;
    if (exchange.request().path == "/throw") {
      co_await exchange.blocking([] { throw std::runtime_error("broken"); });
    }
    co_await exchange.blocking([&text] { text = "worked"; });
    Response response = make_response(200, "text/plain", text);
    co_await exchange.send(std::move(response));
  });
  EXPECT_EQ(as_text(fetch("GET", running.url("/"), {}, {})->body), "worked");
  EXPECT_EQ(fetch("GET", running.url("/throw"), {}, {})->status, 500);
}

TEST(HttpServer, ServesMoreConnectionsThanItsLimitOneAfterTheOther) {
  ServerOptions options;
  options.max_connections = 2;
  const Running running(echo, options);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(fetch("GET", running.url("/"), {}, {})->status, 200);
}

TEST(HttpServer, ClosesAnIdleConnectionAfterItsTimeout) {
  ServerOptions options;
  options.idle_timeout_ms = 1;
  const Running running(echo, options);
  EXPECT_EQ(running.raw(""), "");
}

TEST(HttpServer, SaysWhichPortIsTaken) {
  Running running(echo);
  Server other({}, echo);
  const auto url = parse_url(running.url("/"));
  const auto port = other.listen({"127.0.0.1", url->port, false});
  ASSERT_FALSE(port.ok());
  EXPECT_EQ(port.error().code, ErrorCode::kConflict);
  EXPECT_NE(port.error().message.find(std::to_string(url->port)), std::string::npos);
  EXPECT_EQ(other.listen({"nowhere", 0, false}).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(other.listen({"127.0.0.1", 0, true}).error().code, ErrorCode::kInvalid);
}

TEST(HttpClient, SaysWhatIsWrong) {
  const Running running(echo);
  EXPECT_EQ(fetch("GET", "nonsense", {}, {}).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(fetch("GET", "https://127.0.0.1/", {}, {}).error().code, ErrorCode::kInvalid);
  std::string closed;
  {
    const Running gone(echo);
    closed = gone.url("/");
  }
  EXPECT_EQ(fetch("GET", closed, {}, {}).error().code, ErrorCode::kUnavailable);
  ClientOptions small;
  small.max_body_bytes = 3;
  EXPECT_EQ(fetch("GET", running.url("/long"), {}, {}, small).error().code, ErrorCode::kLimit);
}

TEST(HttpClient, GivesUpOnASilentServer) {
  ServerOptions options;
  options.stop_grace_ms = 0;
  const Running running([](Exchange& exchange) -> Task<> { co_await exchange.wait_ms(3'600'000); },
                        options);
  ClientOptions impatient;
  impatient.timeout_ms = 20;
  const auto response = fetch("GET", running.url("/"), {}, {}, impatient);
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().code, ErrorCode::kUnavailable);
}

TEST(HttpClient, SendsTheHostOfTheUrlWhereverItConnects) {
  const Running running([](Exchange& exchange) -> Task<> {
    Response response = make_response(200, "text/plain", exchange.request().host);
    co_await exchange.send(std::move(response));
  });
  ClientOptions options;
  options.connect_address = "127.0.0.1";
  options.connect_port = parse_url(running.url("/"))->port;
  const auto response = fetch("GET", "http://tsa.tirazan.example/", {}, {}, options);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(as_text(response->body), "tsa.tirazan.example");
}

ServerOptions checked(HeadCheck check) {
  ServerOptions options;
  options.check_head = std::move(check);
  return options;
}

TEST(ServerHead, WhoMayNotSendIsToldSoBeforeTheBodyComes) {
  std::atomic<int> handled{0};
  const Running running(
      [&](Exchange& exchange) -> Task<> {
        ++handled;
        co_await echo(exchange);
      },
      checked([](const Request& head) -> BodyLeave {
        EXPECT_TRUE(head.body.empty());
        EXPECT_EQ(head.path, "/a b");
        EXPECT_EQ(head.remote_address, "127.0.0.1");
        return {make_response(401, "text/plain", "no"), 0, std::nullopt};
      }));
  // Only the head: an answer means that nothing more was waited for.
  for (const char* body : {"Content-Length: 16000000", "Transfer-Encoding: chunked"}) {
    const std::string answer = running.raw(std::string("POST /a%20b HTTP/1.1\r\nHost: x\r\n") +
                                           body + "\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 401")) << answer;
    EXPECT_NE(answer.find("Connection: close"), std::string::npos) << answer;
  }
  EXPECT_EQ(handled, 0);
}

TEST(ServerHead, ABodyMayHaveWhatTheCheckLetsIt) {
  const Running running(echo, checked([](const Request&) -> BodyLeave {
                          return {std::nullopt, 4, make_response(413, "text/plain", "ours")};
                        }));
  const auto post = [&](const std::string& rest) {
    return running.raw("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + rest);
  };
  EXPECT_TRUE(post("Content-Length: 4\r\n\r\nabcd").starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(post("Content-Length: 0\r\n\r\n").starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(
      post("Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n").starts_with("HTTP/1.1 200"));
  const std::string refused = post("Content-Length: 5\r\n\r\n");
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 413")) << refused;
  EXPECT_NE(refused.find("ours"), std::string::npos);
  EXPECT_TRUE(post("Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n").starts_with("HTTP/1.1 413"));
}

TEST(ServerHead, WhatHasNoBodyIsNotAsked) {
  std::atomic<int> asked{0};
  const Running running(echo, checked([&](const Request&) -> BodyLeave {
                          ++asked;
                          return {};
                        }));
  EXPECT_EQ(fetch("GET", running.url("/"), {}, {}, {})->status, 200);
  EXPECT_EQ(asked, 0);
}

}  // namespace
}  // namespace sanad::http
