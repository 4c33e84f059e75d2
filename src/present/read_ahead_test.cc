#include "read_ahead.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/crypto.h"

namespace sanad::present {
namespace {

// As many bytes, in reads of odd sizes; then its end, or an error.
class Odd final : public ByteSource {
 public:
  Odd(ByteView bytes, bool fails) : bytes_(bytes), fails_(fails) {}
  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    if (at_ == bytes_.size() && fails_) return Error{ErrorCode::kIntegrity, "it was altered"};
    const std::size_t part = std::min({out.size(), bytes_.size() - at_, std::size_t{777'777}});
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(at_), part, out.begin());
    at_ += part;
    return part;
  }

 private:
  ByteView bytes_;
  bool fails_;
  std::size_t at_ = 0;
};

Bytes filler(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 31 + i / 251);
  return bytes;
}

TEST(ReadAheadTest, HandsOutEveryByteInOrderWithTheDigestsOfAllOfThem) {
  for (const std::size_t size : {0U, 1U, 777'777U, 1U << 20U, 9'000'001U}) {
    const Bytes bytes = filler(size);
    ReadAhead ahead(std::make_unique<Odd>(bytes, false), size);
    Bytes got;
    for (;;) {
      const auto piece = ahead.next();
      ASSERT_TRUE(piece.ok());
      if (piece->empty()) break;
      got.insert(got.end(), piece->begin(), piece->end());
    }
    EXPECT_EQ(got, bytes);
    EXPECT_EQ(ahead.digests().size, size);
    EXPECT_EQ(ahead.digests().sha256, format_hex(crypto::sha256(bytes)));
    EXPECT_EQ(ahead.digests().sha512, format_hex(crypto::sha512(bytes)));
  }
}

TEST(ReadAheadTest, AnErrorComesBehindTheBytesBeforeIt) {
  const Bytes bytes = filler(3'000'000);
  ReadAhead ahead(std::make_unique<Odd>(bytes, true), bytes.size());
  std::size_t got = 0;
  for (;;) {
    const auto piece = ahead.next();
    if (!piece.ok()) {
      EXPECT_EQ(piece.error().code, ErrorCode::kIntegrity);
      break;
    }
    ASSERT_FALSE(piece->empty());
    got += piece->size();
  }
  EXPECT_EQ(got, bytes.size());
}

TEST(ReadAheadTest, ALongerSourceIsReadOnePieceTooFarAndNoFurther) {
  const Bytes bytes = filler(9'000'000);
  ReadAhead ahead(std::make_unique<Odd>(bytes, false), 1'000'000);
  std::size_t got = 0;
  for (auto piece = ahead.next(); piece.ok() && !piece->empty(); piece = ahead.next())
    got += piece->size();
  EXPECT_GT(got, 1'000'000U);
  EXPECT_LE(got, 1'000'000U + ReadAhead::kPieceBytes);
}

TEST(ReadAheadTest, WhoeverStopsTakingIsNotWaitedFor) {
  const Bytes bytes = filler(20'000'000);
  ReadAhead untouched(std::make_unique<Odd>(bytes, false), bytes.size());
  ReadAhead begun(std::make_unique<Odd>(bytes, false), bytes.size());
  EXPECT_TRUE(begun.next().ok());
}

}  // namespace
}  // namespace sanad::present
