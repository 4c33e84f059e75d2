#include "json/json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "base/utf8.h"

namespace sanad::json {
namespace {

std::string canonical(std::string_view text) {
  const auto value = parse(text);
  return value.ok() ? format_canonical(value.value()) : "refused: " + value.error().message;
}

TEST(Parse, ReadsEveryType) {
  const Value value =
      parse(R"( {"n":null,"t":true,"f":false,"i":-12,"d":0.5,"s":"سند","a":[1,[]],"o":{}} )")
          .value();
  EXPECT_TRUE(value["n"].is_null());
  EXPECT_TRUE(value["t"].bool_or(false));
  EXPECT_FALSE(value["f"].bool_or(true));
  EXPECT_EQ(value["i"].as_int(), -12);
  EXPECT_EQ(*value["d"].as_number(), 0.5);
  EXPECT_EQ(value["s"].string_or(""), "سند");
  EXPECT_EQ(value["a"].as_array()->size(), 2u);
  EXPECT_TRUE(value["o"].as_object()->empty());
  EXPECT_TRUE(value["absent"].is_null());
}

TEST(Parse, RefusesWhatIsNotStrictJson) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "[",
                           "\"",
                           "[1,]",
                           "{\"a\":1,}",
                           "{,}",
                           "[,1]",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{a:1}",
                           "{'a':1}",
                           "[1 2]",
                           "1 2",
                           "01",
                           "+1",
                           ".5",
                           "1.",
                           "NaN",
                           "Infinity",
                           "tru",
                           "nul",
                           "True",
                           "\"\t\"",
                           "\"\n\"",
                           "\"\\x\"",
                           "\"\\u12\"",
                           "\"\\u12g4\"",
                           "\"\\",
                           "// c\n1",
                           "[1]]",
                           "1e999",
                           "{\"a\":1,\"a\":2}",
                           "\"\\ud800\"",
                           "\"\\udc00\"",
                           "\"\\ud800\\u0041\"",
                           "\"\\ud800\\ud800\"",
                           "\"\xff\"",
                           "\"\xed\xa0\x80\"",
                           "\xef\xbb\xbf"
                           "1",
                           "\x0b"
                           "1"}) {
    EXPECT_FALSE(parse(text).ok()) << text;
  }
  EXPECT_FALSE(parse(std::string_view("1\0", 2)).ok());
  EXPECT_FALSE(parse(std::string_view("\0", 1)).ok());
}

TEST(Parse, NamesTheByteAndTheReason) {
  EXPECT_EQ(parse("[1,").error().message, "JSON at byte 3: a value is expected");
  EXPECT_EQ(parse("\"a\xff\"").error().message, "JSON at byte 2: the text is not UTF-8");
  EXPECT_EQ(parse("1e999").error().code, ErrorCode::kInvalid);
}

TEST(Parse, FindsDuplicateNamesInSmallAndLargeObjectsAndThroughEscapes) {
  EXPECT_FALSE(parse(R"({"a":1,"\u0061":2})").ok());
  for (const int count : {2, 16, 17, 300}) {
    std::string text = "{";
    for (int i = 0; i < count; ++i) text += "\"k" + std::to_string(i) + "\":0,";
    EXPECT_TRUE(parse(text + "\"new\":1}").ok()) << count;
    EXPECT_FALSE(parse(text + "\"k1\":1}").ok()) << count;
  }
}

TEST(Parse, StopsAtTheDepthLimit) {
  const auto nested = [](int depth) {
    const auto size = static_cast<std::size_t>(depth);
    return std::string(size, '[') + std::string(size, ']');
  };
  EXPECT_TRUE(parse(nested(kMaxDepth)).ok());
  EXPECT_FALSE(parse(nested(kMaxDepth + 1)).ok());
  EXPECT_FALSE(parse(std::string(1'000'000, '[')).ok());
}

TEST(Parse, ReadsEscapesAndSurrogatePairs) {
  EXPECT_EQ(parse(R"("\"\\\/\b\f\n\r\t\u0000\u00e9\ud83d\ude00")").value().string_or(""),
            std::string("\"\\/\b\f\n\r\t\0é😀", 15));
}

TEST(Parse, FindsTheEndOfATextAtEveryDistance) {
  for (std::size_t length = 0; length < 40; ++length) {
    for (const char* tail : {"", "\\n", "é"}) {
      const std::string text = "\"" + std::string(length, 'a') + tail + "\"";
      EXPECT_EQ(canonical(text), text);
    }
    EXPECT_FALSE(parse("\"" + std::string(length, 'a') + "\x1f\"").ok());
    EXPECT_FALSE(parse("\"" + std::string(length, 'a')).ok());
  }
}

TEST(ParseForeign, ReplacesLoneSurrogatesAndKeepsTheLastOfDuplicates) {
  EXPECT_EQ(format_canonical(parse_foreign(R"(["\ud800","\ud800\u0041","\udc00x"])").value()),
            "[\"\xef\xbf\xbd\",\"\xef\xbf\xbd"
            "A\",\"\xef\xbf\xbdx\"]");
  EXPECT_EQ(format_canonical(parse_foreign(R"({"a":1,"b":2,"a":3})").value()), R"({"a":3,"b":2})");
  EXPECT_FALSE(parse_foreign("[1,]").ok());
  EXPECT_FALSE(parse_foreign("\"\xff\"").ok());
}

// RFC 8785 sections 3.2.2 and 3.2.3.
TEST(Canonical, AgreesWithTheExamplesOfTheStandard) {
  EXPECT_EQ(canonical(R"({
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]})"),
            R"({"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],)"
            R"("string":"€$\u000f\nA'B\"\\\\\"/"})");
  EXPECT_EQ(
      canonical(R"({"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7})"),
      "{\"\\r\":2,\"1\":4,\"\xc2\x80\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\xef\xac\xb3\":3}");
}

std::u16string utf16(const std::vector<std::uint32_t>& code_points) {
  std::u16string out;
  for (const std::uint32_t code : code_points) {
    if (code < 0x10000) {
      out += static_cast<char16_t>(code);
    } else {
      out += static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10));
      out += static_cast<char16_t>(0xDC00 + ((code - 0x10000) & 0x3FF));
    }
  }
  return out;
}

TEST(Canonical, SortsNamesByUtf16CodeUnits) {
  constexpr std::uint32_t kInteresting[] = {0x41,   0x7F,   0x80,   0x7FF,   0x800,   0xD7FF,
                                            0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF};
  std::vector<std::pair<std::u16string, std::string>> names;
  for (const std::uint32_t a : kInteresting) {
    names.push_back({utf16({a}), ""});
    append_utf8(names.back().second, a);
    for (const std::uint32_t b : kInteresting) {
      names.push_back({utf16({a, b}), ""});
      append_utf8(names.back().second, a);
      append_utf8(names.back().second, b);
    }
  }
  Object object;
  for (const auto& [unused, name] : names) object.set(name, nullptr);
  std::sort(names.begin(), names.end());
  const Value sorted = parse(format_canonical(object)).value();
  ASSERT_EQ(sorted.as_object()->size(), names.size());
  std::size_t i = 0;
  for (const Member& member : *sorted.as_object()) EXPECT_EQ(member.name, names[i++].second);
}

Value any_value(std::mt19937& random, int depth) {
  switch (random() % (depth > 3 ? 4 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return random() % 2 == 0;
    case 2:
      return std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 100);
    case 3: {
      std::string text;
      for (auto i = random() % 12; i > 0; --i)
        append_utf8(text, static_cast<std::uint32_t>(random() % 0xD800));
      return text;
    }
    case 4: {
      Array array;
      for (auto i = random() % 5; i > 0; --i) array.push_back(any_value(random, depth + 1));
      return array;
    }
    default: {
      Object object;
      for (auto i = random() % 5; i > 0; --i) {
        object.set(std::to_string(random() % 100), any_value(random, depth + 1));
      }
      return object;
    }
  }
}

TEST(Canonical, OfAnyValueReadsBackToItselfAlsoThroughThePrettyForm) {
  std::mt19937 random(4);
  for (int i = 0; i < 3000; ++i) {
    const Value value = any_value(random, 0);
    const std::string text = format_canonical(value);
    ASSERT_TRUE(parse_canonical(text).ok()) << text;
    ASSERT_EQ(canonical(format_pretty(value)), text);
    ASSERT_EQ(canonical(text), text);
  }
}

TEST(ParseCanonical, RefusesEveryOtherSpelling) {
  EXPECT_TRUE(parse_canonical(R"({"a":1,"b":[]})").ok());
  for (const char* text : {R"({"b":[],"a":1})", R"({"a": 1})", "1.0", "-0", "1e2", R"("\u0041")",
                           R"("\/")", R"("\u000A")", " 1", "1\n", "9007199254740993"}) {
    EXPECT_FALSE(parse_canonical(text).ok()) << text;
  }
}

TEST(Pretty, IndentsByTwoAndKeepsTheOrder) {
  EXPECT_EQ(format_pretty(parse(R"({"b":[1,{}],"a":[]})").value()),
            "{\n  \"b\": [\n    1,\n    {}\n  ],\n  \"a\": []\n}");
}

TEST(Object, SetsReplacesFindsAndErases) {
  Object object{{"a", 1}, {"b", "x"}};
  object.set("a", 2);
  EXPECT_EQ(object.size(), 2u);
  EXPECT_EQ(object.find("a")->as_int(), 2);
  EXPECT_TRUE(object.erase("a"));
  EXPECT_FALSE(object.erase("a"));
  EXPECT_EQ(object.find("a"), nullptr);
}

TEST(Value, IsAWholeNumberOnlyWithinTheExactRange) {
  EXPECT_EQ(Value(9007199254740992.0).as_int(), 9007199254740992);
  EXPECT_EQ(Value(-9007199254740992.0).as_int(), -9007199254740992);
  EXPECT_EQ(Value(9007199254740994.0).as_int(), std::nullopt);
  EXPECT_EQ(Value(0.5).as_int(), std::nullopt);
  EXPECT_EQ(Value(std::nan("")).as_int(), std::nullopt);
  EXPECT_EQ(Value("1").as_int(), std::nullopt);
}

TEST(Require, NamesTheMemberThatIsMissing) {
  const Value value = parse(R"({"name":"x","count":3,"half":0.5})").value();
  EXPECT_EQ(require_string(value, "name").value(), "x");
  EXPECT_EQ(require_int(value, "count").value(), 3);
  EXPECT_EQ(require_string(value, "count").error().message, "the member \"count\" must be a text");
  EXPECT_FALSE(require_int(value, "half").ok());
  EXPECT_FALSE(require_int(value, "absent").ok());
}

}  // namespace
}  // namespace sanad::json
