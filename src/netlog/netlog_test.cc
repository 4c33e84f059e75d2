#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

#include "json/json.h"
#include "netlog/parser.h"
#include "test_transcript.h"

namespace sanad::netlog {
namespace {

constexpr std::string_view kLogs[] = {"http1", "http2", "authentication_tls", "certificate_error",
                                      "killed"};

std::string data_path(std::string_view name) {
  return fmt::format("{}/src/netlog/testdata/{}", SANAD_SOURCE_DIR, name);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string read_log(std::string_view name) {
  return read_file(data_path(fmt::format("{}.json", name)));
}

// Everything a listener is told of log, fed in pieces of step bytes.
std::string transcribe(std::string_view log, std::size_t step) {
  Transcript transcript;
  Parser parser(transcript);
  for (std::size_t at = 0; at < log.size(); at += step) {
    const auto fed = parser.feed(as_bytes(log.substr(at, step)));
    if (!fed.ok()) return transcript.text + "error: " + fed.error().message;
  }
  const auto end = parser.finish();
  if (!end.ok()) return transcript.text + "error: " + end.error().message;
  return transcript.text + fmt::format("end {} events {} damaged {} cut {}\n",
                                       end->complete ? "complete" : "cut", end->events,
                                       end->damaged_lines, end->cut_bytes);
}

class Golden : public testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Logs, Golden, testing::ValuesIn(kLogs));

TEST_P(Golden, TellsWhatTheRecordedLogHolds) {
  const std::string told = transcribe(read_log(GetParam()), 1 << 20);
  const std::string path = data_path(fmt::format("{}.txt", GetParam()));
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << told;
    FAIL() << "wrote " << path;
  }
  EXPECT_EQ(told, read_file(path));
}

TEST_P(Golden, TellsTheSameHoweverTheBytesAreCut) {
  const std::string log = read_log(GetParam());
  const std::string whole = transcribe(log, log.size());
  for (const std::size_t step :
       {std::size_t{1}, std::size_t{7}, std::size_t{1000}, std::size_t{65536}}) {
    EXPECT_EQ(transcribe(log, step), whole) << step;
  }
}

// Event numbers differ between versions of Chromium; only the log's own dictionary may matter.
TEST_P(Golden, TellsTheSameWhenEveryEventHasAnotherNumber) {
  const std::string log = read_log(GetParam());
  const std::string_view text = log;
  const std::size_t head_end = text.find('\n');
  auto head = json::parse(fmt::format("{}}}", text.substr(0, head_end - 1)));
  ASSERT_TRUE(head.ok()) << head.error().message;
  json::Object* types =
      head->as_object()->find("constants")->as_object()->find("logEventTypes")->as_object();
  json::Object moved;
  for (const auto& [name, value] : *types) moved.set(name, value.int_or(0) * 3 + 1000);
  *types = moved;
  std::string changed = json::format_canonical(head.value());
  changed.back() = ',';
  for (std::size_t at = head_end; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at + 1), text.size());
    std::string line(text.substr(at, end - at));
    const std::size_t type = line.rfind("\"type\":");
    const std::size_t digits = type + 7;
    if (type != std::string::npos && line.find("\"phase\":") != std::string::npos) {
      const std::size_t count = line.find_first_not_of("0123456789", digits) - digits;
      const int number = std::stoi(line.substr(digits, count));
      line.replace(digits, count, std::to_string(number * 3 + 1000));
    }
    changed += line;
    at = end;
  }
  EXPECT_EQ(transcribe(changed, changed.size()), transcribe(log, log.size()));
}

// Counts that each exchange begins and ends once, and that connections are told before their use.
class Rules final : public Listener {
 public:
  Result<void> on_connection(const Connection& c) override {
    EXPECT_TRUE(told_.emplace(c.id, true).second) << c.id;
    return {};
  }
  Result<void> on_request(const Exchange& e) override {
    EXPECT_TRUE(open_.emplace(e.id, true).second) << e.id;
    EXPECT_TRUE(!e.connection || told_.contains(*e.connection)) << e.url;
    return {};
  }
  Result<void> on_bytes(const Exchange& e, Channel, ByteView) override {
    EXPECT_TRUE(open_.contains(e.id)) << e.url;
    return {};
  }
  Result<void> on_exchange_end(const Exchange& e) override {
    EXPECT_EQ(open_.erase(e.id), 1U) << e.url;
    EXPECT_NE(e.outcome, Outcome::kOpen);
    cut += e.outcome == Outcome::kLogCut ? 1 : 0;
    return {};
  }
  std::size_t open() const { return open_.size(); }
  int cut = 0;

 private:
  std::map<std::uint64_t, bool> open_;
  std::map<std::int64_t, bool> told_;
};

TEST(CutLog, IsAPrefixWithEveryExchangeEndedWhereverItIsCut) {
  const std::string log = read_log("killed");
  Transcript whole;
  Parser all(whole);
  ASSERT_TRUE(all.feed(as_bytes(log)).ok());
  const std::string complete = whole.text;
  const std::size_t head_end = log.find('\n', log.find('\n') + 1) + 1;
  for (std::size_t cut = head_end; cut<log.size(); cut += cut + 700> log.size() ? 1 : 29) {
    Transcript transcript;
    Rules rules;
    Parser parser(transcript);
    Parser checked(rules);
    ASSERT_TRUE(parser.feed(as_bytes(std::string_view(log).substr(0, cut))).ok());
    ASSERT_TRUE(checked.feed(as_bytes(std::string_view(log).substr(0, cut))).ok());
    ASSERT_TRUE(complete.starts_with(transcript.text)) << cut;
    const auto end = parser.finish();
    ASSERT_TRUE(end.ok() && checked.finish().ok());
    EXPECT_FALSE(end->complete);
    EXPECT_EQ(end->cut_bytes, cut - (log.rfind('\n', cut - 1) + 1)) << cut;
    EXPECT_EQ(rules.open(), 0U) << cut;
  }
}

TEST(CutLog, WithoutItsConstantsHoldsNothingAndSaysSo) {
  const std::string log = read_log("killed");
  for (const std::size_t cut : {std::size_t{0}, std::size_t{1}, log.find('\n') - 1}) {
    Transcript transcript;
    Parser parser(transcript);
    ASSERT_TRUE(parser.feed(as_bytes(log.substr(0, cut))).ok());
    const auto end = parser.finish();
    ASSERT_TRUE(end.ok());
    EXPECT_FALSE(end->complete);
    EXPECT_EQ(end->cut_bytes, cut);
    EXPECT_EQ(transcript.text, "");
  }
}

TEST_P(Golden, KeepsTheRulesOfAListener) {
  Rules rules;
  Parser parser(rules);
  ASSERT_TRUE(parser.feed(as_bytes(read_log(GetParam()))).ok());
  ASSERT_TRUE(parser.finish().ok());
  EXPECT_EQ(rules.open(), 0U);
  EXPECT_EQ(rules.cut, GetParam() == "killed" ? 1 : 0);
}

// Keeps the bytes of each exchange, to compare the channels.
class Keeper final : public Listener {
 public:
  struct Kept {
    Exchange exchange;
    std::map<Channel, std::string> bytes;
  };
  Result<void> on_bytes(const Exchange& e, Channel channel, ByteView bytes) override {
    open_[e.id][channel] += as_text(bytes);
    return {};
  }
  Result<void> on_exchange_end(const Exchange& e) override {
    kept.push_back({e, open_[e.id]});
    return {};
  }
  const Kept& find(std::string_view path) const {
    for (const Kept& one : kept) {
      if (one.exchange.url.ends_with(path)) return one;
    }
    ADD_FAILURE() << "no exchange for " << path;
    return kept.front();
  }
  std::vector<Kept> kept;

 private:
  std::map<std::uint64_t, std::map<Channel, std::string>> open_;
};

Keeper keep(std::string_view name) {
  Keeper keeper;
  Parser parser(keeper);
  EXPECT_TRUE(parser.feed(as_bytes(read_log(name))).ok());
  EXPECT_TRUE(parser.finish().ok());
  EXPECT_FALSE(keeper.kept.empty());
  return keeper;
}

TEST(Http1, HeaderLinesAreTheBytesOnTheWireAlsoWhereTheyAreNotUtf8) {
  const Keeper keeper = keep("http1");
  const Keeper::Kept& latin = keeper.find("/nonutf8");
  const std::string& wire = latin.bytes.at(Channel::kWireReceived);
  EXPECT_NE(wire.find("X-Latin: caf\xE9 \xFF\x80\r\n"), std::string::npos);
  EXPECT_NE(wire.find("HTTP/1.1 200 Fine  by me\r\n"), std::string::npos);
  EXPECT_EQ(latin.exchange.response->lines.at(2), "X-Latin: caf\xE9 \xFF\x80");
}

TEST(Http1, TheWireKeepsWhatChromiumNormalises) {
  const Keeper keeper = keep("http1");
  const Keeper::Kept& folded = keeper.find("/obsfold");
  EXPECT_NE(
      folded.bytes.at(Channel::kWireReceived).find("X-Fold: one\r\n two\r\nX-NoColonLine\r\n"),
      std::string::npos);
  EXPECT_EQ(folded.exchange.response->lines.at(2), "X-Fold: one two");
}

TEST(Http1, ARedirectsBodyIsOnTheWireThoughTheBrowserDoesNotReadIt) {
  const Keeper keeper = keep("http1");
  const Keeper::Kept& redirect = keeper.find("/redir1");
  EXPECT_NE(redirect.bytes.at(Channel::kWireReceived).find("\r\nhop one\r\n0\r\n\r\n"),
            std::string::npos);
  EXPECT_FALSE(redirect.bytes.contains(Channel::kCoded));
  EXPECT_TRUE(redirect.exchange.redirect_to.ends_with("/redir2"));
}

TEST(Http1, AnAnswerThatTheBrowserRefusesIsStillOnTheWire) {
  const Keeper keeper = keep("http1");
  const Keeper::Kept& refused = keeper.find("/br.js");
  EXPECT_EQ(refused.exchange.net_error_name, "ERR_CONTENT_DECODING_FAILED");
  EXPECT_FALSE(refused.exchange.response.has_value());
  EXPECT_TRUE(refused.bytes.at(Channel::kWireReceived).starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST(Http1, RequestHeadAndUploadAreOnTheWireAsSent) {
  const Keeper keeper = keep("http1");
  int heads = 0;
  for (const auto& [exchange, bytes] : keeper.kept) {
    if (exchange.request_line.empty()) continue;
    std::string head = exchange.request_line + "\r\n";
    for (const std::string& line : exchange.request_headers) head += line + "\r\n";
    EXPECT_TRUE(bytes.at(Channel::kWireSent).starts_with(head + "\r\n")) << exchange.url;
    ++heads;
  }
  EXPECT_GT(heads, 15);
  const Keeper::Kept& post = keeper.find("/post");
  const std::string& wire = post.bytes.at(Channel::kWireSent);
  ASSERT_TRUE(post.exchange.upload_size_bytes.has_value());
  EXPECT_GT(*post.exchange.upload_size_bytes, 0);
  EXPECT_EQ(wire.size() - wire.find("\r\n\r\n") - 4,
            static_cast<std::size_t>(*post.exchange.upload_size_bytes));
}

TEST(Http1, WebSocketFramesAreOnTheWireAfterTheHandshake) {
  const Keeper keeper = keep("http1");
  const std::string& wire = keeper.find("/ws").bytes.at(Channel::kWireReceived);
  EXPECT_TRUE(wire.starts_with("HTTP/1.1 101 "));
  EXPECT_NE(wire.find("\r\n\r\n\x81\x05hello\x82"), std::string::npos);
}

TEST(Http2, DataFramesHoldTheCodedBodyOfEveryExchangeThatWasRead) {
  const Keeper keeper = keep("http2");
  int compared = 0;
  for (const auto& [exchange, bytes] : keeper.kept) {
    if (exchange.protocol != Protocol::kHttp2 || !bytes.contains(Channel::kCoded)) continue;
    EXPECT_EQ(bytes.at(Channel::kWireReceived), bytes.at(Channel::kCoded)) << exchange.url;
    ++compared;
  }
  EXPECT_GT(compared, 8);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Constants, EachThatWeRelyOnIsNamedWhenItLacks) {
  const std::string log = read_log("http1");
  ASSERT_TRUE(check_constants(log).ok());
  EXPECT_EQ(check_constants(log)->browser_version, "156.0.8078.79");
  for (const std::string& full : required_constants()) {
    const std::string name = full.substr(full.rfind('.') + 1);
    const auto info = check_constants(
        replaced(log, fmt::format("\"{}\":", name), fmt::format("\"{}_GONE\":", name)));
    ASSERT_FALSE(info.ok()) << full;
    EXPECT_EQ(info.error().code, ErrorCode::kUnavailable) << full;
    if (name != "logCaptureMode") {
      EXPECT_NE(info.error().message.find(full), std::string::npos) << info.error().message;
    }
  }
}

TEST(Constants, ALogWithoutBodiesIsRefused) {
  const std::string log = replaced(read_log("http1"), "\"Everything\"", "\"Default\"");
  EXPECT_EQ(check_constants(log).error().code, ErrorCode::kUnavailable);
  EXPECT_NE(transcribe(log, 999).find("--net-log-capture-mode=Everything"), std::string::npos);
}

TEST(Constants, OtherTextIsNoNetworkLog) {
  EXPECT_EQ(check_constants("{\"log\":{}}\n").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(check_constants("{\"constants\":{").error().code, ErrorCode::kInvalid);
  Transcript transcript;
  Parser parser(transcript);
  const auto fed = parser.feed(as_bytes("GIF89a\n"));
  ASSERT_FALSE(fed.ok());
  EXPECT_EQ(fed.error().code, ErrorCode::kInvalid);
  EXPECT_FALSE(parser.feed(as_bytes("more")).ok());
  EXPECT_FALSE(parser.finish().ok());
}

TEST(DamagedLine, IsNotedAndTheReadingGoesOn) {
  const std::string log = read_log("killed");
  const std::size_t second = log.find('\n', log.find('\n') + 1) + 1;
  std::string damaged = log;
  damaged.insert(second, "{\"phase\":0,garbage\n");
  const std::string told = transcribe(damaged, 100);
  EXPECT_NE(told.find(fmt::format("note at {}: A line", second)), std::string::npos) << told;
  EXPECT_NE(told.find("damaged 1"), std::string::npos);
  EXPECT_NE(told.find("cut with the log http://news.tirazan.example"), std::string::npos);
}

TEST(LongLine, IsAnErrorThatNamesTheOffset) {
  const std::string log = read_log("killed");
  Transcript transcript;
  Parser parser(transcript);
  ASSERT_TRUE(parser.feed(as_bytes(log)).ok());
  const std::string part(1 << 20, 'a');
  Result<void> fed;
  for (std::size_t sent = 0; fed.ok() && sent <= kMaxLineBytes; sent += part.size()) {
    fed = parser.feed(as_bytes(part));
  }
  ASSERT_FALSE(fed.ok());
  EXPECT_EQ(fed.error().code, ErrorCode::kLimit);
  EXPECT_NE(fed.error().message.find(std::to_string(log.size())), std::string::npos);
}

TEST(ListenerError, StopsTheReadingAndComesBack) {
  class Full final : public Listener {
    Result<void> on_bytes(const Exchange&, Channel, ByteView) override {
      return Error{ErrorCode::kIo, "The disk is full."};
    }
  };
  Full full;
  Parser parser(full);
  const auto fed = parser.feed(as_bytes(read_log("http1")));
  ASSERT_FALSE(fed.ok());
  EXPECT_EQ(fed.error().code, ErrorCode::kIo);
  EXPECT_FALSE(parser.feed(as_bytes("\n")).ok());
}

}  // namespace
}  // namespace sanad::netlog
