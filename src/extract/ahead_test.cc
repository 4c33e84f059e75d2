// A walk that examines ahead is the same walk, call by call.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/stream.h"
#include "cage/pool.h"
#include "crypto/crypto.h"
#include "extract/walk.h"
#include "zip/writer.h"

namespace sanad::extract {
namespace {

using Members = std::vector<std::pair<std::string, std::string>>;

std::string archive_of(const Members& members) {
  MemorySink sink;
  zip::Writer writer(sink, {});
  for (const auto& [name, bytes] : members)
    EXPECT_TRUE(writer.add(name, zip::Method::kDeflated, as_bytes(bytes)).ok());
  EXPECT_TRUE(writer.finish().ok());
  return to_text(sink.bytes());
}

// Writes down every call; remembers what was done, so that the same item is not wanted twice.
class Diary final : public Visitor {
 public:
  Result<bool> wants(const Node& node) override {
    lines.push_back("wants " + node.way);
    return !known_.contains(key_of(node));
  }
  Result<bool> may_want(const Node& node) override { return !known_.contains(key_of(node)); }
  Result<void> on_item(const Node& node, const json::Value& item) override {
    lines.push_back("item " + node.way + " " + format_hex(crypto::sha256(node.bytes)) + " " +
                    item["text_content"].string_or(""));
    if (node.way == fail_at) return Error{ErrorCode::kDenied, "not this"};
    return {};
  }
  Result<void> on_unread(const Node& node, const std::string& reason) override {
    lines.push_back("unread " + node.way + " " + reason);
    return {};
  }
  Result<void> on_done(const Node& node, const json::Value& item) override {
    lines.push_back("done " + node.way + " " + json::format_canonical(item["parts"]));
    known_.insert(key_of(node));
    return {};
  }
  std::vector<std::string> lines;
  std::string fail_at = "nowhere";

 private:
  std::set<std::string> known_;
};

Result<void> walked(const std::vector<std::string>& items, Diary& diary,
                    const Extractor& extractor) {
  Walk walk(extractor, diary);
  int number = 0;
  for (const std::string& item : items) {
    const std::string turn = "turn " + std::to_string(++number);
    SANAD_CHECK(walk.then([&diary, turn]() -> Result<void> {
      diary.lines.push_back(turn);
      return {};
    }));
    Node root;
    root.sha256 = format_hex(crypto::sha256(as_bytes(item)));
    SANAD_TRY(cage::Input input, cage::Input::of(as_bytes(item)));
    SANAD_CHECK(walk.add(std::move(root), std::move(input)));
  }
  return walk.finish();
}

std::vector<std::string> many_items() {
  Members notes;
  for (int i = 0; i < 9; ++i)
    notes.emplace_back("note " + std::to_string(i), "lantern " + std::to_string(i % 8));
  const std::string all_notes = archive_of(notes);
  std::string broken = archive_of({{"a note", "of the orchard"}});
  broken.resize(broken.size() - 30);
  // More than what is held of one item that was examined ahead.
  const std::string much =
      archive_of({{"first", "of much"}, {"long", std::string(5 << 20, '\x01')}});
  return {"seven lanterns",
          all_notes,
          archive_of({{"broken.zip", broken}, {"notes.zip", all_notes}, {"empty", ""}}),
          archive_of({{"much.zip", much}, {"last", "of all"}}),
          "",
          "seven lanterns",
          "the end"};
}

class AheadTest : public ::testing::Test {
 protected:
  cage::Pool pool_{cage::beside_this_program("sanad-extract"), 2};
};

TEST_F(AheadTest, CallsTheVisitorAsWithoutIt) {
  const auto items = many_items();
  Extractor alone, ahead;
  ahead.pool = &pool_;
  Diary expected, found;
  ASSERT_TRUE(walked(items, expected, alone).ok());
  ASSERT_TRUE(walked(items, found, ahead).ok());
  ASSERT_GT(expected.lines.size(), 50U);
  EXPECT_EQ(found.lines, expected.lines);
}

TEST_F(AheadTest, AnErrorOfTheVisitorEndsItAtTheSameCall) {
  const std::vector<std::string> items = {
      archive_of({{"a", "1"}, {"b.zip", archive_of({{"c", "2"}, {"d", "3"}})}, {"e", "4"}}), "f"};
  Extractor alone, ahead;
  ahead.pool = &pool_;
  Diary expected, found;
  expected.fail_at = found.fail_at = "b.zip → c";
  const auto outcome = walked(items, found, ahead);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kDenied);
  EXPECT_FALSE(walked(items, expected, alone).ok());
  EXPECT_EQ(found.lines, expected.lines);
}

TEST_F(AheadTest, CancellingEndsItAndIsAskedByOneThreadOnly) {
  Extractor ahead;
  ahead.pool = &pool_;
  const auto us = std::this_thread::get_id();
  int asked = 0;
  ahead.is_cancelled = [&] {
    EXPECT_EQ(std::this_thread::get_id(), us);
    return ++asked > 3;
  };
  Diary diary;
  const auto outcome = walked(many_items(), diary, ahead);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kConflict);
}

TEST_F(AheadTest, AnExtractorThatIsNotThereEndsIt) {
  cage::Pool none("/there/is/no/sanad-extract", 3);
  Extractor ahead;
  ahead.program = none.program();
  ahead.pool = &none;
  Diary diary;
  const auto outcome = walked({"a", "b", "c"}, diary, ahead);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace sanad::extract
