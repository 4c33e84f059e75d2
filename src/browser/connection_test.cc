// The channel against a peer that is written here, so that it can misbehave on purpose.
#include "browser/connection.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <thread>

namespace sanad::browser {
namespace {

class Peer {
 public:
  Peer() {
    ::socketpair(AF_UNIX, SOCK_STREAM, 0, commands_.data());
    ::socketpair(AF_UNIX, SOCK_STREAM, 0, events_.data());
  }
  ~Peer() {
    hang_up();
    ::close(commands_[0]);
    ::close(events_[0]);
  }
  int command_fd() const { return commands_[0]; }
  int event_fd() const { return events_[0]; }
  void say(std::string text) {
    text.push_back('\0');
    EXPECT_EQ(::send(events_[1], text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
  }
  // The next command, without its NUL; empty when there is none.
  std::string hear() {
    std::string text;
    char c = 0;
    while (::read(commands_[1], &c, 1) == 1 && c != 0) text += c;
    return text;
  }
  void hang_up() {
    if (hung_up_) return;
    hung_up_ = true;
    ::close(commands_[1]);
    ::close(events_[1]);
  }

 private:
  std::array<int, 2> commands_{};
  std::array<int, 2> events_{};
  bool hung_up_ = false;
};

std::vector<Command> silent(const Message&) { return {}; }

TEST(BrowserConnection, AnswerFindsItsCallerAmongEventsAndStrangers) {
  Peer peer;
  Connection connection(peer.command_fd(), peer.event_fd(), silent);
  std::thread browser([&] {
    const auto command = json::parse(peer.hear());
    EXPECT_EQ(command.value()["method"].string_or(""), "A.b");
    peer.say(R"({"method":"E.one","params":{"n":1}})");
    peer.say(R"({"id":999,"result":{"n":"stranger"}})");
    peer.say("this is no message");
    peer.say(R"({"id":1,"result":{"n":"mine"}})");
  });
  const auto answer = connection.call("A.b", {}, "", 10'000);
  browser.join();
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ((*answer)["n"].string_or(""), "mine");
  const auto event = connection.next_event(10'000);
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->method, "E.one");
  EXPECT_EQ(connection.counts().malformed_messages, 1U);
  EXPECT_EQ(connection.counts().events, 1U);
}

TEST(BrowserConnection, RefusalCarriesTheBrowsersWords) {
  Peer peer;
  Connection connection(peer.command_fd(), peer.event_fd(), silent);
  std::thread browser([&] {
    peer.hear();
    peer.say(R"({"id":1,"error":{"code":-32000,"message":"not allowed"}})");
  });
  const auto answer = connection.call("A.b", {}, "", 10'000);
  browser.join();
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kInvalid);
  EXPECT_NE(answer.error().message.find("not allowed"), std::string::npos);
}

TEST(BrowserConnection, SilentBrowserIsUnavailableAfterTheTimeout) {
  Peer peer;
  Connection connection(peer.command_fd(), peer.event_fd(), silent);
  const auto answer = connection.call("A.b", {}, "", 10);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(answer.error().message.find("did not answer A.b"), std::string::npos);
  peer.say(R"({"id":1,"result":{}})");  // too late: belongs to nobody
  peer.say(R"({"method":"E.after","params":{}})");
  EXPECT_EQ(connection.next_event(10'000)->method, "E.after");
}

TEST(BrowserConnection, EndOfThePipeFreesEveryWaiter) {
  Peer peer;
  Connection connection(peer.command_fd(), peer.event_fd(), silent);
  std::thread browser([&] {
    peer.hear();
    peer.say(R"({"method":"E.last","params":{}})");
    peer.hang_up();
  });
  const auto answer = connection.call("A.b", {}, "", 60'000);
  browser.join();
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(connection.next_event(60'000)->method, "E.last");  // what came before is kept
  EXPECT_FALSE(connection.next_event(60'000).has_value());
  EXPECT_TRUE(connection.closed());
  EXPECT_EQ(connection.call("A.b", {}, "", 60'000).error().code, ErrorCode::kUnavailable);
  EXPECT_FALSE(connection.send({"", "A.b", {}}).ok());
}

TEST(BrowserConnection, ResponderAnswersWithoutTheOwner) {
  Peer peer;
  Connection connection(peer.command_fd(), peer.event_fd(), [](const Message& event) {
    std::vector<Command> commands;
    if (event.method == "T.held") {
      commands.push_back({event.session, "T.first", {}});
      commands.push_back({event.session, "T.second", {}});
    }
    return commands;
  });
  peer.say(R"({"method":"T.held","params":{},"sessionId":"S"})");
  const auto first = json::parse(peer.hear());
  const auto second = json::parse(peer.hear());
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first.value()["method"].string_or(""), "T.first");
  EXPECT_EQ(first.value()["sessionId"].string_or(""), "S");
  EXPECT_EQ(second.value()["method"].string_or(""), "T.second");
  EXPECT_EQ(connection.next_event(10'000)->method, "T.held");
}

TEST(BrowserConnection, StreamIsReadToItsEndAndClosed) {
  Peer peer;
  Connection connection(peer.command_fd(), peer.event_fd(), silent);
  std::thread browser([&] {
    peer.hear();
    peer.say(R"({"id":1,"result":{"data":"aGVsbG8=","base64Encoded":true,"eof":false}})");
    peer.hear();
    peer.say(R"({"id":2,"result":{"data":" world","eof":true}})");
    EXPECT_NE(peer.hear().find("IO.close"), std::string::npos);
  });
  MemorySink sink;
  const auto total = connection.read_stream("1", "S", sink, 10'000);
  browser.join();
  ASSERT_TRUE(total.ok()) << total.error().message;
  EXPECT_EQ(*total, 11U);
  EXPECT_EQ(to_text(sink.bytes()), "hello world");
}

TEST(BrowserConnection, CrookedStreamIsRefused) {
  Peer peer;
  Connection connection(peer.command_fd(), peer.event_fd(), silent);
  std::thread browser([&] {
    peer.hear();
    peer.say(R"({"id":1,"result":{"data":"not base64!","base64Encoded":true,"eof":true}})");
  });
  MemorySink sink;
  const auto total = connection.read_stream("1", "S", sink, 10'000);
  browser.join();
  ASSERT_FALSE(total.ok());
  EXPECT_EQ(total.error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::browser
