#include "text_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "identify/library.h"
#include "identify_fixture.h"
#include "lists/model.h"

namespace sanad::identify {
namespace {

// A text of its own for each number, long enough to leave marks.
std::string statement(int number) {
  std::string text;
  for (int word = 0; word < 40; ++word)
    text += "lantern" + std::to_string(number * 977 + word * 31) + " bridge ";
  return text;
}

lists::List texts(std::initializer_list<int> numbers) {
  lists::List list;
  list.name = "Statements";
  list.owner = "Tirazan Cyber Wing";
  list.version = "1";
  for (const int number : numbers) {
    lists::Entry entry;
    entry.id = "s" + std::to_string(number);
    entry.signal = "text";
    entry.value = statement(number);
    list.entries.push_back(std::move(entry));
  }
  lists::sort_list(list);
  return list;
}

class TextIndexTest : public testing::Test {
 protected:
  void SetUp() override { reopen(); }
  void reopen() {
    library_.reset();
    auto opened = Library::open(fs_, files::Path(folder_.path()) / "library");
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    library_ = std::move(*opened);
  }
  void put(const std::string& id, std::initializer_list<int> numbers) {
    const auto update = library_->put(id, texts(numbers), "");
    ASSERT_TRUE(update.ok()) << update.error().message;
  }
  std::string found(int number) {
    const json::Value item(json::Object{{"text_content", statement(number)}});
    const auto hits = library_->match(item, kNow);
    EXPECT_TRUE(hits.ok()) << hits.error().message;
    std::string names;
    for (const Hit& hit : *hits) names += hit.list + ":" + hit.entry + " ";
    return names;
  }
  std::vector<files::Path> index_files() {
    std::vector<files::Path> paths;
    const files::Path directory = files::Path(folder_.path()) / "library" / "texts";
    for (const auto& file : fs_.list(directory).value()) paths.push_back(directory / file.name);
    return paths;
  }

  files::PosixFileSystem fs_;
  files::TempDir folder_ = files::TempDir::create("sanad-text-index-test").value();
  std::unique_ptr<Library> library_;
};

TEST_F(TextIndexTest, EachListHasOneFileAndOnlyItsOwnIsMadeAgain) {
  put("a", {1, 2});
  const auto first = index_files();
  ASSERT_EQ(first.size(), 1U);
  put("b", {2, 3});
  const auto both = index_files();
  ASSERT_EQ(both.size(), 2U);
  EXPECT_NE(std::ranges::find(both, first[0]), both.end());
  EXPECT_EQ(found(2), "a:s2 b:s2 ");
  put("a", {1});
  EXPECT_EQ(index_files().size(), 2U);
  EXPECT_EQ(found(2), "b:s2 ");
  ASSERT_TRUE(library_->remove("b").ok());
  EXPECT_EQ(index_files().size(), 1U);
  EXPECT_EQ(found(1), "a:s1 ");
}

TEST_F(TextIndexTest, AMissingOrDamagedFileIsMadeAgain) {
  put("a", {1, 2});
  const files::Path path = index_files().at(0);
  for (const char* damage : {"", "not an index"}) {
    std::ofstream(path, std::ios::trunc) << damage;
    reopen();
    EXPECT_EQ(found(1), "a:s1 ") << damage;
  }
  ASSERT_TRUE(fs_.remove(path).ok());
  std::ofstream(path.parent_path() / "left-by-a-crash.index.tmp") << "half";
  reopen();
  EXPECT_EQ(found(2), "a:s2 ");
  EXPECT_EQ(index_files().size(), 1U);
}

// What is in every version is found at every moment; what is not, never without its version.
TEST_F(TextIndexTest, LookupsDuringUpdatesFindWhatIsThere) {
  put("a", {1, 2});
  std::atomic<bool> done = false;
  std::thread updates([&] {
    for (int round = 0; round < 20; ++round) {
      if (round % 2 == 0) {
        put("a", {1, 3, 4, 5, 6});
      } else {
        put("a", {1, 2});
      }
    }
    done = true;
  });
  do {
    EXPECT_EQ(found(1), "a:s1 ");
    EXPECT_EQ(found(9), "");
  } while (!done);
  updates.join();
  EXPECT_EQ(found(2), "a:s2 ");
  EXPECT_EQ(found(3), "");
}

}  // namespace
}  // namespace sanad::identify
