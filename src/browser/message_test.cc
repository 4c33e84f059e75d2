#include "browser/message.h"

#include <gtest/gtest.h>

#include <vector>

namespace sanad::browser {
namespace {

std::vector<std::string> frame(Framer& framer, std::string_view stream, std::size_t step) {
  std::vector<std::string> texts;
  for (std::size_t at = 0; at < stream.size(); at += step) {
    framer.push(as_bytes(stream.substr(at, step)), [&](std::string_view text, bool cut) {
      texts.push_back((cut ? "cut:" : "") + std::string(text));
    });
  }
  return texts;
}

TEST(BrowserFramer, GivesTheSameTextsHoweverTheStreamIsCut) {
  const std::string stream("one\0\0three\0four", 15);
  for (std::size_t step = 1; step <= stream.size(); ++step) {
    Framer framer;
    EXPECT_EQ(frame(framer, stream, step), (std::vector<std::string>{"one", "", "three"})) << step;
  }
}

TEST(BrowserFramer, KeepsOnlyTheFrontOfAnOversizedText) {
  const std::string big = "{\"id\":42,\"result\":\"" + std::string(500, 'x');
  std::string stream = big;
  stream.push_back('\0');
  stream += std::string("next\0", 5);
  for (const std::size_t step : {1U, 7U, 64U, 1000U}) {
    Framer framer(100);
    const auto texts = frame(framer, stream, step);
    ASSERT_EQ(texts.size(), 2U);
    EXPECT_EQ(texts[0], "cut:" + big.substr(0, Framer::kFrontBytes));
    EXPECT_EQ(texts[1], "next");
    EXPECT_EQ(leading_id(texts[0].substr(4)), 42);
  }
}

TEST(BrowserFramer, TextOfExactlyTheLimitIsKept) {
  Framer framer(10);
  EXPECT_EQ(frame(framer, std::string_view("0123456789\0", 11), 3),
            std::vector<std::string>{"0123456789"});
}

TEST(BrowserMessage, AnswerAndEventAreToldApart) {
  const auto answer = parse_message(R"({"id":3,"result":{"a":1},"sessionId":"S"})");
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->id, 3);
  EXPECT_EQ(answer->session, "S");
  EXPECT_EQ(answer->body["a"].int_or(0), 1);
  const auto event = parse_message(R"({"method":"Page.x","params":{"b":"c"}})");
  ASSERT_TRUE(event.ok());
  EXPECT_FALSE(event->id.has_value());
  EXPECT_EQ(event->method, "Page.x");
  EXPECT_EQ(event->body["b"].string_or(""), "c");
  const auto refused = parse_message(R"({"id":4,"error":{"code":-1,"message":"no"}})");
  ASSERT_TRUE(refused.ok());
  EXPECT_EQ(refused->error, "no");
}

TEST(BrowserMessage, WhatIsNoMessageIsInvalid) {
  for (const char* text :
       {"", "[]", "1", "{}", R"({"id":"x"})", R"({"id":1.5})", "{\"id\":1", R"({"params":{}})"}) {
    const auto message = parse_message(text);
    ASSERT_FALSE(message.ok()) << text;
    EXPECT_EQ(message.error().code, ErrorCode::kInvalid);
  }
}

TEST(BrowserMessage, LoneSurrogatesOfAPageAreReplacedAndPairsKept) {
  EXPECT_EQ(replace_lone_surrogates(R"(a\ud83d\ude00b)"), R"(a\ud83d\ude00b)");
  EXPECT_EQ(replace_lone_surrogates(R"(\ud83dx)"), R"(\ufffdx)");
  EXPECT_EQ(replace_lone_surrogates(R"(\ude00\ud83d)"), R"(\ufffd\ufffd)");
  EXPECT_EQ(replace_lone_surrogates(R"(\\ud83d\n\u0041\)"), R"(\\ud83d\n\u0041\)");
  EXPECT_EQ(replace_lone_surrogates(R"(\ud83d\u0041)"), R"(\ufffd\u0041)");
  const auto message = parse_message(R"({"method":"m","params":{"t":"x\ud800"}})");
  ASSERT_TRUE(message.ok());
  EXPECT_EQ(message->body["t"].string_or(""), "x\xEF\xBF\xBD");
}

TEST(BrowserMessage, CommandsEndWithNul) {
  const std::string text = format_command(7, "Page.navigate", {{"url", json::Value("x")}}, "S");
  EXPECT_EQ(text, std::string("{\"id\":7,\"method\":\"Page.navigate\",\"params\":{\"url\":\"x\"},"
                              "\"sessionId\":\"S\"}") +
                      '\0');
}

}  // namespace
}  // namespace sanad::browser
