#include "base/stream.h"

#include <gtest/gtest.h>

namespace sanad {
namespace {

TEST(MemorySource, GivesAllBytesInPiecesAndThenNothing) {
  const Bytes bytes = to_bytes("a witness");
  MemorySource source(bytes);
  MemorySink sink;
  std::array<std::uint8_t, 4> piece{};
  while (true) {
    const std::size_t count = source.read(piece).value();
    if (count == 0) break;
    ASSERT_TRUE(sink.write(std::span(piece).first(count)).ok());
  }
  EXPECT_EQ(sink.bytes(), bytes);
  EXPECT_EQ(source.read(piece).value(), 0u);
}

TEST(MemorySource, ReadsAtAnyOffsetAndShortOnlyAtTheEnd) {
  const Bytes bytes = to_bytes("0123456789");
  MemorySource source(bytes);
  std::array<std::uint8_t, 4> piece{};
  EXPECT_EQ(source.size(), 10u);
  EXPECT_EQ(source.read_at(3, piece).value(), 4u);
  EXPECT_EQ(as_text(piece), "3456");
  EXPECT_EQ(source.read_at(8, piece).value(), 2u);
  EXPECT_EQ(source.read_at(10, piece).value(), 0u);
  EXPECT_EQ(source.read_at(UINT64_MAX, piece).value(), 0u);
}

}  // namespace
}  // namespace sanad
