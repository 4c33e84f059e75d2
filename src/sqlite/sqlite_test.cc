#include "sqlite/sqlite.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace sanad::sqlite {
namespace {

class SqliteTest : public testing::Test {
 protected:
  SqliteTest()
      : folder_(std::filesystem::path(testing::TempDir()) /
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~SqliteTest() override { std::filesystem::remove_all(folder_); }

  Result<Database> open(int version = 1, std::string_view what = "the herb index") {
    return Database::open(path(), "CREATE TABLE t (a, b)", version, what, Durability::kWhole);
  }
  std::string path() const { return folder_ / "test.db"; }

  std::filesystem::path folder_;
};

TEST_F(SqliteTest, EachTypeComesBackAsItWasBound) {
  auto database = open().value();
  auto insert = database.prepare("INSERT INTO t VALUES (?, ?)").value();
  const Bytes bytes = {0, 1, 255};
  ASSERT_TRUE(insert.bind_real(1.5).bind_borrowed(ByteView(bytes)).run_again().ok());
  ASSERT_TRUE(insert.bind(std::optional<std::int64_t>()).bind_borrowed("آب").run_again().ok());
  ASSERT_TRUE(insert.bind(std::optional<std::int64_t>(7)).bind("").run_again().ok());
  auto rows = database.prepare("SELECT a, b FROM t ORDER BY rowid").value();
  ASSERT_TRUE(rows.step().value());
  EXPECT_EQ(rows.real(0), 1.5);
  EXPECT_TRUE(std::equal(bytes.begin(), bytes.end(), rows.bytes(1).begin(), rows.bytes(1).end()));
  ASSERT_TRUE(rows.step().value());
  EXPECT_EQ(rows.optional_number(0), std::nullopt);
  EXPECT_EQ(rows.text(1), "آب");
  ASSERT_TRUE(rows.step().value());
  EXPECT_EQ(rows.optional_number(0), 7);
  EXPECT_EQ(rows.text(1), "");
  EXPECT_FALSE(rows.step().value());
}

TEST_F(SqliteTest, AnErrorLeavesAStatementThatCanBeUsedAgain) {
  auto database = open().value();
  ASSERT_TRUE(database.run("CREATE UNIQUE INDEX only_once ON t (a)").ok());
  auto insert = database.prepare("INSERT INTO t VALUES (?, 0)").value();
  ASSERT_TRUE(insert.bind(std::int64_t{1}).run_again().ok());
  const auto again = insert.bind(std::int64_t{1}).run_again();
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_TRUE(insert.bind(std::int64_t{2}).run_again().ok());
}

TEST_F(SqliteTest, ATransactionWithoutCommitLeavesNothing) {
  auto database = open().value();
  {
    auto transaction = Transaction::begin(database).value();
    ASSERT_TRUE(database.run("INSERT INTO t VALUES (1, 2)").ok());
  }
  auto count = database.prepare("SELECT count(*) FROM t").value();
  ASSERT_TRUE(count.step().value());
  EXPECT_EQ(count.number(0), 0);
}

TEST_F(SqliteTest, DamageNamesTheDatabaseAndWhatToDo) {
  ASSERT_TRUE(open().value().run("INSERT INTO t VALUES (1, 2)").ok());
  {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    file.write("damaged!", 8);
  }
  const auto damaged = open();
  ASSERT_FALSE(damaged.ok());
  EXPECT_EQ(damaged.error().code, ErrorCode::kIntegrity);
  EXPECT_NE(damaged.error().message.find("the herb index is damaged"), std::string::npos);
  EXPECT_NE(damaged.error().message.find("sanad rebuild"), std::string::npos);
}

TEST_F(SqliteTest, AnotherVersionIsAConflict) {
  ASSERT_TRUE(open(1).ok());
  const auto later = open(2);
  ASSERT_FALSE(later.ok());
  EXPECT_EQ(later.error().code, ErrorCode::kConflict);
}

}  // namespace
}  // namespace sanad::sqlite
