#include "service/uploads.h"

#include "service/imports.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

class UploadsTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_one();
  }
  Result<UploadState> begin(std::vector<UploadFile> files) {
    return workspace().uploads().begin(workspace(), amal_, case_.id, "folder", std::move(files));
  }
  records::Case case_;
};

TEST_F(UploadsTest, FilesComeOutAsTheyWentInInOrderOfPaths) {
  const auto upload = begin({{"b/2", 3, {}}, {"a", 200'000, Timestamp{5}}, {"empty", 0, {}}});
  ASSERT_TRUE(upload.ok()) << upload.error().message;
  Bytes all = to_bytes("two");
  all.resize(200'003, 7);
  std::uint64_t at = 0;
  while (at < all.size()) {
    const ByteView piece =
        ByteView(all).subspan(at, std::min<std::size_t>(70'001, all.size() - at));
    at += piece.size();
    ASSERT_EQ(workspace()
                  .uploads()
                  .add(workspace(), amal_, upload->id, at - piece.size(), piece)
                  ->received,
              at);
  }
  const auto found = workspace().uploads().found(amal_, case_.id, upload->id);
  ASSERT_TRUE(found.ok());
  ASSERT_TRUE(workspace().uploads().drop(amal_, upload->id).ok());  // the sources stay
  ASSERT_EQ(found->files.size(), 3u);
  EXPECT_EQ(found->files[0].path, "a");
  EXPECT_EQ(found->files[0].modified_at->unix_ms, 5);
  for (const ImportFile& file : found->files) {
    const auto source = file.open().value();
    Bytes piece(64 * 1024), whole;
    while (const std::size_t got = source->read(piece).value())
      whole.insert(whole.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(got));
    EXPECT_EQ(whole.size(), file.size);
    EXPECT_EQ(whole,
              file.path == "a" ? Bytes(200'000, 7) : to_bytes(file.path == "b/2" ? "two" : ""));
  }
}

TEST_F(UploadsTest, PathsThatLeaveTheFolderAreRefused) {
  for (const char* path : {"", "/a", "a/", "a//b", "..", "a/../b", ".", "\xff"})
    EXPECT_EQ(begin({{path, 1, {}}}).error().code, ErrorCode::kInvalid) << path;
  EXPECT_EQ(begin({{"a", 1, {}}, {"a", 1, {}}}).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(begin({{"a", Uploads::kMaxBytes + 1, {}}}).error().code, ErrorCode::kLimit);
}

TEST_F(UploadsTest, OnlySoManyAreOpen) {
  for (std::size_t i = 0; i < Uploads::kMaxOpen; ++i) ASSERT_TRUE(begin({{"a", 1, {}}}).ok());
  EXPECT_EQ(begin({{"a", 1, {}}}).error().code, ErrorCode::kLimit);
  clock_.advance_ms(Uploads::kIdleMs + 1);
  EXPECT_TRUE(begin({{"a", 1, {}}}).ok());
}

}  // namespace
}  // namespace sanad::service
