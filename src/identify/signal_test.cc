#include "signal.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "identify_fixture.h"
#include "lists/signal.h"
#include "picture_index.h"
#include "schema.h"

namespace sanad::identify {
namespace {

std::string hash_of(std::uint8_t fill) { return format_hex(Bytes(32, fill)); }

class SignalTest : public testing::Test {
 protected:
  void SetUp() override {
    const files::Path folder(folder_.path());
    auto database = sqlite::Database::open(folder / "library.db", kLibrarySchema, kLibraryVersion);
    ASSERT_TRUE(database.ok());
    rows_ = std::make_unique<Rows>(std::move(*database));
    auto pictures = open_picture_index(fs_, folder / "pdq");
    ASSERT_TRUE(pictures.ok());
    for (const char* name : {"sha256", "sha1", "md5", "sha512"})
      signals_.push_back(exact_signal(name));
    signals_.push_back(picture_signal(*pictures));
    signals_.push_back(video_signal(*pictures));
    auto points = open_picture_index(fs_, folder / "points");
    ASSERT_TRUE(points.ok());
    signals_.push_back(points_signal(*points));
    signals_.push_back(video_points_signal(*points));
    signals_.push_back(sound_signal(*rows_));
    signals_.push_back(file_signal(*rows_));
    signals_.push_back(piecewise_signal(*rows_, {}));
    auto texts = text_signal(fs_, folder / "texts", *rows_, {});
    ASSERT_TRUE(texts.ok());
    signals_.push_back(std::move(*texts));
  }

  files::PosixFileSystem fs_;
  files::TempDir folder_ = files::TempDir::create("sanad-signal-test").value();
  std::unique_ptr<Rows> rows_;
  std::vector<std::unique_ptr<Signal>> signals_;
};

TEST_F(SignalTest, EachNamesItselfAsListsDoAndItsAlgorithm) {
  std::set<std::string_view> names;
  for (const auto& signal : signals_) {
    EXPECT_TRUE(names.insert(signal->name()).second) << signal->name();
    EXPECT_TRUE(lists::is_known_signal(signal->name()) || signal->name() == "vpdq");
    EXPECT_FALSE(signal->algorithm().empty());
    EXPECT_GE(signal->threshold(), 0);
  }
}

TEST_F(SignalTest, NoneFindsAnythingWhereNothingIsListed) {
  const json::Value item(json::Object{{"sha256", hash_of(1)},
                                      {"pdq", hash_of(2)},
                                      {"pdq_quality", 100},
                                      {"text_content", "a long text about lanterns"}});
  for (const auto& signal : signals_) {
    Hits hits(*rows_, kNow);
    EXPECT_TRUE(signal->match(item, hits).ok()) << signal->name();
    EXPECT_TRUE(signal->match(json::Value(json::Object{}), hits).ok()) << signal->name();
    EXPECT_TRUE(hits.take().empty()) << signal->name();
  }
}

TEST_F(SignalTest, AValueIsNoDistanceFromItselfAndOneOfAnotherFormIsRefused) {
  const std::map<std::string_view, std::string> values = {
      {"sha256", hash_of(7)},
      {"pdq", hash_of(7)},
      {"vpdq", "0,90," + hash_of(7) + ";1000,90," + hash_of(9)},
      {"text", "Tonight the seven lanterns are lit at the copper bridge, and nobody asks why."}};
  for (const auto& signal : signals_) {
    const auto value = values.find(signal->name());
    if (value == values.end()) continue;
    EXPECT_TRUE(signal->is_usable(value->second)) << signal->name();
    const auto apart = signal->distance(value->second, value->second);
    ASSERT_TRUE(apart.ok()) << signal->name();
    EXPECT_EQ(*apart, 0) << signal->name();
    if (signal->name() == "text") continue;  // any text is one
    EXPECT_FALSE(signal->is_usable("no such form")) << signal->name();
    EXPECT_EQ(signal->distance(value->second, "no such form").error().code, ErrorCode::kInvalid)
        << signal->name();
  }
}

// An entry that was put into the index and never into the database, as after a crash, is no hit.
TEST_F(SignalTest, WhatTheDatabaseDoesNotKnowIsNoHit) {
  Change change;
  change.list = "list-1";
  const std::string value = hash_of(3);
  change.added.push_back({7, "pdq", value});
  for (const auto& signal : signals_) ASSERT_TRUE(signal->prepare(change).ok());
  Hits hits(*rows_, kNow);
  for (const auto& signal : signals_) {
    if (signal->name() == "pdq") {
      ASSERT_TRUE(signal->look_up(value, 31, hits).ok());
    }
  }
  EXPECT_TRUE(hits.take().empty());
}

}  // namespace
}  // namespace sanad::identify
