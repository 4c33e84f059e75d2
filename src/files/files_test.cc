#include "files/files.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "files/fault.h"

namespace sanad::files {
namespace {

// Both implementations keep the same contract; each test runs on both.
class FileSystemTest : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    if (GetParam()) {
      fs_ = std::make_unique<PosixFileSystem>();
    } else {
      fs_ = std::make_unique<FaultFileSystem>();
      ASSERT_TRUE(make_directories(*fs_, temp_.path()));
    }
  }
  Path at(const char* name) const { return temp_.path() / name; }
  std::string text(const char* name) {
    auto bytes = read_file(*fs_, at(name), 1000);
    return bytes ? to_text(*bytes) : "error: " + bytes.error().message;
  }

  TempDir temp_ = TempDir::create("files-test").value();
  std::unique_ptr<FileSystem> fs_;
};
INSTANTIATE_TEST_SUITE_P(Both, FileSystemTest, testing::Bool(), [](const auto& chosen) {
  return chosen.param ? std::string("Posix") : std::string("Fault");
});

TEST_P(FileSystemTest, AppendsAtTheEndAndReadsAnywhere) {
  {
    auto file = fs_->open(at("a"), OpenMode::kAppend).value();
    ASSERT_TRUE(file->write(as_bytes("one ")));
  }
  auto file = fs_->open(at("a"), OpenMode::kAppend).value();
  ASSERT_TRUE(file->write(as_bytes("two")));
  ASSERT_TRUE(file->sync());
  EXPECT_EQ(*file->size(), 7U);
  std::uint8_t part[10];
  EXPECT_EQ(*file->read_at(4, part), 3U);
  EXPECT_EQ(as_text({part, 3}), "two");
  EXPECT_EQ(*file->read_at(7, part), 0U);
  EXPECT_EQ(*file->read_at(99, part), 0U);
}

TEST_P(FileSystemTest, CreatesNewOnlyWhereNothingIs) {
  ASSERT_TRUE(fs_->open(at("a"), OpenMode::kCreateNew));
  const auto again = fs_->open(at("a"), OpenMode::kCreateNew);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_EQ(fs_->open(at("b"), OpenMode::kRead).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(fs_->open(at("b"), OpenMode::kOverwrite).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(fs_->open(at("no/b"), OpenMode::kAppend).error().code, ErrorCode::kNotFound);
}

TEST_P(FileSystemTest, OverwritesInPlaceAndKeepsTheRest) {
  ASSERT_TRUE(write_file_atomic(*fs_, at("a"), as_bytes("secret!")));
  auto file = fs_->open(at("a"), OpenMode::kOverwrite).value();
  ASSERT_TRUE(file->write(as_bytes("000")));
  ASSERT_TRUE(file->write(as_bytes("000")));
  EXPECT_EQ(text("a"), "000000!");
}

TEST_P(FileSystemTest, CutsAFile) {
  ASSERT_TRUE(write_file_atomic(*fs_, at("a"), as_bytes("whole")));
  auto file = fs_->open(at("a"), OpenMode::kAppend).value();
  ASSERT_TRUE(file->truncate(2));
  ASSERT_TRUE(file->write(as_bytes("y")));
  EXPECT_EQ(text("a"), "why");
}

TEST_P(FileSystemTest, ReplacesAtomicallyAndLeavesNoTemporary) {
  ASSERT_TRUE(write_file_atomic(*fs_, at("a"), as_bytes("first")));
  ASSERT_TRUE(write_file_atomic(*fs_, at("a"), as_bytes("second")));
  EXPECT_EQ(text("a"), "second");
  EXPECT_EQ(fs_->list(temp_.path())->size(), 1U);
}

TEST_P(FileSystemTest, ReplacesOverALeftoverTemporary) {
  {
    ASSERT_TRUE(fs_->open(at("a.tmp"), OpenMode::kCreateNew));
  }
  ASSERT_TRUE(write_file_atomic(*fs_, at("a"), as_bytes("x")));
  EXPECT_EQ(text("a"), "x");
  EXPECT_EQ(fs_->list(temp_.path())->size(), 1U);
}

TEST_P(FileSystemTest, RefusesToReadMoreThanTheLimit) {
  ASSERT_TRUE(write_file_atomic(*fs_, at("a"), as_bytes("12345")));
  EXPECT_TRUE(read_file(*fs_, at("a"), 5));
  const auto read = read_file(*fs_, at("a"), 4);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kLimit);
  EXPECT_EQ(read_file(*fs_, at("b"), 4).error().code, ErrorCode::kNotFound);
}

TEST_P(FileSystemTest, ListsInOrderAndRemovesTrees) {
  ASSERT_TRUE(make_directories(*fs_, at("d/e/f")));
  ASSERT_TRUE(make_directories(*fs_, at("d/e/f")));
  ASSERT_TRUE(write_file_atomic(*fs_, at("d/z"), as_bytes("zz")));
  ASSERT_TRUE(write_file_atomic(*fs_, at("d/e/f/x"), as_bytes("x")));
  const auto items = fs_->list(at("d")).value();
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].name, "e");
  EXPECT_TRUE(items[0].is_directory);
  EXPECT_EQ(items[1].name, "z");
  EXPECT_EQ(items[1].size_bytes, 2U);
  EXPECT_FALSE(fs_->remove(at("d")));
  ASSERT_TRUE(remove_tree(*fs_, at("d")));
  EXPECT_FALSE(fs_->stat(at("d"))->has_value());
  EXPECT_TRUE(remove_tree(*fs_, at("d")));
}

TEST_P(FileSystemTest, AFileIsNotADirectory) {
  ASSERT_TRUE(write_file_atomic(*fs_, at("a"), as_bytes("x")));
  EXPECT_EQ(fs_->make_directory(at("a")).error().code, ErrorCode::kConflict);
  EXPECT_FALSE(fs_->list(at("a")));
  EXPECT_FALSE(fs_->sync_directory(at("a")));
}

TEST_P(FileSystemTest, OneLockAtATimeAlsoWithinOneProcess) {
  {
    const auto held = fs_->lock(at("lock"));
    ASSERT_TRUE(held);
    const auto second = fs_->lock(at("lock"));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kConflict);
    EXPECT_NE(second.error().message.find("in use by process"), std::string::npos);
  }
  EXPECT_TRUE(fs_->lock(at("lock")));
}

TEST_P(FileSystemTest, MapsAFileAndKeepsItsBytesWhenItIsReplacedOrRemoved) {
  ASSERT_TRUE(write_file_atomic(*fs_, at("a"), as_bytes("first")));
  const auto first = fs_->map(at("a")).value();
  ASSERT_TRUE(write_file_atomic(*fs_, at("a"), as_bytes("second")));
  const auto second = fs_->map(at("a")).value();
  ASSERT_TRUE(fs_->remove(at("a")));
  EXPECT_EQ(as_text(first->bytes()), "first");
  EXPECT_EQ(as_text(second->bytes()), "second");
  ASSERT_TRUE(write_file_atomic(*fs_, at("empty"), {}));
  EXPECT_TRUE(fs_->map(at("empty")).value()->bytes().empty());
  EXPECT_EQ(fs_->map(at("a")).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(fs_->map(temp_.path()).error().code, ErrorCode::kIo);
}

TEST_P(FileSystemTest, AStreamThatFailsLeavesTheFileAsItWas) {
  ASSERT_TRUE(write_file_atomic(*fs_, at("a"), as_bytes("first")));
  const auto failed = stream_file_atomic(*fs_, at("a"), [](ByteSink& sink) -> Result<void> {
    SANAD_CHECK(sink.write(as_bytes("half of ")));
    return Error{ErrorCode::kInvalid, "the rest cannot be made"};
  });
  EXPECT_EQ(failed.error().message, "the rest cannot be made");
  EXPECT_EQ(as_text(read_file(*fs_, at("a"), 100).value()), "first");
  EXPECT_EQ(fs_->list(temp_.path())->size(), 1U);
  ASSERT_TRUE(stream_file_atomic(*fs_, at("a"),
                                 [](ByteSink& sink) { return sink.write(as_bytes("second")); }));
  EXPECT_EQ(as_text(read_file(*fs_, at("a"), 100).value()), "second");
}

TEST_P(FileSystemTest, TellsFreeSpace) { EXPECT_GT(*fs_->free_space(temp_.path()), 0U); }

TEST(PosixFileSystemTest, ALockIsReleasedWhenItsHolderIsKilledAndNamesIt) {
  PosixFileSystem fs;
  const TempDir temp = TempDir::create("lock").value();
  const Path path = temp.path() / "lock";
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = fs.lock(path);
    const char word = held ? 'y' : 'n';
    if (::write(ready[1], &word, 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char word = 0;
  ASSERT_EQ(::read(ready[0], &word, 1), 1);
  ASSERT_EQ(word, 'y');
  const auto refused = fs.lock(path);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("process " + std::to_string(child)), std::string::npos);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(ready[0]);
  ::close(ready[1]);
  EXPECT_TRUE(fs.lock(path));
}

TEST(PosixFileSystemTest, FilesAreForTheirOwnerOnlyAndLinksAreNotFollowed) {
  PosixFileSystem fs;
  const TempDir temp = TempDir::create("mode").value();
  ASSERT_TRUE(write_file_atomic(fs, temp.path() / "a", as_bytes("x")));
  ASSERT_TRUE(fs.make_directory(temp.path() / "d"));
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(temp.path() / "a").permissions(),
            perms::owner_read | perms::owner_write);
  EXPECT_EQ(std::filesystem::status(temp.path() / "d").permissions(), perms::owner_all);
  std::filesystem::create_symlink(temp.path() / "a", temp.path() / "link");
  EXPECT_FALSE(fs.open(temp.path() / "link", OpenMode::kRead));
  EXPECT_EQ(fs.list(temp.path())->size(), 2U);
}

TEST(FileErrorTest, SaysWhatToDo) {
  EXPECT_NE(file_error("write", "v/x", ENOSPC).message.find("disk is full"), std::string::npos);
  EXPECT_NE(file_error("write", "v/x", EROFS).message.find("read-only"), std::string::npos);
  EXPECT_NE(file_error("write", "v/x", EACCES).message.find("permitted"), std::string::npos);
  EXPECT_EQ(file_error("write", "v/x", EIO).code, ErrorCode::kIo);
  EXPECT_EQ(file_error("write", "v/x", EIO).errno_value, EIO);
}

TEST(TempDirTest, IsGoneAfterItsScope) {
  Path path;
  {
    const TempDir temp = TempDir::create().value();
    path = temp.path();
    PosixFileSystem fs;
    ASSERT_TRUE(write_file_atomic(fs, path / "a", as_bytes("x")));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace sanad::files
