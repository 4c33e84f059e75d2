// Sound by landmarks, through a library of lists.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "identify/library.h"
#include "identify_fixture.h"
#include "landmark_index.h"

namespace sanad::identify {
namespace {

using Landmarks = std::vector<matching::Landmark>;

Landmarks invented_landmarks(std::uint32_t seed, std::uint32_t frames) {
  std::mt19937 luck(seed);
  Landmarks out;
  for (std::uint32_t time = 0; time < frames; ++time) {
    if (luck() % 2 == 0)
      out.push_back({time, static_cast<std::uint16_t>(matching::kLowestBin + luck() % 700)});
  }
  return out;
}

// Thirty seconds of it; of five landmarks one stays, and four others come.
Landmarks spoken_over(const Landmarks& of, std::uint32_t begin, std::uint32_t seed) {
  std::mt19937 luck(seed);
  Landmarks out;
  for (const matching::Landmark& one : of) {
    if (one.time < begin || one.time >= begin + 646) continue;
    const auto other = static_cast<std::uint16_t>(matching::kLowestBin + luck() % 700);
    out.push_back({one.time - begin, luck() % 5 == 0 ? one.bin : other});
  }
  return out;
}

json::Value item_of(const Landmarks& landmarks) {
  return json::Object{
      {"sha256", std::string(64, 'a')},
      {"audio", json::Object{{"landmarks", matching::format_landmarks(landmarks)}}}};
}

class LandmarksSignalTest : public testing::Test {
 protected:
  void SetUp() override { library_ = Library::open(fs_, folder_.path()).value(); }

  lists::Entry entry(const std::string& id, const std::string& value) {
    lists::Entry one;
    one.id = id;
    one.signal = "landmarks";
    one.value = value;
    return one;
  }
  Update put(const std::string& id, std::vector<lists::Entry> entries) {
    lists::List list;
    list.name = id;
    list.entries = std::move(entries);
    return library_->put(id, list, "").value();
  }

  files::PosixFileSystem fs_;
  files::TempDir folder_ = files::TempDir::create("sanad-landmarks").value();
  std::unique_ptr<Library> library_;
};

TEST_F(LandmarksSignalTest, MusicUnderSpeechIsFoundAmongOthersWithItsPlaceAndItsReason) {
  std::vector<lists::Entry> entries;
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    entries.push_back(entry(fmt::format("song-{}", seed),
                            matching::format_landmarks(invented_landmarks(seed, 3000))));
  }
  put("songs", entries);
  const json::Value item = item_of(spoken_over(invented_landmarks(17, 3000), 1000, 99));
  const auto hits = library_->match(item, kNow).value();
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].entry, "song-17");
  EXPECT_EQ(hits[0].signal, "landmarks");
  EXPECT_EQ(hits[0].algorithm, "landmarks-1");
  EXPECT_NEAR(hits[0].distance, 0.8, 0.1);
  const json::Value details(hits[0].details);
  const json::Value& segment = (*details["segments"].as_array())[0];
  EXPECT_NEAR(
      static_cast<double>(segment["list_begin_ms"].int_or(0) - segment["begin_ms"].int_or(0)),
      static_cast<double>(matching::landmark_ms(1000)), 1);
  EXPECT_GT(segment["landmarks"].int_or(0), 40);
  EXPECT_GT(segment["of"].int_or(0), segment["landmarks"].int_or(0));
  EXPECT_LT(segment["chance_log10"].int_or(0), -8);
  EXPECT_TRUE(library_->match(item_of(invented_landmarks(100, 3000)), kNow).value().empty());
}

TEST_F(LandmarksSignalTest, AListThatChangesIsAskedAsItIsNow) {
  const std::string song = matching::format_landmarks(invented_landmarks(1, 2000));
  const json::Value item = item_of(invented_landmarks(1, 2000));
  EXPECT_TRUE(library_->match(item, kNow).value().empty());
  put("songs", {entry("one", song)});
  ASSERT_EQ(library_->match(item, kNow).value().size(), 1U);
  EXPECT_EQ(library_->lookup("landmarks", song, 31, "", kNow).value().size(), 1U);
  put("songs", {entry("other", matching::format_landmarks(invented_landmarks(2, 2000)))});
  EXPECT_TRUE(library_->match(item, kNow).value().empty());
}

TEST_F(LandmarksSignalTest, AnItemIsListedByTheValueThatItIsFoundBy) {
  const json::Value item = item_of(invented_landmarks(3, 2000));
  auto entries = library_->entries_of(item).value();
  const auto made = std::ranges::find(entries, "landmarks", &lists::Entry::signal);
  ASSERT_NE(made, entries.end());
  put("ours", {*made});
  EXPECT_EQ(library_->match(item, kNow).value().size(), 1U);
}

TEST_F(LandmarksSignalTest, AValueThatIsNoneIsCountedAndNeverFound) {
  EXPECT_EQ(put("list", {entry("wrong", "sanad-landmarks-1:AAAA")}).unusable, 1U);
  EXPECT_TRUE(library_->match(item_of(invented_landmarks(4, 2000)), kNow).value().empty());
  EXPECT_FALSE(library_->lookup("landmarks", "sanad-landmarks-1:AAAA", 31, "", kNow).ok());
}

TEST(LandmarkIndex, NamesTheRecordingsWithPairsAtOneOffset) {
  std::vector<Landmarks> songs;
  for (std::uint32_t seed = 1; seed <= 200; ++seed) songs.push_back(invented_landmarks(seed, 1000));
  const LandmarkIndex index(std::vector<LandmarkIndex::Listed>(songs.begin(), songs.end()));
  for (const std::uint32_t number : {0U, 57U, 199U}) {
    const auto found = index.candidates(spoken_over(songs[number], 200, number));
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0], number);
    EXPECT_LE(found.size(), kMostCandidates);
  }
  EXPECT_TRUE(LandmarkIndex({}).candidates(songs[0]).empty());
}

}  // namespace
}  // namespace sanad::identify
