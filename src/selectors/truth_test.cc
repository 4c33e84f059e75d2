// Against the generator's truth: all of it, and nothing else, however it is written.
#include <gtest/gtest.h>

#include <map>

#include "test_text.h"
#include "test_ways.h"

namespace sanad::selectors {
namespace {

TEST(Truth, IsFoundExactly) {
  TextMaker maker(2026);
  const TestText made = maker.make(4'000'000, 400);
  EXPECT_GT(made.truth.size(), 4000u);
  EXPECT_GT(made.decoys, 500u);
  std::vector<std::string> expected;
  for (const Planted& p : made.truth)
    expected.push_back(
        fmt::format("{:>9}+{} {} {}", p.offset, p.length, kind_name(p.kind), p.value));
  std::vector<std::string> found;
  for (const Hit& hit : scan(made.text, {.region = "PK"})) {
    found.push_back(
        fmt::format("{:>9}+{} {} {}", hit.offset, hit.length, kind_name(hit.kind), hit.value));
  }
  std::sort(expected.begin(), expected.end());
  std::sort(found.begin(), found.end());
  std::vector<std::string> missed;
  std::vector<std::string> invented;
  std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(),
                      std::back_inserter(missed));
  std::set_difference(found.begin(), found.end(), expected.begin(), expected.end(),
                      std::back_inserter(invented));
  EXPECT_EQ(missed.size(), 0u);
  EXPECT_EQ(invented.size(), 0u);
  for (std::size_t i = 0; i < std::min<std::size_t>(missed.size(), 12); ++i)
    ADD_FAILURE() << "missed " << missed[i];
  for (std::size_t i = 0; i < std::min<std::size_t>(invented.size(), 12); ++i)
    ADD_FAILURE() << "invented " << invented[i];
}

TEST(Truth, IsFoundHoweverItIsWritten) {
  TextMaker maker(77);
  const TestText made = maker.make(1'500'000, 200);
  std::map<std::string, std::size_t> missed;
  std::map<std::string, std::string> example;
  std::size_t tried = 0;
  std::uint64_t end = 0;
  for (const Planted& planted : made.truth) {
    // What is a part of another, and what is one by its context alone, is left out.
    if (planted.offset < end || planted.kind == Kind::kSha1) continue;
    end = planted.offset + planted.length;
    const std::string_view raw = std::string_view(made.text).substr(planted.offset, planted.length);
    for (std::size_t way = 0; way < kWays.size(); ++way) {
      const std::string text = written(way, "so then ", raw, " was written");
      ++tried;
      bool found = false;
      for (const Hit& hit : scan(text, {.region = "PK"})) {
        found = found || (hit.kind == planted.kind && hit.value == planted.value &&
                          hit.offset + hit.length <= text.size());
      }
      const std::string name =
          std::string(kWays[way]) + ", " + std::string(kind_name(planted.kind));
      if (!found) ++missed[name], example[name] = text;
    }
  }
  EXPECT_GT(tried, 30'000u);
  for (const auto& [name, count] : missed)
    ADD_FAILURE() << name << ": " << count << " missed, as in " << example[name];
}

}  // namespace
}  // namespace sanad::selectors
