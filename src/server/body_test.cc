// Bodies are read from those only who may send them: what a stranger announces is answered from the
// head alone.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "list_test_rig.h"
#include "service/tokens.h"

namespace sanad::server {
namespace {

class BodyTest : public ListRig {
 protected:
  // Sends the text and nothing after it; answers all that comes until the server closes.
  std::string raw(const std::string& text) const {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server_->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::send(fd, text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
    std::string answer;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::recv(fd, buffer, sizeof buffer, 0)) > 0;)
      answer.append(buffer, static_cast<std::size_t>(n));
    ::close(fd);
    return answer;
  }
  // The head of a request with a body of so many bytes, which does not come.
  std::string announce(const std::string& path, std::uint64_t bytes, const http::Headers& more) {
    std::string head = fmt::format(
        "POST {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n"
        "Content-Length: {}\r\n",
        path, server_->port(), bytes);
    for (const http::Header& header : more) head += header.name + ": " + header.value + "\r\n";
    return raw(head + "\r\n");
  }
  static http::Headers headers_of(const Session& session) {
    return {{"Cookie", session.cookie}, {"X-Sanad-CSRF", session.csrf}};
  }
};

constexpr std::uint64_t kLong = 60ULL * 1024 * 1024;

TEST_F(BodyTest, WithoutASessionALongListIsRefusedFromItsHead) {
  const std::string answer = announce("/api/v1/lists", kLong, {});
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 401")) << answer;
  EXPECT_NE(answer.find("unauthenticated"), std::string::npos);
  const std::string no_csrf = announce("/api/v1/lists", kLong, {{"Cookie", amal_.cookie}});
  EXPECT_TRUE(no_csrf.starts_with("HTTP/1.1 403")) << no_csrf;
}

TEST_F(BodyTest, EveryRouteHasItsOwnBoundAndSaysItFromTheHead) {
  const auto amal = headers_of(amal_);
  const std::string small = announce("/api/v1/cases", kMaxJsonBytes + 1, amal);
  EXPECT_TRUE(small.starts_with("HTTP/1.1 413")) << small;
  EXPECT_NE(small.find("\"code\":\"limit\""), std::string::npos) << small;
  EXPECT_TRUE(announce("/api/v1/lists", kMaxRequestBytes + 1, amal).starts_with("HTTP/1.1 413"));
  for (const char* path :
       {"/api/v1/session/link", "/api/v1/session/password", "/api/v1/nothing", "/index.html"}) {
    EXPECT_TRUE(announce(path, kMaxUnknownBytes + 1, {}).starts_with("HTTP/1.1 413")) << path;
  }
}

TEST_F(BodyTest, APartnersFileIsNotReadWithoutAToken) {
  EXPECT_TRUE(announce("/hma/h/hash", kLong, {}).starts_with("HTTP/1.1 401"));
  EXPECT_TRUE(announce("/hma/m/lookup", kLong, headers_of(behram_)).starts_with("HTTP/1.1 401"));
  const auto behram = workspace_->records().officer("Behram Sorani").value();
  const auto token =
      service::issue_token(
          *workspace_, behram,
          {"Sahil Media Desk", "checks", {"hash"}, {}, {clock_.now().unix_ms + kDayMs}})
          .value();
  const std::string answer =
      announce("/hma/h/hash", kMaxRequestBytes, {{"Authorization", "Bearer " + token.secret}});
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 413")) << answer;
  EXPECT_NE(answer.find("Content too large"), std::string::npos) << answer;
}

}  // namespace
}  // namespace sanad::server
