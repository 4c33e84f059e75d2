#include "ssdeep.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "extract/extract.h"
#include "files/files.h"
#include "identify/library.h"

namespace sanad::identify {
namespace {

// A few letters only, so that runs are shared often enough.
std::vector<std::string> invented_digests(std::uint32_t seed, std::size_t count) {
  std::mt19937 random(seed);
  std::string base;
  for (int i = 0; i < 40; ++i) base += static_cast<char>('a' + random() % 26);
  std::vector<std::string> digests;
  for (std::size_t i = 0; i < count; ++i) {
    std::string parts[2];
    for (std::string& part : parts) {
      part = base.substr(random() % 20, random() % 20);
      for (auto j = random() % 12; j > 0; --j)
        part += static_cast<char>('a' + random() % (random() % 2 == 0 ? 1 : 26));
    }
    digests.push_back(fmt::format("{}:{}:{}", 3U << (random() % 3), parts[0], parts[1]));
  }
  return digests;
}

TEST(Ssdeep, NoPairWithAScoreIsLeftOut) {
  const auto queries = invented_digests(1, 120), entries = invented_digests(1, 240);
  const auto scores = extract::compare_ssdeep({}, queries, entries);
  ASSERT_TRUE(scores.ok()) << scores.error().message;
  std::size_t with_score = 0, left_out = 0;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    for (std::size_t j = 0; j < entries.size(); ++j) {
      const bool may = may_be_near(queries[i], entries[j]);
      left_out += may ? 0U : 1U;
      if ((*scores)[i][j] == 0) continue;
      ++with_score;
      EXPECT_TRUE(may) << queries[i] << " " << entries[j] << ": " << (*scores)[i][j];
    }
  }
  EXPECT_GT(with_score, 100U);
  EXPECT_GT(left_out, 100U);
}

TEST(Ssdeep, WhatIsNoDigestIsNearNothing) {
  for (const char* text : {"", "3", "3:a", "x:a:b", "99999999999:a:b"})
    EXPECT_FALSE(may_be_near(text, "3:a:b")) << text;
  EXPECT_TRUE(may_be_near("3:a:b", "3:a:b"));
}

TEST(Ssdeep, AnItemIsFoundByAListedDigestThatIsNear) {
  const std::string listed =
      "96:/fMBtbouTQ2WvQQkJVoyQsm4Jkb6ggErQsP8QGkRDHaQ0mbOnAmzcgMgQQbVHnrR:31hsdx61nYzJLwDtpMN";
  std::string near = listed;
  near.replace(near.find("QsP8"), 4, "abcd");
  near.replace(near.find("61nYz"), 5, "abcde");
  files::PosixFileSystem fs;
  const files::TempDir folder = files::TempDir::create("sanad-ssdeep").value();
  const auto library = Library::open(fs, files::Path(folder.path()) / "library").value();
  lists::List list;
  list.name = "Files";
  lists::Entry entry;
  entry.id = "ssdeep-1";
  entry.signal = "ssdeep";
  entry.value = listed;
  list.entries.push_back(entry);
  ASSERT_TRUE(library->put("list", list, "").ok());
  const auto hits = library->match(json::Object{{"ssdeep", near}}, {});
  ASSERT_TRUE(hits.ok()) << hits.error().message;
  ASSERT_EQ(hits->size(), 1U);
  EXPECT_EQ((*hits)[0].entry, "ssdeep-1");
  EXPECT_GT((*hits)[0].distance, 0);
  EXPECT_LE((*hits)[0].distance, kPiecewiseDistance);
  EXPECT_EQ(library->lookup("ssdeep", near, 40, "", {})->size(), 1U);
  EXPECT_TRUE(library->lookup("ssdeep", near, 0, "", {})->empty());
  EXPECT_TRUE(library->match(json::Object{{"ssdeep", "96:lantern:river"}}, {})->empty());
}

TEST(Ssdeep, AComparisonThatFailsCostsThatComparison) {
  const std::string listed =
      "96:/fMBtbouTQ2WvQQkJVoyQsm4Jkb6ggErQsP8QGkRDHaQ0mbOnAmzcgMgQQbVHnrR:31hsdx61nYzJLwDtpMN";
  std::string near = listed;
  near.replace(near.find("QsP8"), 4, "abcd");
  const std::string digest(64, 'a');
  files::PosixFileSystem fs;
  const files::TempDir folder = files::TempDir::create("sanad-ssdeep").value();
  extract::Extractor broken;
  broken.program = "/bin/false";
  const auto library = Library::open(fs, files::Path(folder.path()) / "library", broken).value();
  lists::List list;
  list.name = "Files";
  for (const auto& [signal, value] : {std::pair{"ssdeep", listed}, {"sha256", digest}}) {
    lists::Entry entry;
    entry.id = signal;
    entry.signal = signal;
    entry.value = value;
    list.entries.push_back(entry);
  }
  ASSERT_TRUE(library->put("list", list, "").ok());
  const json::Value item = json::Object{{"ssdeep", near}, {"sha256", digest}};
  std::vector<std::string> missed;
  const auto hits = library->match(item, {}, &missed);
  ASSERT_TRUE(hits.ok()) << hits.error().message;
  ASSERT_EQ(hits->size(), 1U);
  EXPECT_EQ((*hits)[0].signal, "sha256");
  ASSERT_EQ(missed.size(), 1U);
  EXPECT_TRUE(missed[0].starts_with("not compared by ssdeep: ")) << missed[0];
  EXPECT_FALSE(library->match(item, {}).ok());
}

}  // namespace
}  // namespace sanad::identify
