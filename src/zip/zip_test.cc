// Claims about archives that we write, read back by us and by programs that we did not write.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "crypto/crypto.h"
#include "zip/reader.h"
#include "zip/writer.h"

namespace sanad::zip {
namespace {

constexpr Timestamp kAt{1795539000000};  // 2026-11-24T16:50:00Z

Bytes noise(std::size_t size, std::uint32_t seed) {
  std::mt19937 random(seed);
  Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

std::uint32_t crc_of(ByteView data) {
  return data.empty() ? 0U : static_cast<std::uint32_t>(crc32_z(0, data.data(), data.size()));
}

Written add_streamed(Writer& writer, std::string_view name, Method method, ByteView content,
                     std::size_t piece) {
  EXPECT_TRUE(writer.begin(name, method).ok());
  for (std::size_t at = 0; at < content.size(); at += piece)
    EXPECT_TRUE(writer.write(content.subspan(at, std::min(piece, content.size() - at))).ok());
  Result<Written> written = writer.end();
  EXPECT_TRUE(written.ok());
  return *written;
}

// A file in the build folder, removed with the object.
class TempFile {
 public:
  explicit TempFile(const std::string& name)
      : path_(std::string(SANAD_BINARY_DIR) + "/" + name + "." + std::to_string(getpid())) {}
  ~TempFile() { std::filesystem::remove(path_); }
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  const std::string& path() const { return path_; }
  void write(ByteView bytes) const {
    std::ofstream(path_, std::ios::binary)
        .write(as_text(bytes).data(), static_cast<std::streamsize>(bytes.size()));
  }

 private:
  std::string path_;
};

int run(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()); }

void expect_others_accept(const TempFile& file) {
  EXPECT_EQ(run("unzip -t '" + file.path() + "'"), 0);
  EXPECT_EQ(run("python3 -m zipfile -t '" + file.path() + "'"), 0);
  EXPECT_EQ(run("python3 -c \"import sys,zipfile; sys.exit(zipfile.ZipFile('" + file.path() +
                "').testzip() is not None)\""),
            0);
}

TEST(ZipTest, WhatIsWrittenIsReadBack) {
  MemorySink sink;
  Writer writer(sink, {.modified = kAt, .sha256 = true, .sha512 = true});
  const Bytes large = noise(300'000, 1);
  const Bytes zeros(2'000'000);
  const std::vector<std::pair<std::string, Bytes>> files = {
      {"empty-stored", {}},        {"empty-deflated", {}},   {"folder/noise", large},
      {"folder/zeros", zeros},     {"short", to_bytes("x")}, {"سند.txt", to_bytes("deed")},
      {"deep/er/file.txt", zeros},
  };
  std::vector<Written> written;
  for (const auto& [name, content] : files) {
    const Method method =
        name == "empty-stored" || name == "folder/noise" ? Method::kStored : Method::kDeflated;
    written.push_back(add_streamed(writer, name, method, content, 70'000));
  }
  ASSERT_TRUE(writer.begin_known("known", large.size(), crc_of(large)).ok());
  ASSERT_TRUE(writer.write(large).ok());
  ASSERT_TRUE(writer.end().ok());
  ASSERT_TRUE(writer.add("whole", Method::kDeflated, zeros).ok());
  ASSERT_TRUE(writer.add("whole-empty", Method::kStored, {}).ok());
  ASSERT_TRUE(writer.finish().ok());
  ASSERT_EQ(writer.offset(), sink.bytes().size());

  MemorySource source(sink.bytes());
  Result<Reader> reader = Reader::open(source, {.max_ratio = 2000});
  ASSERT_TRUE(reader.ok()) << reader.error().message;
  ASSERT_EQ(reader->entries().size(), files.size() + 3);
  for (std::size_t i = 0; i < files.size(); ++i) {
    const Entry* entry = reader->find(files[i].first);
    ASSERT_NE(entry, nullptr) << files[i].first;
    Result<Bytes> content = reader->read_all(*entry, 1U << 30);
    ASSERT_TRUE(content.ok()) << content.error().message;
    EXPECT_EQ(*content, files[i].second);
    EXPECT_EQ(entry->size, written[i].size);
    EXPECT_EQ(entry->compressed_size, written[i].compressed_size);
    EXPECT_EQ(entry->crc32, written[i].crc32);
    EXPECT_EQ(entry->header_offset, written[i].header_offset);
    EXPECT_EQ(entry->data_offset, written[i].data_offset);
    EXPECT_EQ(written[i].sha256, crypto::sha256(files[i].second));
    EXPECT_EQ(written[i].sha512, crypto::sha512(files[i].second));
  }
  EXPECT_EQ(*reader->read_all(*reader->find("known"), 1U << 30), large);
  EXPECT_EQ(*reader->read_all(*reader->find("whole"), 1U << 30), zeros);
  EXPECT_EQ(reader->find("absent"), nullptr);
  EXPECT_EQ(reader->read_all(*reader->find("known"), 10).error().code, ErrorCode::kLimit);

  TempFile file("zip_test_mixed.zip");
  file.write(sink.bytes());
  expect_others_accept(file);
}

TEST(ZipTest, TheSameCallsGiveTheSameBytes) {
  const auto build = [] {
    MemorySink sink;
    Writer writer(sink, {.modified = kAt});
    add_streamed(writer, "a", Method::kDeflated, noise(100'000, 7), 999);
    EXPECT_TRUE(writer.add("b", Method::kStored, noise(10, 8)).ok());
    EXPECT_TRUE(writer.finish().ok());
    return sink.take();
  };
  EXPECT_EQ(build(), build());
}

TEST(ZipTest, StoredContentLiesWhereItIsSaidToLie) {
  MemorySink sink;
  Writer writer(sink, {.modified = kAt});
  const Bytes content = noise(1000, 3);
  ASSERT_TRUE(writer.add("first", Method::kStored, noise(77, 2)).ok());
  const Written written = add_streamed(writer, "second", Method::kStored, content, 100);
  ASSERT_TRUE(writer.finish().ok());
  const ByteView lying =
      ByteView(sink.bytes()).subspan(static_cast<std::size_t>(written.data_offset), content.size());
  EXPECT_EQ(Bytes(lying.begin(), lying.end()), content);
}

TEST(ZipTest, TheTimeIsWrittenInUtcAndHeldWithinTheFormat) {
  const auto stamp = [](std::int64_t unix_ms) {
    MemorySink sink;
    Writer writer(sink, {.modified = {unix_ms}});
    EXPECT_TRUE(writer.add("a", Method::kStored, {}).ok());
    EXPECT_TRUE(writer.finish().ok());
    const Bytes& b = sink.bytes();
    return std::pair<int, int>{b[12] | b[13] << 8, b[10] | b[11] << 8};
  };
  using Pair = std::pair<int, int>;
  EXPECT_EQ(stamp(1795539000000), Pair(46 << 9 | 11 << 5 | 24, 16 << 11 | 50 << 5));
  EXPECT_EQ(stamp(1709251199000), Pair(44 << 9 | 2 << 5 | 29, 23 << 11 | 59 << 5 | 29));
  EXPECT_EQ(stamp(0), Pair(1 << 5 | 1, 0));
  EXPECT_EQ(stamp(-1), Pair(1 << 5 | 1, 0));
  EXPECT_EQ(stamp(9'999'999'999'999), Pair(127 << 9 | 12 << 5 | 31, 23 << 11 | 59 << 5 | 29));
}

TEST(ZipTest, TheWriterRefusesWhatAReaderWould) {
  MemorySink sink;
  Writer writer(sink, {.modified = kAt});
  for (const char* name : {"", "/a", "../a", "a/../b", "a//b", "./a", "a/.", "c:\\a", "C:a", "a\\b",
                           "folder/", "a\nb", "\xff"})
    EXPECT_EQ(writer.begin(name, Method::kStored).error().code, ErrorCode::kInvalid) << name;
  EXPECT_EQ(writer.add(std::string(kMaxNameBytes + 1, 'a'), Method::kStored, {}).error().code,
            ErrorCode::kInvalid);
  ASSERT_TRUE(writer.add("Folder/File", Method::kStored, {}).ok());
  for (const char* name : {"Folder/File", "folder/file", "folder", "FOLDER/FILE/more"})
    EXPECT_EQ(writer.begin(name, Method::kStored).error().code, ErrorCode::kConflict) << name;
  ASSERT_TRUE(writer.add("folder/other", Method::kStored, {}).ok());
  ASSERT_TRUE(writer.finish().ok());
  MemorySource source(sink.bytes());
  EXPECT_EQ(Reader::open(source, {})->entries().size(), 2U);
}

TEST(ZipTest, KnownContentThatTurnsOutOtherwiseIsRefused) {
  const Bytes content = to_bytes("evidence");
  for (const char* other : {"evidencE", "evidenc", "evidence!"}) {
    MemorySink sink;
    Writer writer(sink, {.modified = kAt});
    ASSERT_TRUE(writer.begin_known("a", content.size(), crc_of(content)).ok());
    Result<void> wrote = writer.write(as_bytes(other));
    const ErrorCode code = wrote.ok() ? writer.end().error().code : wrote.error().code;
    EXPECT_EQ(code, ErrorCode::kIntegrity) << other;
  }
}

class FailingSink final : public ByteSink {
 public:
  explicit FailingSink(std::size_t room) : room_(room) {}
  Result<void> write(ByteView data) override {
    if (data.size() > room_) return Error{ErrorCode::kIo, "full"};
    room_ -= data.size();
    return {};
  }

 private:
  std::size_t room_;
};

TEST(ZipTest, ASinkThatFailsAnywhereFailsTheArchive) {
  MemorySink whole;
  const auto build = [](ByteSink& sink) -> Result<void> {
    Writer writer(sink, {.modified = kAt});
    SANAD_CHECK(writer.begin("a", Method::kDeflated));
    SANAD_CHECK(writer.write(to_bytes("some content")));
    SANAD_CHECK(writer.end());
    SANAD_CHECK(writer.add("b", Method::kStored, to_bytes("more")));
    return writer.finish();
  };
  ASSERT_TRUE(build(whole).ok());
  for (std::size_t room = 0; room < whole.bytes().size(); ++room) {
    FailingSink sink(room);
    Result<void> done = build(sink);
    ASSERT_FALSE(done.ok()) << room;
    EXPECT_EQ(done.error().code, ErrorCode::kIo);
  }
  FailingSink enough(whole.bytes().size());
  EXPECT_TRUE(build(enough).ok());
}

TEST(ZipTest, MoreThan65535EntriesTakeZip64) {
  constexpr int kCount = 70'000;
  MemorySink sink;
  Writer writer(sink, {.modified = kAt});
  for (int i = 0; i < kCount; ++i)
    ASSERT_TRUE(writer.add("f" + std::to_string(i), Method::kStored, {}).ok());
  ASSERT_TRUE(writer.finish().ok());
  MemorySource source(sink.bytes());
  Result<Reader> reader = Reader::open(source, {});
  ASSERT_TRUE(reader.ok()) << reader.error().message;
  EXPECT_EQ(reader->entries().size(), static_cast<std::size_t>(kCount));
  EXPECT_NE(reader->find("f69999"), nullptr);
  EXPECT_EQ(Reader::open(source, {.max_entries = kCount - 1}).error().code, ErrorCode::kLimit);
  TempFile file("zip_test_many.zip");
  file.write(sink.bytes());
  EXPECT_EQ(run("python3 -c \"import sys,zipfile; sys.exit(len(zipfile.ZipFile('" + file.path() +
                "').namelist()) != 70000)\""),
            0);
  EXPECT_EQ(run("test $(unzip -Z1 '" + file.path() + "' | wc -l) = 70000"), 0);
}

// A file in which blocks of zeros take no room.
class SparseFile final : public ByteSink, public RandomSource {
 public:
  explicit SparseFile(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600)) {}
  ~SparseFile() override { ::close(descriptor_); }
  SparseFile(const SparseFile&) = delete;
  SparseFile& operator=(const SparseFile&) = delete;

  Result<void> write(ByteView data) override {
    const bool zeros = data.size() > 4096 && data[0] == 0 && data.back() == 0;
    if (!zeros && ::pwrite(descriptor_, data.data(), data.size(), static_cast<off_t>(size_)) !=
                      static_cast<ssize_t>(data.size()))
      return io_error("writing", errno);
    size_ += data.size();
    return {};
  }
  std::uint64_t size() const override { return size_; }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override {
    const ssize_t got = ::pread(descriptor_, out.data(), out.size(), static_cast<off_t>(offset));
    if (got < 0) return io_error("reading", errno);
    return static_cast<std::size_t>(got);
  }

 private:
  int descriptor_;
  std::uint64_t size_ = 0;
};

TEST(ZipTest, EntriesBeyond4GiBTakeZip64) {
  constexpr std::uint64_t kSize = (4ULL << 30) + 5;
  const Bytes zeros(8U << 20);
  TempFile file("zip_test_large.zip");
  SparseFile sparse(file.path());
  Writer writer(sparse, {.modified = kAt});
  ASSERT_TRUE(writer.add("before", Method::kStored, to_bytes("b")).ok());
  ASSERT_TRUE(writer.begin("large", Method::kStored).ok());
  for (std::uint64_t left = kSize; left > 0;) {
    const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(left, zeros.size()));
    ASSERT_TRUE(writer.write(ByteView(zeros).first(piece)).ok());
    left -= piece;
  }
  Result<Written> large = writer.end();
  ASSERT_TRUE(large.ok());
  EXPECT_EQ(large->size, kSize);
  ASSERT_TRUE(writer.add("after", Method::kDeflated, to_bytes("behind four gibibytes")).ok());
  ASSERT_TRUE(writer.finish().ok());

  Result<Reader> reader = Reader::open(sparse, {});
  ASSERT_TRUE(reader.ok()) << reader.error().message;
  EXPECT_EQ(reader->find("large")->size, kSize);
  EXPECT_GT(reader->find("after")->header_offset, kSize);
  EXPECT_EQ(to_text(*reader->read_all(*reader->find("after"), 100)), "behind four gibibytes");
  EXPECT_EQ(run("test \"$(unzip -p '" + file.path() + "' after)\" = 'behind four gibibytes'"), 0);
  EXPECT_EQ(run("python3 -c \"import sys,zipfile; z=zipfile.ZipFile('" + file.path() +
                "'); sys.exit(not (z.getinfo('large').file_size == 4294967301 and "
                "z.read('after') == b'behind four gibibytes'))\""),
            0);
}

TEST(ZipTest, WeReadWhatOtherProgramsWrite) {
  TempFile python("zip_test_python.zip");
  ASSERT_EQ(run("python3 -c \"import zipfile,io; z=zipfile.ZipFile('" + python.path() +
                "','w',zipfile.ZIP_DEFLATED); z.writestr('folder/',''); "
                "z.writestr('folder/a.txt','A'*5000); z.writestr('سند','deed'); "
                "f=z.open('big','w',force_zip64=True); f.write(b'z'*9); f.close(); z.close()\""),
            0);
  std::ifstream in(python.path(), std::ios::binary);
  const Bytes bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  MemorySource source(bytes);
  Result<Reader> reader = Reader::open(source, {});
  ASSERT_TRUE(reader.ok()) << reader.error().message;
  EXPECT_TRUE(reader->find("folder/")->is_folder);
  EXPECT_EQ(to_text(*reader->read_all(*reader->find("folder/a.txt"), 9999)),
            std::string(5000, 'A'));
  EXPECT_EQ(to_text(*reader->read_all(*reader->find("سند"), 99)), "deed");
  EXPECT_EQ(to_text(*reader->read_all(*reader->find("big"), 99)), "zzzzzzzzz");
}

}  // namespace
}  // namespace sanad::zip
