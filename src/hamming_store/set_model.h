// The obvious version of a set: for tests.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include "hamming_store/segment_set.h"

namespace sanad::hamming_store::test {

using hamming::Entry;
using hamming::Fingerprint;
using hamming::Match;
using Random = std::mt19937_64;

inline const files::Path kSet = "/set";

inline Entry random_entry(std::uint32_t number, Random& random) {
  return {{random(), random(), random(), random()}, number};
}

inline Fingerprint near(Fingerprint fingerprint, unsigned flips, Random& random) {
  for (unsigned i = 0; i < flips; ++i)
    fingerprint[random() % 4] ^= std::uint64_t{1} << (random() % 64);
  return fingerprint;
}

struct Model {
  std::set<Entry> entries;

  void add(const std::vector<Entry>& added) { entries.insert(added.begin(), added.end()); }
  void remove(const std::vector<std::uint32_t>& numbers) {
    std::erase_if(entries, [&](const Entry& entry) {
      return std::find(numbers.begin(), numbers.end(), entry.number) != numbers.end();
    });
  }
  std::vector<Match> lookup(const Fingerprint& query, unsigned radius) const {
    std::vector<Match> matches;
    for (const Entry& entry : entries) {
      const unsigned bits = hamming::distance(query, entry.fingerprint);
      if (bits <= radius) matches.push_back({bits, entry.number, entry.fingerprint});
    }
    std::sort(matches.begin(), matches.end());
    return matches;
  }
};

inline void expect_same(const SegmentSet& set, const Model& model,
                        const std::vector<Fingerprint>& queries, unsigned radius) {
  for (const Fingerprint& query : queries) {
    const auto found = set.lookup(query, radius);
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(*found, model.lookup(query, radius));
  }
}

}  // namespace sanad::hamming_store::test
