// Text that is written in another way, and streams inside streams.
#include <gtest/gtest.h>

#include "base/bytes.h"
#include "selectors/selectors.h"
#include "test_ways.h"

namespace sanad::selectors {
namespace {

// "kind value layer,layer offset+length"
std::vector<std::string> found(std::string_view text) {
  std::vector<std::string> out;
  for (const Hit& hit : scan(text, {.region = "PK"})) {
    std::string line = std::string(kind_name(hit.kind)) + ' ' + hit.value + ' ';
    for (std::size_t i = 0; i < hit.layers.size(); ++i)
      line += (i ? "," : "") + std::string(layer_name(hit.layers[i]));
    out.push_back(line + ' ' + std::to_string(hit.offset) + '+' + std::to_string(hit.length));
  }
  return out;
}
using Found = std::vector<std::string>;

std::string as_utf16(std::u16string_view text, bool little) {
  std::string out;
  for (const char16_t unit : text) {
    const auto low = static_cast<char>(unit & 255);
    const auto high = static_cast<char>(unit >> 8);
    out += little ? low : high;
    out += little ? high : low;
  }
  return out;
}

TEST(Written, InEntities) {
  EXPECT_EQ(found("to amal&#64;tirazan&#46;example now"),
            Found{"email amal@tirazan.example html 3+28"});
  EXPECT_EQ(found("amal&commat;tirazan&period;example"),
            Found{"email amal@tirazan.example html 0+34"});
  EXPECT_EQ(found("http&#x3A;&#x2F;&#x2f;tirazan.example/x"),
            (Found{"url http://tirazan.example/x html 0+39", "domain tirazan.example  22+15"}));
  EXPECT_EQ(
      found("<a href=\"https://tirazan.example/?a=1&amp;b=2\">"),
      (Found{"url https://tirazan.example/?a=1&b=2 html 9+36", "domain tirazan.example  17+15"}));
  EXPECT_EQ(found("+92&nbsp;300&nbsp;1234567"), Found{"phone +923001234567 html 0+25"});
}

TEST(Written, InPercentSigns) {
  EXPECT_EQ(found("mail=amal%40tirazan.example"), Found{"email amal@tirazan.example percent 5+22"});
  EXPECT_EQ(found("u=https%3A%2F%2Ftirazan.example%2Fa"),
            (Found{"url https://tirazan.example/a percent 2+33", "domain tirazan.example  16+15"}));
  EXPECT_EQ(
      found("https://tirazan.example/%D8%B3%20x"),
      (Found{"url https://tirazan.example/%D8%B3%20x  0+34", "domain tirazan.example  8+15"}));
}

TEST(Written, InJsonEscapes) {
  EXPECT_EQ(found("{\"u\":\"https:\\/\\/tirazan.example\\/a\"}"),
            (Found{"url https://tirazan.example/a json 6+28", "domain tirazan.example  16+15"}));
  EXPECT_EQ(found("\"amal\\u0040tirazan.example\""), Found{"email amal@tirazan.example json 1+25"});
  EXPECT_EQ(found("\"#\\u062e\\u0628\\u0631\""), Found{"hashtag #خبر json 1+19"});
}

TEST(Written, QuotedPrintable) {
  EXPECT_EQ(found("amal=40tirazan.example"),
            Found{"email amal@tirazan.example quoted-printable 0+22"});
  EXPECT_EQ(found("https://tirazan.exam=\r\nple/a"),
            (Found{"url https://tirazan.example/a quoted-printable 0+28",
                   "domain tirazan.example quoted-printable 8+18"}));
  EXPECT_EQ(found("https://tirazan.example/?n=40x"),
            (Found{"url https://tirazan.example/?n=40x  0+30", "domain tirazan.example  8+15"}));
}

TEST(Written, Defanged) {
  EXPECT_EQ(found("hxxps://bad[.]tirazan[.]example/x"),
            (Found{"url https://bad.tirazan.example/x defang 0+33",
                   "domain bad.tirazan.example defang 8+23"}));
  EXPECT_EQ(found("tirazan(dot)example"), Found{"domain tirazan.example defang 0+19"});
  EXPECT_EQ(found("amal [at] tirazan [dot] example"),
            Found{"email amal@tirazan.example defang 0+31"});
  EXPECT_EQ(found("192[.]0[.]2[.]7"), Found{"ipv4 192.0.2.7 defang 0+15"});
}

TEST(Written, WithWhatIsInvisible) {
  EXPECT_EQ(found("tira\u200Bzan.exa\u2060mple"), Found{"domain tirazan.example zero-width 0+21"});
  EXPECT_EQ(found("+92\u200B300\u00AD1234567"), Found{"phone +923001234567 zero-width 0+18"});
  EXPECT_EQ(found("\u200E+92 300 1234567\u200E"), Found{"phone +923001234567  3+15"});
}

TEST(Streams, InUtf16) {
  EXPECT_EQ(found(as_utf16(u"see amal@tirazan.example ok", true)),
            Found{"email amal@tirazan.example utf-16le 8+40"});
  EXPECT_EQ(found(as_utf16(u"see amal@tirazan.example ok", false)),
            Found{"email amal@tirazan.example utf-16be 8+40"});
  EXPECT_EQ(found("\xFF\xFE" + as_utf16(u"خبر ۰۳۰۰-۱۲۳۴۵۶۷ خبر", true)),
            Found{"phone +923001234567 utf-16le 10+24"});
  EXPECT_EQ(found("plain a@b.example\n" + as_utf16(u"c@d.example\n", true) + "e@f.example"),
            (Found{"email a@b.example  6+11", "email c@d.example utf-16le 18+22",
                   "email e@f.example  42+11"}));
}

TEST(Streams, InBase64AndGzip) {
  const std::string text = "please write to amal@tirazan.example soon";
  const std::string base64 = format_base64(as_bytes(text));
  EXPECT_EQ(found("data: " + base64 + " end"), Found{"email amal@tirazan.example base64 26+28"});
  EXPECT_EQ(found("x " + format_base64(as_bytes(base64))),
            Found{"email amal@tirazan.example base64,base64 26+40"});
  const std::string packed = gzip(text);
  EXPECT_EQ(found(packed),
            Found{"email amal@tirazan.example gzip 0+" + std::to_string(packed.size())});
  const auto nested = found(format_base64(as_bytes(packed)));
  ASSERT_EQ(nested.size(), 1u);
  EXPECT_EQ(nested[0].substr(0, 45), "email amal@tirazan.example base64,gzip 0+" +
                                         std::to_string(format_base64(as_bytes(packed)).size()));
  EXPECT_EQ(found(format_base64(as_bytes("to amal&#64;tirazan.example, please"))),
            Found{"email amal@tirazan.example base64,html 4+32"});
}

TEST(Streams, InLinesOfBase64) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "line " + std::to_string(i) + " of no interest\n";
  text += "amal@tirazan.example\n";
  const std::string base64 = format_base64(as_bytes(text));
  std::string wrapped;
  for (std::size_t i = 0; i < base64.size(); i += 76) wrapped += base64.substr(i, 76) + "\r\n";
  const auto hits = scan(wrapped, {});
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(hits[0].value, "amal@tirazan.example");
  EXPECT_EQ(hits[0].raw, "amal@tirazan.example");
  EXPECT_LT(hits[0].offset + hits[0].length, wrapped.size());
  EXPECT_GT(hits[0].offset, wrapped.size() - 60);
}

TEST(Streams, EndWithinTheirLimits) {
  std::string deep = "amal@tirazan.example is the address";
  for (int i = 0; i < kMaxLayers; ++i) deep = format_base64(as_bytes(deep));
  EXPECT_EQ(scan(deep, {}).size(), 1u);
  EXPECT_EQ(scan(format_base64(as_bytes(deep)), {}).size(), 0u);
  // A damaged member gives what came before the damage.
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "n" + std::to_string(i * 7919) + "@tirazan.example\n";
  std::string packed = gzip(text);
  const std::size_t all = scan(packed, {}).size();
  EXPECT_EQ(all, 20000u);
  packed.resize(packed.size() / 2);
  const std::size_t half = scan(packed, {}).size();
  EXPECT_GT(half, 5000u);
  EXPECT_LT(half, all);
}

}  // namespace
}  // namespace sanad::selectors
