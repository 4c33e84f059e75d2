// An index in a folder of its own, and invented documents to put into it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "case_index/case_index.h"

namespace sanad::case_index::test {

inline const Bytes kSecret(32, 7);
// 2026-03-14T09:26:53Z, a Saturday.
inline constexpr std::int64_t kStart = 1'773'480'413'000;
inline constexpr std::int64_t kHour = 3'600'000;
inline const Unmasked kNobody;

class IndexTest : public testing::Test {
 protected:
  IndexTest()
      : folder_(std::filesystem::path(testing::TempDir()) /
                testing::UnitTest::GetInstance()->current_test_info()->test_suite_name() /
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    open();
  }
  ~IndexTest() override { std::filesystem::remove_all(folder_); }

  void open() {
    index_.reset();
    index_ = CaseIndex::open(path(), kSecret).value();
  }
  std::string path() const { return folder_ / "case.index"; }

  // A message of the chat "c1" at kStart + minutes.
  Document message(std::string author_id, std::int64_t minutes = 0) {
    Document document;
    document.id = next_++;
    document.kind = Kind::kMessage;
    document.platform = "telegram";
    document.source = {.exhibit = "exhibit-1",
                       .original = 0,
                       .original_name = "export/result.json",
                       .part = static_cast<std::uint64_t>(document.id),
                       .list_offset = static_cast<std::uint64_t>(document.id) * 100,
                       .list_length = 90};
    document.chat = {"c1", "Harvest talk"};
    document.number = std::to_string(document.id);
    document.author = {author_id, "Name of " + author_id};
    document.sent_ms = kStart + minutes * 60'000;
    return document;
  }
  Document item(std::string name, std::string sha256_digit) {
    Document document;
    document.id = next_++;
    document.kind = Kind::kItem;
    document.source = {.exhibit = "exhibit-1", .original = 1, .original_name = std::move(name)};
    document.source.original = static_cast<std::uint32_t>(document.id);
    for (int i = 0; i < 64; ++i) document.sha256 += sha256_digit;
    return document;
  }

  std::int64_t add(const Document& document) {
    const auto added = index_->add(document);
    EXPECT_TRUE(added.ok()) << added.error().message;
    return document.id;
  }
  void commit() {
    const auto done = index_->commit();
    ASSERT_TRUE(done.ok()) << done.error().message;
  }
  std::vector<std::int64_t> ids(const std::vector<Row>& rows) const {
    std::vector<std::int64_t> ids;
    for (const Row& row : rows) ids.push_back(row.cite.document);
    return ids;
  }

  std::filesystem::path folder_;
  std::unique_ptr<CaseIndex> index_;
  std::int64_t next_ = 1;
};

}  // namespace sanad::case_index::test
