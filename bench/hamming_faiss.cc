// faiss beside hamming_bench, on the same files and one thread: bench/hamming_vs_faiss.sh.
//   hamming_faiss flat|multihash PRINTS QUERIES SECONDS     both files of 32 bytes a fingerprint
// MultiHash has 16 tables of 16 bits; at radius 31 one of 16 pieces differs in at most one bit, so
// that with one bit flipped in each its answers are exact too.
#include <faiss/IndexBinaryFlat.h>
#include <faiss/IndexBinaryHash.h>
#include <faiss/impl/AuxIndexStructures.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kBits = 256, kBytes = kBits / 8;
constexpr int kRadius = 31;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<std::uint8_t> read_all(const char* name) {
  std::ifstream file(name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::unique_ptr<faiss::IndexBinary> made(const std::string& kind) {
  if (kind == "flat") return std::make_unique<faiss::IndexBinaryFlat>(kBits);
  auto index = std::make_unique<faiss::IndexBinaryMultiHash>(kBits, 16, 16);
  index->nflip = 1;
  return index;
}

}  // namespace

int main(int count, char** words) {
  if (count != 5) {
    std::fprintf(stderr, "hamming_faiss flat|multihash PRINTS QUERIES SECONDS\n");
    return 2;
  }
  const std::vector<std::uint8_t> prints = read_all(words[2]), queries = read_all(words[3]);
  const auto rows = static_cast<faiss::IndexBinary::idx_t>(prints.size() / kBytes);
  const std::size_t asked = queries.size() / kBytes;
  const double limit_s = std::atof(words[4]);
  const auto index = made(words[1]);
  auto start = Clock::now();
  index->add(rows, prints.data());
  std::printf("faiss %s: %ld fingerprints, built in %.1f s\n", words[1], static_cast<long>(rows),
              seconds_since(start));
  std::size_t done = 0, found = 0;
  start = Clock::now();
  for (; done < asked && seconds_since(start) < limit_s; ++done) {
    faiss::RangeSearchResult result(1);
    // faiss gives what lies nearer than the radius.
    index->range_search(1, queries.data() + done * kBytes, kRadius + 1, &result);
    found += result.lims[1];
  }
  std::printf("faiss %s, radius %d: %.1f lookups/s, %.4f matches each\n", words[1], kRadius,
              static_cast<double>(done) / seconds_since(start),
              static_cast<double>(found) / static_cast<double>(done));
  return 0;
}
