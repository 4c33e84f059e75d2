// Invented fingerprints for tests and benchmarks, the same for each seed.
#pragma once

#include <random>
#include <vector>

#include "base/stream.h"
#include "hamming/index.h"

namespace sanad::hamming::test {

using Random = std::mt19937_64;

inline Fingerprint random_fingerprint(Random& random) {
  return {random(), random(), random(), random()};
}

// fingerprint with exactly `bits` others.
inline Fingerprint flip(Fingerprint fingerprint, unsigned bits, Random& random) {
  const Fingerprint before = fingerprint;
  while (distance(before, fingerprint) < bits) {
    const auto bit = static_cast<unsigned>(random() % kFingerprintBits);
    if (((before[bit / 64] ^ fingerprint[bit / 64]) >> (bit % 64) & 1U) == 0) {
      fingerprint[bit / 64] ^= std::uint64_t{1} << (bit % 64);
    }
  }
  return fingerprint;
}

inline std::vector<Entry> random_set(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  std::vector<Entry> entries(count);
  for (std::size_t i = 0; i < count; ++i) {
    entries[i] = {random_fingerprint(random), static_cast<std::uint32_t>(i)};
  }
  return entries;
}

// As of pictures: families of up to 30 variants within 40 bits of one original; originals whose
// neighbouring bits depend on each other (7 of 10 repeat the bit before), so that some keys are
// hundreds of times as frequent as others.
inline std::vector<Entry> correlated_set(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  std::vector<Entry> entries;
  entries.reserve(count);
  while (entries.size() < count) {
    Fingerprint original{};
    std::uint64_t bit = random() & 1U;
    for (unsigned i = 0; i < kFingerprintBits; ++i) {
      if (random() % 10 >= 7) bit ^= 1U;
      original[i / 64] |= bit << (i % 64);
    }
    const std::size_t variants = 1 + random() % 30;
    for (std::size_t i = 0; i < variants && entries.size() < count; ++i) {
      const auto bits = static_cast<unsigned>(random() % 41);
      entries.push_back({flip(original, bits, random), static_cast<std::uint32_t>(entries.size())});
    }
  }
  return entries;
}

inline Bytes index_of(const std::vector<Entry>& entries, const Shape& shape) {
  MemorySink sink;
  const auto written = write_index(entries, shape, sink);
  return written ? sink.take() : Bytes{};
}

}  // namespace sanad::hamming::test
