// The index answers what comparing each fingerprint answers: for every radius, shape, set and plan.
#include <gtest/gtest.h>

#include <algorithm>

#include "test_sets.h"

namespace sanad::hamming {
namespace {

using test::Random;

const Shape kShapes[] = {{},
                         {16, 16, 16, 24},
                         {16, 8, 16, 24},
                         {11, 10, 8, 16},
                         {11, 12, 16, 25},
                         {2, 12, 8, 14},
                         {7, 9, 16, 13},
                         {13, 11, 8, 32}};

std::vector<Match> obvious(const std::vector<Entry>& entries, const Fingerprint& query,
                           unsigned radius) {
  std::vector<Match> matches;
  for (const Entry& entry : entries) {
    unsigned bits = 0;
    for (unsigned bit = 0; bit < kFingerprintBits; ++bit) {
      bits +=
          static_cast<unsigned>((query[bit / 64] ^ entry.fingerprint[bit / 64]) >> (bit % 64)) & 1U;
    }
    if (bits <= radius) matches.push_back({bits, entry.number, entry.fingerprint});
  }
  std::sort(matches.begin(), matches.end());
  matches.erase(std::unique(matches.begin(), matches.end()), matches.end());
  return matches;
}

// Queries around what is there, at every distance up to a little more than the greatest radius.
std::vector<Fingerprint> queries_near(const std::vector<Entry>& entries, Random& random,
                                      unsigned count) {
  std::vector<Fingerprint> queries;
  for (unsigned i = 0; i < count; ++i) {
    const Fingerprint& near = entries[random() % entries.size()].fingerprint;
    const auto bits = static_cast<unsigned>(random() % (kRadiusMax + 4));
    queries.push_back(test::flip(near, bits, random));
  }
  return queries;
}

std::vector<Entry> some_set(int kind, std::size_t count, std::uint64_t seed) {
  if (kind == 0) return test::random_set(count, seed);
  if (kind == 1) return test::correlated_set(count, seed);
  // All within a few bits of one, many equal: buckets that hold everything.
  Random random(seed);
  const Fingerprint centre = test::random_fingerprint(random);
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < count; ++i) {
    const auto bits = static_cast<unsigned>(random() % 4 * (random() % 20));
    entries.push_back(
        {test::flip(centre, bits, random), static_cast<std::uint32_t>(random() % 50)});
  }
  return entries;
}

TEST(IndexProperties, EqualsComparingEachForEveryRadiusShapeSetAndKernel) {
  for (int kind = 0; kind < 3; ++kind) {
    Random random(100 + static_cast<unsigned>(kind));
    const auto entries = some_set(kind, 900, 7);
    const auto queries = queries_near(entries, random, 12);
    for (const Shape& shape : kShapes) {
      const Bytes bytes = test::index_of(entries, shape);
      for (const Kernel kernel : available_kernels()) {
        const auto index = Index::open(bytes, kernel);
        ASSERT_TRUE(index) << index.error().message;
        for (unsigned radius = 0; radius <= kRadiusMax; ++radius) {
          const Plan plan = radius % 4 == 3 ? Plan::kByCost : Plan::kTables;
          for (std::size_t i = radius % 3; i < queries.size(); i += 3) {
            const auto found = index->lookup(queries[i], radius, nullptr, plan);
            ASSERT_TRUE(found) << found.error().message;
            ASSERT_EQ(*found, obvious(entries, queries[i], radius))
                << "kind " << kind << ", slots " << shape.slots << ", radius " << radius;
          }
        }
      }
    }
  }
}

TEST(IndexProperties, TablesAloneFindEverythingAtEveryDistance) {
  // One fingerprint, and a query at each distance: found exactly from that radius on.
  Random random(3);
  auto entries = test::random_set(300, 5);
  const Bytes bytes = test::index_of(entries, {16, 16, 16, 24});
  const auto index = Index::open(bytes);
  ASSERT_TRUE(index);
  for (unsigned radius = 0; radius <= kRadiusMax; ++radius) {
    for (unsigned bits : {radius == 0 ? 0 : radius - 1, radius, radius + 1}) {
      for (int repeat = 0; repeat < 5; ++repeat) {
        const Entry& wanted = entries[random() % entries.size()];
        LookupStats stats;
        const auto found = index->lookup(test::flip(wanted.fingerprint, bits, random), radius,
                                         &stats, Plan::kTables);
        ASSERT_TRUE(found);
        EXPECT_FALSE(stats.scanned);
        EXPECT_EQ(found->size(), bits <= radius ? 1U : 0U);
        if (bits <= radius) {
          EXPECT_EQ(found->at(0), (Match{bits, wanted.number, wanted.fingerprint}));
        }
      }
    }
  }
}

TEST(IndexProperties, BytesDoNotDependOnTheOrderOfEntriesOrOnRepeats) {
  Random random(11);
  for (int kind = 0; kind < 3; ++kind) {
    auto entries = some_set(kind, 2000, 23);
    for (const Shape& shape : kShapes) {
      const Bytes bytes = test::index_of(entries, shape);
      ASSERT_FALSE(bytes.empty());
      for (int repeat = 0; repeat < 3; ++repeat) {
        auto other = entries;
        other.insert(other.end(), entries.begin(), entries.begin() + 100);
        std::shuffle(other.begin(), other.end(), random);
        EXPECT_EQ(test::index_of(other, shape), bytes);
      }
    }
  }
}

TEST(IndexProperties, ManyQueriesAtOnceAnswerWhatEachAloneAnswers) {
  Random random(5);
  for (int kind = 0; kind < 3; ++kind) {
    const auto entries = some_set(kind, 1100, 31);
    const auto queries = queries_near(entries, random, 150);
    for (const Shape& shape : {Shape{}, Shape{16, 10, 16, 16}}) {
      const Bytes bytes = test::index_of(entries, shape);
      for (const Kernel kernel : available_kernels()) {
        const auto index = Index::open(bytes, kernel);
        ASSERT_TRUE(index);
        for (const unsigned radius : {0U, 20U, 31U, 64U}) {
          for (const Plan plan : {Plan::kScan, Plan::kByCost}) {
            const auto found = index->lookup_all(queries, radius, plan);
            ASSERT_TRUE(found) << found.error().message;
            ASSERT_EQ(found->size(), queries.size());
            for (std::size_t i = 0; i < queries.size(); ++i) {
              ASSERT_EQ(found->at(i), obvious(entries, queries[i], radius));
            }
          }
        }
      }
    }
  }
}

TEST(IndexProperties, SplitInAnyWayFindsTheSame) {
  Random random(17);
  const auto entries = some_set(1, 3000, 41);
  const auto queries = queries_near(entries, random, 30);
  for (int repeat = 0; repeat < 5; ++repeat) {
    std::vector<std::vector<Entry>> parts(1 + random() % 6);
    for (const Entry& entry : entries) parts[random() % parts.size()].push_back(entry);
    std::vector<Bytes> files;
    for (const auto& part : parts) files.push_back(test::index_of(part, {16, 12, 16, 24}));
    for (const auto& query : queries) {
      std::vector<Match> together;
      for (const Bytes& file : files) {
        const auto index = Index::open(file);
        ASSERT_TRUE(index);
        const auto found = index->lookup(query, 45);
        ASSERT_TRUE(found);
        together.insert(together.end(), found->begin(), found->end());
      }
      std::sort(together.begin(), together.end());
      EXPECT_EQ(together, obvious(entries, query, 45));
    }
  }
}

TEST(IndexProperties, OneEnormousBucketCostsNoMoreThanTwoScans) {
  // Every row has the same first 200 bits: each of those slots names all rows for each query near.
  Random random(29);
  const Fingerprint common = test::random_fingerprint(random);
  std::vector<Entry> entries;
  for (std::uint32_t i = 0; i < 70'000; ++i) {
    Fingerprint fingerprint = common;
    fingerprint[3] = random();
    entries.push_back({fingerprint, i});
  }
  const Bytes bytes = test::index_of(entries, shape_for(entries.size()));
  const auto index = Index::open(bytes);
  ASSERT_TRUE(index);
  LookupStats stats;
  const auto found = index->lookup(test::flip(common, 12, random), 31, &stats);
  ASSERT_TRUE(found);
  EXPECT_TRUE(stats.scanned);
  EXPECT_LE(stats.fetched, 12'000U);
  Fingerprint query = common;
  query[3] = random();
  EXPECT_EQ(*index->lookup(query, 31), obvious(entries, query, 31));
}

TEST(Scan, OfLooseEntriesEqualsComparingEach) {
  Random random(2);
  const auto entries = some_set(2, 500, 3);
  for (const auto& query : queries_near(entries, random, 40)) {
    EXPECT_EQ(*scan(entries, query, 31), obvious(entries, query, 31));
  }
}

}  // namespace
}  // namespace sanad::hamming
