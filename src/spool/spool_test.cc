#include "spool/spool.h"

#include <gtest/gtest.h>

#include "files/files.h"

namespace sanad::spool {
namespace {

Bytes pattern(std::size_t size, std::uint8_t seed) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 31 + seed);
  return bytes;
}

Bytes read_all(const Spool& spool, const Spool::Stream& stream, std::size_t step) {
  const auto source = spool.open(stream);
  Bytes out, part(step);
  for (;;) {
    const std::size_t got = source->read(part).value();
    if (got == 0) return out;
    out.insert(out.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(got));
  }
}

TEST(Spool, GivesBackInterleavedStreamsOfAllSizes) {
  const auto folder = files::TempDir::create().value();
  const auto spool = Spool::create(folder.path().string()).value();
  const std::vector<std::size_t> sizes = {0, 1, 15, 16, 65'535, 65'536, 65'537, 131'072, 200'000};
  std::vector<Spool::Stream> streams(sizes.size());
  std::vector<Bytes> expected;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    expected.push_back(pattern(sizes[i], static_cast<std::uint8_t>(i)));
  }
  for (std::size_t at = 0; at < 200'000; at += 7'001) {
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      if (at >= sizes[i]) continue;
      const std::size_t part = std::min<std::size_t>(7'001, sizes[i] - at);
      ASSERT_TRUE(spool->append(streams[i], ByteView(expected[i]).subspan(at, part)).ok());
    }
  }
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    ASSERT_TRUE(spool->flush(streams[i]).ok());
    EXPECT_EQ(streams[i].size, sizes[i]);
    EXPECT_EQ(read_all(*spool, streams[i], 1), read_all(*spool, streams[i], 50'000));
    EXPECT_EQ(read_all(*spool, streams[i], 4'096), expected[i]) << sizes[i];
  }
}

TEST(Spool, GivesBackAnyPlace) {
  const auto folder = files::TempDir::create().value();
  const auto spool = Spool::create(folder.path().string()).value();
  const Bytes expected = pattern(300'001, 5);
  Spool::Stream stream;
  ASSERT_TRUE(spool->append(stream, expected).ok());
  ASSERT_TRUE(spool->flush(stream).ok());
  const auto random = spool->open_random(stream);
  EXPECT_EQ(random->size(), expected.size());
  Bytes part(70'000);
  for (const std::size_t at : {0, 1, 65'535, 65'536, 131'000, 299'999, 300'000, 300'001, 400'000}) {
    const std::size_t got = random->read_at(at, part).value();
    const std::size_t most = at < expected.size() ? expected.size() - at : 0;
    ASSERT_EQ(got, std::min(part.size(), most)) << at;
    for (std::size_t i = 0; i < got; ++i) ASSERT_EQ(part[i], expected[at + i]);
  }
}

TEST(Spool, LeavesNoFileBehindEvenWhileItIsOpen) {
  const auto folder = files::TempDir::create().value();
  const auto spool = Spool::create(folder.path().string()).value();
  Spool::Stream stream;
  ASSERT_TRUE(spool->append(stream, pattern(300'000, 1)).ok());
  files::PosixFileSystem disk;
  EXPECT_TRUE(disk.list(folder.path()).value().empty());
}

TEST(Spool, SaysWhereItCannotWork) {
  const auto spool = Spool::create("/nowhere/at/all");
  ASSERT_FALSE(spool.ok());
  EXPECT_EQ(spool.error().code, ErrorCode::kIo);
  EXPECT_NE(spool.error().message.find("/nowhere/at/all"), std::string::npos);
}

}  // namespace
}  // namespace sanad::spool
