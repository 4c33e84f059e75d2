#include <gtest/gtest.h>

#include <algorithm>

#include "kernel_bodies.h"
#include "kernel_table.h"
#include "test_sets.h"

namespace sanad::hamming {
namespace {

using test::Random;

Bytes random_bytes(std::size_t count, Random& random) {
  Bytes bytes(count);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

std::vector<std::uint32_t> first_of(const std::vector<std::uint32_t>& values, std::size_t count) {
  return {values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count)};
}

TEST(Kernels, ThePlainOneIsAlwaysThereAndTheBestIsTheLast) {
  const auto kernels = available_kernels();
  EXPECT_EQ(kernels.front(), Kernel::kPlain);
  EXPECT_EQ(kernels.back(), best_kernel());
}

TEST(Kernels, EachHasANameOfItsOwn) {
  EXPECT_EQ(kernel_name(Kernel::kPlain), "plain");
  EXPECT_EQ(kernel_name(Kernel::kAvx2), "avx2");
  EXPECT_EQ(kernel_name(Kernel::kAvx512), "avx512");
}

TEST(Kernels, FiltersAgreeOnEveryLengthStartAndBudget) {
  Random random(1);
  // Exactly as long as needed, so that a sanitizer sees a read beyond the end.
  for (std::uint32_t count = 0; count < 200; count += count < 70 ? 1 : 13) {
    const std::uint32_t begin = static_cast<std::uint32_t>(random() % 40);
    const Bytes checks = random_bytes((std::size_t{begin} + count) * 2, random);
    const Bytes short_checks(checks.begin(), checks.begin() + begin + count);
    const auto check = static_cast<std::uint32_t>(random() & 0xffffU);
    for (unsigned budget = 0; budget <= 16; ++budget) {
      std::vector<std::uint32_t> expected_8, expected_16;
      for (std::uint32_t i = begin; i < begin + count; ++i) {
        if (std::popcount(short_checks[i] ^ (check & 0xffU)) <= static_cast<int>(budget)) {
          expected_8.push_back(i);
        }
        const unsigned value = checks[2 * i] | (unsigned{checks[2 * i + 1]} << 8U);
        if (std::popcount(value ^ check) <= static_cast<int>(budget)) expected_16.push_back(i);
      }
      for (const Kernel kernel : available_kernels()) {
        const KernelTable& table = kernel_table(kernel);
        std::vector<std::uint32_t> out(std::size_t{count} + 1);
        auto found =
            table.filter_8(short_checks.data(), begin, count, check & 0xffU, budget, out.data());
        EXPECT_EQ(first_of(out, found), expected_8) << kernel_name(kernel);
        found = table.filter_16(checks.data(), begin, count, check, budget, out.data());
        EXPECT_EQ(first_of(out, found), expected_16) << kernel_name(kernel);
      }
    }
  }
}

TEST(Kernels, ComparingRowsAgreesOnEveryLengthAndRadius) {
  Random random(2);
  for (std::uint32_t count = 0; count <= 100; count += count < 40 ? 1 : 9) {
    const std::uint32_t begin = static_cast<std::uint32_t>(random() % 9);
    const Bytes fronts = random_bytes((std::size_t{begin} + count) * 16, random);
    std::vector<std::uint64_t> queries(2 * std::size_t{kTileQueries});
    for (auto& word : queries) word = random();
    for (unsigned radius = 44; radius <= 84; radius += 4) {
      std::vector<std::uint32_t> expected;
      std::vector<std::pair<std::uint32_t, std::uint32_t>> expected_pairs;
      for (std::uint32_t row = begin; row < begin + count; ++row) {
        for (std::uint32_t q = 0; q < kTileQueries; ++q) {
          if (bodies::front_distance(fronts.data(), row, queries.data() + 2 * std::size_t{q}) >
              radius) {
            continue;
          }
          expected_pairs.emplace_back(row, q);
          if (q == 0) expected.push_back(row);
        }
      }
      std::vector<std::uint32_t> rows(count);
      for (std::uint32_t i = 0; i < count; ++i) rows[i] = begin + i;
      for (const Kernel kernel : available_kernels()) {
        const KernelTable& table = kernel_table(kernel);
        std::vector<std::uint32_t> out(std::size_t{count} + 1);
        auto found = table.scan(fronts.data(), begin, count, queries.data(), radius, out.data());
        EXPECT_EQ(first_of(out, found), expected) << kernel_name(kernel);
        found = table.pick(fronts.data(), rows.data(), count, queries.data(), radius, out.data());
        EXPECT_EQ(first_of(out, found), expected) << kernel_name(kernel);
        // Rows as their own other halves: twice the distance.
        const std::uint64_t twice[4] = {queries[0], queries[1], queries[0], queries[1]};
        found = table.pick_whole(fronts.data(), fronts.data(), rows.data(), count, twice,
                                 2 * radius, out.data());
        EXPECT_EQ(first_of(out, found), expected) << kernel_name(kernel);
        std::vector<TileHit> hits(std::size_t{count} * kTileQueries + 1);
        found = table.tile(fronts.data(), begin, count, queries.data(), kTileQueries, radius,
                           hits.data());
        std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
        for (std::size_t i = 0; i < found; ++i) pairs.emplace_back(hits[i].row, hits[i].query);
        std::sort(pairs.begin(), pairs.end());
        EXPECT_EQ(pairs, expected_pairs) << kernel_name(kernel);
      }
    }
  }
}

}  // namespace
}  // namespace sanad::hamming
