// The same bytes give the same hits, however they come and whatever the processor.
#include <gtest/gtest.h>

#include <functional>
#include <tuple>

#include "anchors.h"
#include "test_text.h"

namespace sanad::selectors {
namespace {

std::vector<Hit> scan_in_chunks(std::string_view text, const std::function<std::size_t()>& next,
                                const Options& options) {
  Scanner scanner(options);
  ByteView rest = as_bytes(text);
  std::vector<Hit> hits;
  while (!rest.empty()) {
    const std::size_t take = std::min(rest.size(), next());
    scanner.feed(rest.first(take));
    rest = rest.subspan(take);
    for (Hit& hit : scanner.take()) hits.push_back(std::move(hit));
  }
  scanner.finish();
  for (Hit& hit : scanner.take()) hits.push_back(std::move(hit));
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return std::tie(a.offset, a.length, a.kind, a.value, a.pattern) <
           std::tie(b.offset, b.length, b.kind, b.value, b.pattern);
  });
  return hits;
}

// Everything that can be encoded stands in it encoded as well.
std::string adversarial_text(std::size_t bytes) {
  TextMaker maker(41);
  std::mt19937 random(42);
  std::string out;
  while (out.size() < bytes) {
    const std::string piece = maker.make(3000, 300).text;
    switch (random() % 6) {
      case 0:
        out += format_base64(as_bytes(piece)) + "\n";
        break;
      case 1:
        for (const char c : piece) {
          out += c;
          if ((c & 0x80) == 0) out += '\0';
        }
        break;
      case 2:
        out +=
            "amal&#64;tirazan&#46;example hxxps://bad[.]example/x "
            "u=https%3A%2F%2Ftirazan.example%2Fa ";
        break;
      case 3:
        out +=
            "tira\u200Bzan.example, https:\\/\\/tirazan.example\\/a, amal [at] tirazan [dot] "
            "example\n";
        break;
      default:
        out += piece;
    }
  }
  return out;
}

TEST(Streaming, AnySplitGivesTheSameHits) {
  const std::string text = adversarial_text(700'000);
  const Options options{.region = "PK"};
  const std::vector<Hit> whole = scan(text, options);
  EXPECT_GT(whole.size(), 1000u);
  std::mt19937 random(7);
  for (const std::size_t most : {97UL, 5'000UL, 131'072UL, 400'000UL}) {
    EXPECT_EQ(scan_in_chunks(text, [&] { return 1 + random() % most; }, options), whole) << most;
  }
}

TEST(Streaming, OneByteAtATimeIsNoDifferent) {
  const std::string text = adversarial_text(20'000);
  const Options options{.region = "PK"};
  EXPECT_EQ(scan_in_chunks(text, [] { return std::size_t{1}; }, options), scan(text, options));
}

TEST(Streaming, EverySplitOfEverySelectorFindsIt) {
  const std::string text =
      "a +92 300 1234567 b amal&#64;tirazan.example c GB82 WEST 1234 5698 7654 32 d";
  const std::vector<Hit> whole = scan(text, {});
  ASSERT_EQ(whole.size(), 3u);
  for (std::size_t split = 0; split <= text.size(); ++split) {
    Scanner scanner(Options{});
    scanner.feed(as_bytes(text).first(split));
    scanner.feed(as_bytes(text).subspan(split));
    scanner.finish();
    EXPECT_EQ(scanner.take(), whole) << split;
  }
}

// Wherever the bounds of the segments fall.
TEST(Streaming, SelectorsAcrossSegmentsAreFoundOnce) {
  const std::string selectors =
      "+92 300 1234567 https://tirazan.example/a?b=c&amp;d amal@tirazan.example 24.8607, 67.0011 "
      "۱۲ مارچ ۲۰۲۴ ";
  const std::size_t each = scan(selectors, {}).size();
  for (std::size_t shift = 0; shift < selectors.size(); shift += 3) {
    std::string text(131'072 - shift, '.');
    text += '\n' + selectors;
    EXPECT_EQ(scan(text, {}).size(), each) << shift;
    text.insert(0, 131'072 * 2 - 30, ' ');
    EXPECT_EQ(scan(text, {}).size(), each) << shift;
  }
}

TEST(Instructions, AllGiveTheSameAnchors) {
  std::mt19937 random(9);
  std::vector<Byte> bytes(64 * 66);
  const std::string_view likely =
      "0123456789abcdefABCDEFxX.:@#+&%=([{-/\\\n_ \xD9\xDB\xA5\xB5\xE2\x80\xC2\xAD\xEF\xBB\x1F\x8B";
  for (int round = 0; round < 200; ++round) {
    for (Byte& byte : bytes) {
      byte = round % 3 == 0      ? static_cast<Byte>(random())
             : random() % 9 == 0 ? 0
                                 : static_cast<Byte>(likely[random() % likely.size()]);
    }
    std::vector<Anchors> plain(64);
    anchor_finder(Instructions::kPlain)(bytes.data() + 64, 64, plain.data());
    for (const Instructions instructions : {Instructions::kAvx2, Instructions::kAvx512}) {
      std::vector<Anchors> fast(64);
      anchor_finder(instructions)(bytes.data() + 64, 64, fast.data());
      for (std::size_t i = 0; i < 64; ++i) {
        ASSERT_EQ(fast[i].single, plain[i].single);
        ASSERT_EQ(fast[i].run, plain[i].run);
      }
    }
  }
}

TEST(Instructions, AllGiveTheSameHits) {
  const std::string text = adversarial_text(300'000);
  const std::vector<Hit> best = scan(text, {.region = "PK"});
  EXPECT_EQ(scan(text, {.region = "PK", .instructions = Instructions::kPlain}), best);
  EXPECT_EQ(scan(text, {.region = "PK", .instructions = Instructions::kAvx2}), best);
}

}  // namespace
}  // namespace sanad::selectors
