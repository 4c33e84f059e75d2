#include "event_line.h"

#include <gtest/gtest.h>

#include "http2_frames.h"

namespace sanad::netlog {
namespace {

TEST(EventLine, ReadsAnEventWhateverTheOrderOfItsMembers) {
  const std::string_view lines[] = {
      R"({"params":{"a":"}\"]"},"phase":1,"source":{"id":-7,"start_time":"3","type":4},"time":"55","type":9})",
      R"({"type":9,"time":55,"source":{"type":4,"id":-7},"phase":1,"params":{"a":"}\"]"}})"};
  for (const std::string_view text : lines) {
    const auto line = parse_event_line(text);
    ASSERT_TRUE(line) << text;
    EXPECT_EQ(line->type, 9);
    EXPECT_EQ(line->phase, 1);
    EXPECT_EQ(line->source_type, 4);
    EXPECT_EQ(line->source_id, -7);
    EXPECT_EQ(line->time_ms, 55);
    EXPECT_EQ(line->params, R"({"a":"}\"]"})");
  }
}

TEST(EventLine, RefusesEveryPrefixOfAnEvent) {
  const std::string_view text =
      R"({"params":{"x":["{",1,null]},"phase":0,"source":{"id":1,"type":2},"time":"3","type":4})";
  ASSERT_TRUE(parse_event_line(text));
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(parse_event_line(text.substr(0, size))) << size;
  }
}

TEST(EventLine, RefusesAnEventThatLacksItsTypeOrSource) {
  EXPECT_FALSE(parse_event_line(R"({"phase":0,"source":{"id":1,"type":2},"time":"3"})"));
  EXPECT_FALSE(parse_event_line(R"({"phase":0,"time":"3","type":1})"));
  EXPECT_FALSE(parse_event_line(R"({"phase":0,"source":{"id":1},"time":"3","type":1})"));
  EXPECT_FALSE(parse_event_line(R"({"phase":0,"source":{"id":1,"type":2},"type":"x"})"));
  EXPECT_FALSE(parse_event_line(
      R"({"phase":0,"source":{"id":1,"type":2},"time":"9223372036854775807","type":1})"));
  EXPECT_FALSE(parse_event_line("[]"));
}

TEST(EventLine, FindsAMemberOfTheOuterLevelOnly) {
  EXPECT_EQ(find_member(R"({"in":{"bytes":"no"},"bytes":"yes"})", "bytes"), R"("yes")");
  EXPECT_FALSE(find_member(R"({"in":{"bytes":"no"}})", "bytes"));
  EXPECT_FALSE(find_member("", "bytes"));
}

TEST(Base64, AgreesWithTheStrictDecoderOnAllShortTexts) {
  const std::string_view alphabet = "AQgw/+z=-";
  std::vector<std::string> texts = {""};
  for (int length = 1; length <= 4; ++length) {
    std::vector<std::string> longer;
    for (const std::string& text : texts) {
      if (static_cast<int>(text.size()) + 1 != length) continue;
      for (const char c : alphabet) longer.push_back(text + c);
    }
    texts.insert(texts.end(), longer.begin(), longer.end());
  }
  ASSERT_GT(texts.size(), 7000U);
  for (const std::string& text : texts) {
    auto expected = parse_base64(text);
    Bytes out = {1};
    const bool good = append_base64(text, out);
    ASSERT_EQ(good, expected.ok()) << text;
    const Bytes decoded(out.begin() + 1, out.end());
    EXPECT_EQ(decoded, std::move(expected).value_or(Bytes())) << text;
  }
}

TEST(Base64, GivesBackEveryByteOfLongTexts) {
  Bytes bytes;
  for (int i = 0; i < 1000; ++i) {
    Bytes out;
    ASSERT_TRUE(append_base64(format_base64(bytes), out));
    ASSERT_EQ(out, bytes);
    bytes.push_back(static_cast<std::uint8_t>(i * 37));
  }
}

TEST(Escape, GivesBackBytesThatAreNotAscii) {
  EXPECT_EQ(unescape("X: 100%25"), "X: 100%25");
  EXPECT_EQ(unescape("%ESCAPED:\xE2\x80\x8B X: caf%E9 %FF%80 100%25"), "X: caf\xE9 \xFF\x80 100%");
  EXPECT_EQ(unescape("%ESCAPED:\xE2\x80\x8B %4"), "%4");
}

TEST(Pem, GivesTheBytesOfACertificateAndRefusesOtherText) {
  EXPECT_EQ(parse_pem("-----BEGIN CERTIFICATE-----\nAAEC\nAw==\n-----END CERTIFICATE-----\n"),
            (Bytes{0, 1, 2, 3}));
  EXPECT_FALSE(parse_pem("-----BEGIN CERTIFICATE-----\nAAEC"));
  EXPECT_FALSE(parse_pem("no certificate"));
}

Bytes frame(std::uint8_t type, std::uint8_t flags, std::uint8_t stream, std::string_view payload) {
  Bytes out = {0, 0, static_cast<std::uint8_t>(payload.size()), type, flags, 0, 0, 0, stream};
  out.insert(out.end(), payload.begin(), payload.end());
  return out;
}

TEST(Http2Frames, GiveTheSameDataHoweverTheBytesAreCut) {
  Bytes bytes = frame(0x4, 0, 0, "");
  for (const Bytes& next : {frame(0x1, 0x4, 1, "hpack"), frame(0x0, 0, 1, "one "),
                            frame(0x0, 0x8, 3, std::string_view("\x03pad...", 7)),
                            frame(0x0, 0x1, 1, "two"), frame(0x3, 0, 3, "\1\1\1\1")}) {
    bytes.insert(bytes.end(), next.begin(), next.end());
  }
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    std::string one;
    std::string three;
    std::vector<std::uint32_t> ended;
    Http2Frames::Sink sink;
    sink.data = [&](std::uint32_t stream, ByteView payload) -> Result<void> {
      (stream == 1 ? one : three) += as_text(payload);
      return {};
    };
    sink.end = [&](std::uint32_t stream) -> Result<void> {
      ended.push_back(stream);
      return {};
    };
    Http2Frames frames(Http2Frames::Direction::kReceived);
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      const auto fed =
          frames.feed(ByteView(bytes).subspan(at, std::min(step, bytes.size() - at)), sink);
      ASSERT_TRUE(fed.ok() && fed.value());
    }
    EXPECT_EQ(one, "one two");
    EXPECT_EQ(three, "pad");
    EXPECT_EQ(ended, (std::vector<std::uint32_t>{1, 3}));
  }
}

TEST(Http2Frames, StopAtBytesThatAreNoFrames) {
  const Http2Frames::Sink sink{[](std::uint32_t, ByteView) -> Result<void> { return {}; },
                               [](std::uint32_t) -> Result<void> { return {}; }};
  Http2Frames sent(Http2Frames::Direction::kSent);
  EXPECT_FALSE(sent.feed(as_bytes("GET / HTTP/1.1\r\n"), sink).value());
  Http2Frames received(Http2Frames::Direction::kReceived);
  EXPECT_FALSE(received.feed(frame(0, 0x8, 1, std::string_view("\x7f!", 2)), sink).value());
}

}  // namespace
}  // namespace sanad::netlog
