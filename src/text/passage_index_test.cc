#include "text/passage_index.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "test_texts.h"

namespace sanad::text {
namespace {

Bytes build(const std::vector<Fingerprint>& documents) {
  PassageIndexBuilder builder;
  for (const Fingerprint& document : documents) EXPECT_TRUE(builder.add(document).ok());
  MemorySink sink;
  EXPECT_TRUE(builder.write(sink).ok());
  return sink.take();
}

TEST(PassageIndex, FindsEveryDocumentThatSharesAMark) {
  std::mt19937 random(21);
  std::vector<std::string> texts;
  for (int i = 0; i < 400; ++i) {
    std::string text = random_words(random, 5 + static_cast<int>(random() % 120));
    if (i > 0 && i % 3 == 0) text += ' ' + texts[random() % texts.size()];
    texts.push_back(text);
  }
  std::vector<Fingerprint> documents;
  for (const auto& text : texts) documents.push_back(made(text));
  const Bytes bytes = build(documents);
  const PassageIndex index = PassageIndex::open(bytes).value();
  EXPECT_EQ(index.documents(), 400U);
  ASSERT_TRUE(index.verify().ok());
  std::size_t clashes = 0;
  for (const Fingerprint& query : documents) {
    std::map<std::uint32_t, double> expected;
    for (std::uint32_t d = 0; d < documents.size(); ++d) {
      const double share = containment(query, documents[d]);
      if (share > 0) expected[d] = share;
    }
    const Lookup found = index.lookup(query, 1000).value();
    EXPECT_FALSE(found.cut);
    std::size_t seen = 0;
    std::uint32_t last = ~0U;
    for (const Candidate& candidate : found.candidates) {
      if (!expected.contains(candidate.document)) {
        ASSERT_EQ(candidate.shared, 1U);
        ++clashes;
        continue;
      }
      ++seen;
      ASSERT_DOUBLE_EQ(candidate.share_of_query, expected.at(candidate.document));
      EXPECT_DOUBLE_EQ(candidate.share_of_document,
                       containment(documents[candidate.document], query));
      EXPECT_LE(candidate.shared, last);
      last = candidate.shared;
    }
    ASSERT_EQ(seen, expected.size());
  }
  EXPECT_LE(clashes, 4U) << "cut marks clash more often than documented";
}

TEST(PassageIndex, GivesOnlyAsManyAsAskedAndSaysThatItCut) {
  const std::vector<Fingerprint> documents(7,
                                           made("the mill of the lower village grinds at night"));
  const Bytes bytes = build(documents);
  const Lookup found = PassageIndex::open(bytes)->lookup(documents[0], 3).value();
  EXPECT_TRUE(found.cut);
  ASSERT_EQ(found.candidates.size(), 3U);
  EXPECT_EQ(found.candidates[0].document, 0U);
}

TEST(PassageIndex, SaysWhereAPassageIsTooCommonToListAll) {
  const std::vector<Fingerprint> documents(kCommonDocuments + 1,
                                           made("blessed be the first rain of the year"));
  const Bytes bytes = build(documents);
  const Lookup found = PassageIndex::open(bytes)->lookup(documents[0], 5000).value();
  EXPECT_GE(found.common_marks, 1U);
  EXPECT_EQ(found.candidates.size(), kCommonDocuments);
}

TEST(PassageIndex, OfNothingAnswersNothing) {
  const Bytes bytes = build({});
  const PassageIndex index = PassageIndex::open(bytes).value();
  EXPECT_TRUE(index.verify().ok());
  EXPECT_TRUE(
      index.lookup(made("a text with rather more than twenty letters"), 9)->candidates.empty());
}

TEST(PassageIndex, HoldsMoreThanOneBucketWidth) {
  // Enough postings that buckets are narrower than the builder's parts.
  std::mt19937_64 random(22);
  std::vector<Fingerprint> documents(50);
  for (Fingerprint& document : documents) {
    for (int i = 0; i < 4000; ++i) document.marks.push_back(random());
    std::sort(document.marks.begin(), document.marks.end());
  }
  const Bytes bytes = build(documents);
  const PassageIndex index = PassageIndex::open(bytes).value();
  for (std::uint32_t d = 0; d < 50; ++d) {
    const Lookup found = index.lookup(documents[d], 1).value();
    ASSERT_EQ(found.candidates[0].document, d);
    ASSERT_EQ(found.candidates[0].shared, 4000U);
  }
}

TEST(PassageIndex, DetectsEveryChangedByteAndEveryCut) {
  const Bytes good = build({made("the mill of the lower village grinds at night")});
  for (std::size_t at = 0; at < good.size(); at += at < 64 || at + 64 > good.size() ? 1 : 97) {
    Bytes bad = good;
    bad[at] ^= 0x10;
    const auto index = PassageIndex::open(bad);
    if (index.ok()) {
      EXPECT_EQ(index->verify().error().code, ErrorCode::kIntegrity) << at;
    }
  }
  for (std::size_t size = 0; size < good.size(); size += 61) {
    const auto index = PassageIndex::open(ByteView(good).first(size));
    ASSERT_FALSE(index.ok());
    EXPECT_EQ(index.error().code, ErrorCode::kIntegrity);
  }
}

TEST(PassageIndex, RefusesAnotherVersion) {
  Bytes bytes = build({});
  bytes[8] = 2;
  EXPECT_EQ(PassageIndex::open(bytes).error().code, ErrorCode::kInvalid);
}

TEST(PassageIndex, RefusesALookupThatPointsOutside) {
  const Fingerprint document = made("the mill of the lower village grinds at night");
  Bytes bytes = build({document});
  const std::size_t marks = document.marks.size();
  // The last posting's document number stands before the marks of each document and the trailer.
  for (std::size_t i = 1; i <= marks; ++i) bytes[bytes.size() - 16 - 4 - 6 * i + 5] = 0x7F;
  const auto found = PassageIndex::open(bytes)->lookup(document, 5);
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, ErrorCode::kIntegrity);
}

class FullSink final : public ByteSink {
 public:
  Result<void> write(ByteView) override { return Error{ErrorCode::kIo, "The disk is full.", 28}; }
};

TEST(PassageIndex, PassesOnTheErrorOfItsSink) {
  PassageIndexBuilder builder;
  FullSink sink;
  EXPECT_EQ(builder.write(sink).error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace sanad::text
