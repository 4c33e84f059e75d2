#include "reader_data/reader_data.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace sanad::reader_data {
namespace {

struct Taken {
  std::vector<std::pair<std::string, std::string>> files;
  OnFile taker() {
    return [this](const std::string& path, std::string_view content) -> Result<void> {
      files.emplace_back(path, content);
      return {};
    };
  }
};

TEST(ReaderDataTest, AScriptIsOneCallWithTwoStrings) {
  EXPECT_EQ(format_file("bundle", "{\"a\":\"</script>\xd8\xb3\n\"}"),
            "sanadReader(\"bundle\",\"{\\\"a\\\":\\\"</script>\xd8\xb3\\n\\\"}\");\n");
  EXPECT_EQ(path_of("bundle"), "data/reader/bundle.js");
}

TEST(ReaderDataTest, AnEntrysLineIsCanonical) {
  EXPECT_EQ(entry_line(7, R"({"v":1})", R"({"kind":"x"})"),
            R"({"body":{"kind":"x"},"index":7,"leaf":{"v":1}})");
}

TEST(ReaderDataTest, ChunksEndByLinesAndByBytesHoweverTheTextComes) {
  std::string text;
  for (int n = 0; n < 600; ++n) text += fmt::format("{{\"number\":{},\"part\":{{}}}}\n", n);
  text += fmt::format("{{\"number\":600,\"part\":\"{}\"}}\n", std::string(kChunkBytes, 'x'));
  text += "{\"closed\":2,\"from\":601,\"hash\":\"\",\"reason\":\"r\"}\n";
  std::vector<std::pair<std::string, std::string>> whole;
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, text.size()}) {
    Taken taken;
    Chunks chunks("exhibit-x", taken.taker());
    for (std::size_t at = 0; at < text.size(); at += step)
      ASSERT_TRUE(chunks.update(as_bytes(std::string_view(text).substr(at, step))).ok());
    ASSERT_TRUE(chunks.finish().ok());
    EXPECT_EQ(chunks.firsts(), (std::vector<std::uint64_t>{0, 250, 500, 601}));
    ASSERT_EQ(taken.files.size(), 4U);
    EXPECT_EQ(taken.files[3].first, "data/reader/exhibit-x-000003.js");
    if (whole.empty()) whole = taken.files;
    EXPECT_EQ(taken.files, whole);
  }
  EXPECT_EQ(format_chunks({{"exhibit-x", {0, 250}}, {"entries", {1}}}),
            R"({"entries":[1],"exhibit-x":[0,250]})");
}

TEST(ReaderDataTest, LinesWithoutNumberOrEndAreRefused) {
  Taken taken;
  Chunks unnumbered("x", taken.taker());
  EXPECT_EQ(unnumbered.update(as_bytes("{\"part\":{}}\n")).error().code, ErrorCode::kInvalid);
  Chunks endless("x", taken.taker());
  ASSERT_TRUE(endless.update(as_bytes("{\"number\":1}")).ok());
  EXPECT_EQ(endless.finish().error().code, ErrorCode::kInvalid);
  EXPECT_TRUE(taken.files.empty());
}

TEST(ReaderDataTest, WholeLinesBringTheirNumbers) {
  Taken taken;
  Chunks chunks("entries", taken.taker());
  for (std::uint64_t index = 3; index < 300; ++index)
    ASSERT_TRUE(chunks.add(entry_line(index, "{}", "{}"), index).ok());
  ASSERT_TRUE(chunks.finish().ok());
  EXPECT_EQ(chunks.firsts(), (std::vector<std::uint64_t>{3, 253}));
}

}  // namespace
}  // namespace sanad::reader_data
