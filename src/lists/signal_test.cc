#include "lists/signal.h"

#include <gtest/gtest.h>

#include <array>

#include "lists/model.h"

namespace sanad::lists {
namespace {

std::string canonical(std::string_view signal, std::string_view text) {
  const auto value = canonical_value(signal, text);
  return value.ok() ? *value : "refused";
}

TEST(Values, HexadecimalIsLowerCaseAndHasItsLength) {
  constexpr std::array<std::pair<const char*, std::size_t>, 5> kSignals = {
      {{"md5", 32}, {"sha1", 40}, {"sha256", 64}, {"sha512", 128}, {"pdq", 64}}};
  for (const auto& [signal, digits] : kSignals) {
    EXPECT_EQ(canonical(signal, " " + std::string(digits, 'A') + "\t"), std::string(digits, 'a'));
    EXPECT_EQ(canonical(signal, std::string(digits - 1, 'a')), "refused");
    EXPECT_EQ(canonical(signal, std::string(digits + 1, 'a')), "refused");
    EXPECT_EQ(canonical(signal, std::string(digits, 'g')), "refused");
  }
}

TEST(Values, TlshGetsItsVersionAndUpperCase) {
  const std::string digits(70, 'c');
  EXPECT_EQ(canonical("tlsh", digits), "T1" + std::string(70, 'C'));
  EXPECT_EQ(canonical("tlsh", "t1" + digits), "T1" + std::string(70, 'C'));
  EXPECT_EQ(canonical("tlsh", "T2" + digits), "refused");
  EXPECT_EQ(canonical("tlsh", "T1" + digits + "0"), "refused");
}

TEST(Values, SsdeepLosesItsFileNameAndKeepsItsCase) {
  EXPECT_EQ(canonical("ssdeep", "3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C,\"a.txt\""),
            "3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C");
  EXPECT_EQ(canonical("ssdeep", "96:a+/:b"), "96:a+/:b");
  for (const auto* wrong :
       {"", "3", "3:a", "0:a:b", "4:a:b", "9:a:b", "x:a:b", "3:a:b:c", "3:a b:c"})
    EXPECT_EQ(canonical("ssdeep", wrong), "refused") << wrong;
}

TEST(Values, PointsAreKeptAsTheyAre) {
  EXPECT_EQ(canonical("points", " sanad-points-1:AbC+/9== "), "sanad-points-1:AbC+/9==");
  for (const auto* wrong :
       {"", "sanad-points-1:", "sanad-points-1:a b", "sanad-points-2:AAAA", "AAAA"})
    EXPECT_EQ(canonical("points", wrong), "refused") << wrong;
  EXPECT_EQ(canonical("vpoints", " sanad-vpoints-1:0,AbC+/9==;4500,AAAA "),
            "sanad-vpoints-1:0,AbC+/9==;4500,AAAA");
  for (const char* wrong : {"", "sanad-vpoints-1:", "sanad-vpoints-1:0,a b", "sanad-points-1:AAAA"})
    EXPECT_EQ(canonical("vpoints", wrong), "refused") << wrong;
  // As long as the points of some pictures, where a picture's may not be.
  const std::string many(kMaxValueBytes, 'A');
  EXPECT_NE(canonical("vpoints", "sanad-vpoints-1:0," + many), "refused");
  EXPECT_EQ(canonical("points", "sanad-points-1:" + many), "refused");
  EXPECT_EQ(canonical("vpoints", "sanad-vpoints-1:0," + std::string(kMaxVideoPointsBytes, 'A')),
            "refused");
}

TEST(Values, AddressesAreMadeClickableWithSchemeAndHostInLowerCase) {
  EXPECT_EQ(canonical("url", "HTTPS://Pier.Example/Path?Q"), "https://pier.example/Path?Q");
  EXPECT_EQ(canonical("url", "[h]ttps://pier[.]example/x"), "https://pier.example/x");
  EXPECT_EQ(canonical("url", "hxxp://Me@Pier.example"), "http://Me@pier.example");
  for (const auto* wrong :
       {"", "pier.example", "://x", "http://", "http:///x", "http://a b", "h^p://x"})
    EXPECT_EQ(canonical("url", wrong), "refused") << wrong;
}

TEST(Values, TextsKeepTheirLinesAndLoseTheirEnds) {
  EXPECT_EQ(canonical("text", "  one\r\ntwo\rthree \n"), "one\ntwo\nthree");
  EXPECT_EQ(canonical("text", " \n "), "refused");
  EXPECT_EQ(canonical("text", std::string("a\0b", 3)), "refused");
  EXPECT_EQ(canonical("text", "\xc3\x28"), "refused");
}

TEST(Values, OtherSignalsAreOneLine) {
  EXPECT_EQ(canonical("vpdq", " anything at all "), "anything at all");
  EXPECT_EQ(canonical("vpdq", "two\nlines"), "refused");
  EXPECT_EQ(canonical("Not A Name", "x"), "refused");
  EXPECT_EQ(canonical("chromaprint", "AQAAxyz_-"), "AQAAxyz_-");
  EXPECT_EQ(canonical("chromaprint", "AQAA+"), "refused");
}

TEST(Values, AreRefusedBeyondTheirLimit) {
  const auto value = canonical_value("text", std::string(kMaxValueBytes + 1, 'x'));
  ASSERT_FALSE(value.ok());
  EXPECT_EQ(value.error().code, ErrorCode::kLimit);
}

TEST(Values, TheCanonicalFormIsItsOwn) {
  for (const auto& [signal, text] :
       std::vector<std::pair<std::string, std::string>>{{"url", "[H]ttp://[.]a[.]b"},
                                                        {"url", "hxxphxxp://X"},
                                                        {"text", "\r\r\na\r"},
                                                        {"tlsh", std::string(70, 'a')},
                                                        {"ssdeep", "3:x:y,z"},
                                                        {"note", " a  b "}}) {
    const auto once = canonical_value(signal, text);
    if (!once.ok()) continue;
    EXPECT_EQ(canonical_value(signal, *once).value_or("refused"), *once) << text;
  }
}

}  // namespace
}  // namespace sanad::lists
