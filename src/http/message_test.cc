#include "http/message.h"

#include <gtest/gtest.h>

namespace sanad::http {
namespace {

TEST(PercentDecode, UndoesPercentEncodeForEveryByte) {
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  EXPECT_EQ(percent_decode(percent_encode(all), PlusSign::kLiteral), all);
  EXPECT_EQ(percent_decode(percent_encode(all), PlusSign::kSpace), all);
}

TEST(PercentDecode, RefusesWhatIsNotTwoHexDigits) {
  for (const char* text : {"%", "%1", "a%", "%g0", "%0g", "%%20", "ab%2"}) {
    EXPECT_FALSE(percent_decode(text, PlusSign::kLiteral)) << text;
  }
  EXPECT_EQ(percent_decode("a+b%20c", PlusSign::kSpace), "a b c");
  EXPECT_EQ(percent_decode("a+b", PlusSign::kLiteral), "a+b");
}

TEST(ParseQuery, KeepsOrderAndRepetitionsAndDecodes) {
  const std::vector<Parameter> expected = {
      {"a", "1"}, {"b c", "\xd8\xb3"}, {"a", "2"}, {"d", ""}, {"bad", "%zz"}};
  EXPECT_EQ(parse_query("a=1&b+c=%D8%B3&&a=2&d&bad=%zz"), expected);
}

TEST(ParseQuery, StopsAtItsLimit) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "a=b&";
  EXPECT_EQ(parse_query(text).size(), kMaxQueryParameters);
}

TEST(ParseCookies, ReadsPairsAndSkipsTheRest) {
  const std::vector<Parameter> expected = {{"sid", "x y"}, {"t", "a=b"}, {"q", "z"}};
  EXPECT_EQ(parse_cookies("sid=x y; junk; t=a=b;; =v; q=\"z\""), expected);
}

// The obvious meaning of a range, for each first and last within a small body.
TEST(ParseRange, AgreesWithTheDefinitionOnAllSmallRanges) {
  for (std::uint64_t size = 0; size <= 5; ++size) {
    for (std::uint64_t first = 0; first <= 6; ++first) {
      for (std::uint64_t last = 0; last <= 6; ++last) {
        const auto range =
            parse_range("bytes=" + std::to_string(first) + "-" + std::to_string(last), size);
        if (last < first) {
          ASSERT_TRUE(range.ok());
          EXPECT_FALSE(range.value().has_value());
        } else if (first >= size) {
          EXPECT_FALSE(range.ok());
        } else {
          ASSERT_TRUE(range.ok());
          EXPECT_EQ(range.value(), (ByteRange{first, std::min(last, size - 1)}));
        }
      }
      const auto open = parse_range("bytes=" + std::to_string(first) + "-", size);
      EXPECT_EQ(open.ok(), first < size);
      const auto suffix = parse_range("bytes=-" + std::to_string(first), size);
      EXPECT_EQ(suffix.ok(), first > 0 && size > 0);
      if (suffix.ok()) {
        EXPECT_EQ(suffix.value()->last + 1 - suffix.value()->first, std::min(first, size));
      }
    }
  }
}

TEST(ParseRange, IgnoresWhatItDoesNotServe) {
  for (const char* text : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=0-1,3-4",
                           "items=0-1", "bytes=1", "bytes=99999999999999999999-"}) {
    const auto range = parse_range(text, 10);
    ASSERT_TRUE(range.ok()) << text;
    EXPECT_FALSE(range.value().has_value()) << text;
  }
}

TEST(ParseUrl, ReadsHostPortAndTarget) {
  const auto url = parse_url("HTTP://Forum.Tirazan.Example:8080/a?b=c#d");
  ASSERT_TRUE(url.ok());
  EXPECT_EQ(url->scheme, "http");
  EXPECT_EQ(url->host, "forum.tirazan.example");
  EXPECT_EQ(url->port, 8080);
  EXPECT_EQ(url->target, "/a?b=c");
  EXPECT_EQ(parse_url("https://h")->port, 443);
  EXPECT_EQ(parse_url("http://h?x")->target, "/?x");
  EXPECT_EQ(parse_url("http://[::1]:81/")->host, "::1");
}

TEST(ParseUrl, SaysWhatIsWrong) {
  for (const char* text : {"", "forum", "ftp://x/", "http://", "http://u@h/", "http://h:0/",
                           "http://h:65536/", "http://h:x/", "http:///p", "http://h/a b"}) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url.ok()) << text;
    EXPECT_EQ(url.error().code, ErrorCode::kInvalid);
  }
}

TEST(SplitTarget, TakesTheHostFromTheTargetWhereItIsAbsolute) {
  Request request;
  request.headers = {{"host", "Forum.tirazan.example:80"}};
  request.target = "/a%20b?q=%31";
  split_target(request);
  EXPECT_EQ(request.path, "/a b");
  EXPECT_EQ(request.host, "forum.tirazan.example");
  EXPECT_EQ(request.query_value("q"), "1");
  request.target = "http://paste.tirazan.example:81/x";
  split_target(request);
  EXPECT_EQ(request.host, "paste.tirazan.example");
  EXPECT_EQ(request.path, "/x");
  EXPECT_TRUE(request.query.empty());
}

TEST(Headers, AreFoundWithoutCase) {
  const Headers headers = {{"X-One", "1"}, {"x-one", "2"}};
  ASSERT_NE(find_header(headers, "X-ONE"), nullptr);
  EXPECT_EQ(*find_header(headers, "X-ONE"), "1");
  EXPECT_EQ(find_header(headers, "X-On"), nullptr);
}

}  // namespace
}  // namespace sanad::http
