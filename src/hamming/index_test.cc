#include "hamming/index.h"

#include <gtest/gtest.h>

#include "crypto/crypto.h"
#include "layout.h"
#include "test_sets.h"

namespace sanad::hamming {
namespace {

using test::Random;

constexpr Shape kSmall{4, 8, 8, 12};

// A footer that was changed, with a digest that fits again.
void seal_footer(Bytes& bytes) {
  const ByteView footer = ByteView(bytes).last(kFooterSize);
  const Digest256 digest = crypto::sha256(footer.first(kFooterDigestAt));
  std::copy(digest.begin(), digest.end(), bytes.end() - kDigestSize);
}

ErrorCode open_error(const Bytes& bytes) {
  const auto index = Index::open(bytes);
  EXPECT_FALSE(index.ok());
  return index.ok() ? ErrorCode::kIo : index.error().code;
}

TEST(Fingerprint, BytesAndWordsSayTheSameBits) {
  std::array<std::uint8_t, 32> bytes{};
  bytes[0] = 1;
  bytes[9] = 0x80;
  const Fingerprint fingerprint = fingerprint_from(bytes);
  EXPECT_EQ(fingerprint, (Fingerprint{1, 0x8000, 0, 0}));
  EXPECT_EQ(fingerprint_bytes(fingerprint), bytes);
}

TEST(Fingerprint, DistanceCountsBitsThatDiffer) {
  EXPECT_EQ(distance({0, 0, 0, 0}, {~std::uint64_t{0}, 0, 3, 0}), 66U);
}

TEST(Shape, BitsAreTakenAcrossWordsAndRoundTheEnd) {
  const Fingerprint fingerprint{std::uint64_t{1} << 63U, 1, 0, std::uint64_t{1} << 63U};
  EXPECT_EQ(bits_at(fingerprint, 63, 2), 3U);
  EXPECT_EQ(bits_at(fingerprint, 60, 32), 0x18U);
  EXPECT_EQ(bits_at({1, 0, 0, std::uint64_t{1} << 63U}, 255, 3), 3U);
}

TEST(Shape, SlotsCoverAllBitsOnce) {
  for (std::uint32_t slots = 2; slots <= kSlotsMax; ++slots) {
    const Shape shape{slots, 8, 8, 8};
    unsigned end = 0;
    for (unsigned i = 0; i < slots; ++i) {
      EXPECT_EQ(slot_start(shape, i), end);
      end += slot_width(shape, i);
    }
    EXPECT_EQ(end, kFingerprintBits);
  }
}

TEST(Shape, TheChosenOneIsPossibleAndWithinTheBytesPromised) {
  for (std::uint64_t rows : {0ULL, 1ULL, 65'535ULL, 65'536ULL, 1'000'000ULL, 10'000'000ULL,
                             16'777'216ULL, 16'777'217ULL, 100'000'000ULL, 1ULL << 28U}) {
    EXPECT_EQ(problem_of(shape_for(rows), rows), std::nullopt) << rows;
  }
  const auto bytes_a_row = [](std::uint64_t rows) {
    const std::uint64_t size = layout_of(shape_for(rows), rows).footer_offset + kFooterSize;
    return static_cast<double>(size) / static_cast<double>(rows);
  };
  EXPECT_LE(bytes_a_row(10'000'000), 125);
  EXPECT_LE(bytes_a_row(100'000'000), 85);
}

TEST(WriteIndex, AnImpossibleShapeIsRefused) {
  MemorySink sink;
  const Shape impossible[] = {{1, 8, 8, 8},  {17, 8, 8, 8}, {16, 17, 8, 8},  {4, 25, 8, 8},
                              {4, 3, 8, 8},  {4, 8, 9, 8},  {16, 16, 32, 8}, {4, 8, 8, 7},
                              {4, 8, 8, 33}, {0, 8, 0, 0}};
  for (const Shape& shape : impossible) {
    const auto written = write_index({}, shape, sink);
    ASSERT_FALSE(written.ok());
    EXPECT_EQ(written.error().code, ErrorCode::kInvalid);
  }
  const auto written = write_index(test::random_set(257, 1), {4, 8, 8, 8}, sink);
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code, ErrorCode::kInvalid);
  EXPECT_TRUE(sink.bytes().empty());
}

class FullSink final : public ByteSink {
 public:
  explicit FullSink(std::size_t room) : room_(room) {}
  Result<void> write(ByteView data) override {
    if (data.size() > room_) return Error{ErrorCode::kIo, "The disk is full.", 28};
    room_ -= data.size();
    return {};
  }

 private:
  std::size_t room_;
};

TEST(WriteIndex, AnErrorOfTheSinkIsPassedOnWhereverItHappens) {
  const auto entries = test::random_set(100, 1);
  const std::size_t size = test::index_of(entries, kSmall).size();
  for (std::size_t room = 0; room < size; room += 97) {
    FullSink sink(room);
    const auto written = write_index(entries, kSmall, sink);
    ASSERT_FALSE(written.ok());
    EXPECT_EQ(written.error().code, ErrorCode::kIo);
  }
  FullSink sink(size);
  EXPECT_TRUE(write_index(entries, kSmall, sink));
}

TEST(WriteIndex, OfNothingIsAnIndexThatFindsNothing) {
  MemorySink sink;
  ASSERT_TRUE(write_index({}, sink));
  const auto index = Index::open(sink.bytes());
  ASSERT_TRUE(index);
  EXPECT_EQ(index->rows(), 0U);
  EXPECT_TRUE(index->verify());
  EXPECT_TRUE(index->lookup({}, 64)->empty());
  const Bytes with_tables = test::index_of({}, kSmall);
  EXPECT_TRUE(Index::open(with_tables)->lookup({}, 64, nullptr, Plan::kTables)->empty());
}

TEST(Index, WhatWasWrittenIsSoundAndGivesBackItsRows) {
  auto entries = test::correlated_set(3000, 9);
  const Bytes bytes = test::index_of(entries, kSmall);
  const auto index = Index::open(bytes);
  ASSERT_TRUE(index) << index.error().message;
  EXPECT_TRUE(index->verify()) << index->verify().error().message;
  EXPECT_EQ(index->shape(), kSmall);
  EXPECT_EQ(index->size_bytes(), bytes.size());
  std::vector<Entry> rows;
  for (std::uint64_t i = 0; i < index->rows(); ++i) rows.push_back(index->row(i));
  std::sort(rows.begin(), rows.end());
  std::sort(entries.begin(), entries.end());
  EXPECT_EQ(rows, entries);
}

TEST(Index, ARadiusBeyondTheGreatestIsRefused) {
  const Bytes bytes = test::index_of(test::random_set(10, 1), kSmall);
  const auto index = Index::open(bytes);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->lookup({}, 65).error().code, ErrorCode::kInvalid);
  const std::vector<Fingerprint> queries(1);
  EXPECT_EQ(index->lookup_all(queries, 65).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(index->lookup_all(queries, 65, Plan::kScan).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(scan({}, {}, 65).error().code, ErrorCode::kInvalid);
}

TEST(Index, AnyByteChangedIsFoundByOpeningOrByVerifying) {
  const Bytes good = test::index_of(test::random_set(60, 3), {2, 4, 8, 8});
  ASSERT_TRUE(Index::open(good));
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes bad = good;
    bad[at] ^= static_cast<std::uint8_t>(1U << (at % 8));
    const auto index = Index::open(bad);
    if (!index.ok()) {
      EXPECT_EQ(index.error().code, ErrorCode::kIntegrity);
      continue;
    }
    const auto verified = index->verify();
    ASSERT_FALSE(verified.ok()) << "byte " << at;
    EXPECT_EQ(verified.error().code, ErrorCode::kIntegrity);
  }
}

TEST(Index, CutOffOrLongerIsFoundByOpening) {
  const Bytes good = test::index_of(test::random_set(60, 3), {2, 4, 8, 8});
  for (std::size_t size = 0; size < good.size(); size += 31) {
    EXPECT_EQ(open_error(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size))),
              ErrorCode::kIntegrity);
  }
  Bytes longer = good;
  longer.insert(longer.begin() + 64, 64, 0);
  EXPECT_EQ(open_error(longer), ErrorCode::kIntegrity);
}

TEST(Index, OfALaterVersionIsRefusedAsSuch) {
  Bytes bytes = test::index_of({}, kSmall);
  bytes[bytes.size() - kFooterSize + 8] = 2;
  seal_footer(bytes);
  EXPECT_EQ(open_error(bytes), ErrorCode::kInvalid);
}

TEST(Index, AFooterThatStatesTheImpossibleIsRefused) {
  const Bytes good = test::index_of(test::random_set(60, 3), kSmall);
  for (std::size_t field = 12; field < 40; ++field) {
    Bytes bad = good;
    bad[bad.size() - kFooterSize + field] ^= 0x80;
    seal_footer(bad);
    if (field >= 28 && field < 32) continue;  // reserved
    EXPECT_EQ(open_error(bad), ErrorCode::kIntegrity) << field;
  }
}

TEST(Index, ADamagedTableMakesLookupsFailOrMissButNeverCrash) {
  const auto entries = test::random_set(500, 3);
  const Bytes good = test::index_of(entries, {4, 6, 8, 9});
  const Layout layout = layout_of({4, 6, 8, 9}, entries.size());
  Random random(8);
  int failed = 0;
  for (int repeat = 0; repeat < 300; ++repeat) {
    Bytes bad = good;
    const Section& section = layout.sections[3 + random() % (layout.sections.size() - 3)];
    for (int i = 0; i < 20; ++i) {
      bad[section.offset + random() % section.size_bytes] = static_cast<std::uint8_t>(random());
    }
    const auto index = Index::open(bad);
    ASSERT_TRUE(index);
    EXPECT_EQ(index->verify().error().code, ErrorCode::kIntegrity);
    for (const unsigned radius : {0U, 12U, 20U}) {
      const auto found = index->lookup(entries[0].fingerprint, radius, nullptr, Plan::kTables);
      if (found.ok()) continue;
      EXPECT_EQ(found.error().code, ErrorCode::kIntegrity);
      ++failed;
    }
  }
  EXPECT_GT(failed, 0);
}

TEST(Index, TablesThatAreWrongButSignedAreFoundByVerifying) {
  const auto entries = test::random_set(40, 3);
  const Shape shape{2, 4, 8, 8};
  const Layout layout = layout_of(shape, entries.size());
  for (std::size_t i = 3; i < layout.sections.size(); ++i) {
    Bytes bad = test::index_of(entries, shape);
    const Section& section = layout.sections[i];
    const bool offsets = section.name.ends_with("offsets");
    bad[section.offset + (offsets ? 8 : 5)] ^= 1;
    const Digest256 digest =
        crypto::sha256(ByteView(bad).subspan(section.offset, section.size_bytes));
    std::copy(digest.begin(), digest.end(),
              bad.begin() + static_cast<std::ptrdiff_t>(layout.footer_offset + kFooterDigestsAt +
                                                        i * kDigestSize));
    seal_footer(bad);
    const auto index = Index::open(bad);
    ASSERT_TRUE(index);
    EXPECT_EQ(index->verify().error().code, ErrorCode::kIntegrity) << section.name;
  }
}

}  // namespace
}  // namespace sanad::hamming
