// Lookups, building, opening and re-scanning.
//   hamming_bench [MILLIONS] [random|correlated] [FILE]
//   hamming_bench [MILLIONS] [random|correlated] --set
//   hamming_bench MILLIONS PRINTS QUERIES    both files of 32 bytes a fingerprint, as photos_bench
//                                            writes them
// MILLIONS defaults to 10; 100 needs 16 GB of memory and 9 GB of disk. FILE is built if it is not
// there, and kept; otherwise the index is a temporary file. --set measures a set that grows
// instead. Prints a line for each figure. The
// bounds are measured in the same run: bytes read from memory in order, and bits counted in
// registers.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "hamming_store/index_file.h"
#include "hamming_store/segment_set.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace sanad::hamming_store {
namespace {

using hamming::Entry;
using hamming::Fingerprint;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// SplitMix64 (Steele, Lea and Flood, 2014): fast, and the same everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t operator()() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

 private:
  std::uint64_t state_;
};

Fingerprint flip(Fingerprint fingerprint, unsigned bits, Random& random) {
  for (unsigned i = 0; i < bits; ++i) {
    const std::uint64_t bit = random() % hamming::kFingerprintBits;
    fingerprint[bit / 64] ^= std::uint64_t{1} << (bit % 64);
  }
  return fingerprint;
}

// Neighbouring bits depend on each other (7 of 10 repeat the bit before); families of up to 30
// variants within 40 bits.
std::vector<Entry> make_set(std::size_t count, bool correlated) {
  Random random(1);
  std::vector<Entry> entries;
  entries.reserve(count);
  while (entries.size() < count) {
    Fingerprint original = {random(), random(), random(), random()};
    if (!correlated) {
      entries.push_back({original, static_cast<std::uint32_t>(entries.size())});
      continue;
    }
    std::uint64_t bit = random() & 1U;
    for (unsigned i = 0; i < hamming::kFingerprintBits; ++i) {
      if (random() % 10 >= 7) bit ^= 1U;
      original[i / 64] = (original[i / 64] & ~(std::uint64_t{1} << (i % 64))) | bit << (i % 64);
    }
    for (std::size_t i = 1 + random() % 30; i > 0 && entries.size() < count; --i) {
      entries.push_back({flip(original, static_cast<unsigned>(random() % 41), random),
                         static_cast<std::uint32_t>(entries.size())});
    }
  }
  return entries;
}

// Half near something that is there, half like the set but not in it.
std::vector<Fingerprint> make_queries(const hamming::Index& index, std::size_t count,
                                      bool correlated) {
  Random random(2);
  std::vector<Fingerprint> queries;
  for (std::size_t i = 0; i < count; ++i) {
    const Fingerprint near = index.row(random() % index.rows()).fingerprint;
    if (i % 2 == 0) {
      queries.push_back(flip(near, static_cast<unsigned>(random() % 32), random));
    } else if (correlated) {
      const Fingerprint other = index.row(random() % index.rows()).fingerprint;
      queries.push_back({near[0], near[1], other[2], other[3]});
    } else {
      queries.push_back({random(), random(), random(), random()});
    }
  }
  return queries;
}

Result<std::vector<Fingerprint>> read_prints(files::FileSystem& fs, const std::string& path,
                                             std::size_t most) {
  SANAD_TRY(const Bytes bytes, files::read_file(fs, path, std::uint64_t{1} << 33U));
  std::vector<Fingerprint> out;
  for (std::size_t at = 0; at + 32 <= bytes.size() && out.size() < most; at += 32) {
    out.push_back(hamming::fingerprint_from(ByteView(bytes).subspan(at).first<32>()));
  }
  return out;
}

void measure_lookups(const hamming::Index& index, const std::vector<Fingerprint>& queries,
                     unsigned radius, double limit_s) {
  std::vector<double> times;
  std::uint64_t matches = 0;
  std::uint64_t scanned = 0;
  hamming::LookupStats sum;
  const auto start = Clock::now();
  for (const Fingerprint& query : queries) {
    hamming::LookupStats stats;
    const auto begin = Clock::now();
    const auto found = index.lookup(query, radius, &stats);
    times.push_back(seconds_since(begin));
    if (!found) std::abort();
    matches += found->size();
    scanned += stats.scanned ? 1 : 0;
    sum.keys += stats.keys;
    sum.candidates += stats.candidates;
    sum.fetched += stats.fetched;
    if (seconds_since(start) > limit_s) break;
  }
  const double total = seconds_since(start);
  const auto count = static_cast<double>(times.size());
  std::sort(times.begin(), times.end());
  std::printf("radius %u: %.0f lookups/s; median %.3f ms, p99 %.3f ms, longest %.3f ms\n", radius,
              count / total, times[times.size() / 2] * 1e3, times[times.size() * 99 / 100] * 1e3,
              times.back() * 1e3);
  std::printf("  each: %.0f keys, %.0f candidates, %.0f fetched, %.2f matches; %.1f %% scanned\n",
              static_cast<double>(sum.keys) / count, static_cast<double>(sum.candidates) / count,
              static_cast<double>(sum.fetched) / count, static_cast<double>(matches) / count,
              100 * static_cast<double>(scanned) / count);
}

#if defined(__x86_64__)
// Pairs of fingerprints a second if nothing had to be loaded: 256 bits combined, counted, added.
[[gnu::target("avx512f,avx512vpopcntdq")]] double register_pairs_per_s() {
  constexpr std::size_t kRounds = 20'000'000;
  __m512i rows[4] = {_mm512_set1_epi64(1), _mm512_set1_epi64(2), _mm512_set1_epi64(3),
                     _mm512_set1_epi64(4)};
  __m512i query = _mm512_set1_epi64(5);
  __m512i sum = _mm512_setzero_si512();
  const auto start = Clock::now();
  for (std::size_t i = 0; i < kRounds; ++i) {
    asm volatile("" : "+v"(query), "+v"(rows[0]), "+v"(rows[1]), "+v"(rows[2]), "+v"(rows[3]));
    __m512i bits = _mm512_popcnt_epi64(_mm512_xor_si512(rows[0], query));
    for (int word = 1; word < 4; ++word) {
      bits = _mm512_add_epi64(bits, _mm512_popcnt_epi64(_mm512_xor_si512(rows[word], query)));
    }
    sum = _mm512_xor_si512(sum, bits);
  }
  asm volatile("" : : "v"(sum));
  return 8 * static_cast<double>(kRounds) / seconds_since(start);
}

[[gnu::target("avx512f")]] double memory_bytes_per_s(ByteView bytes) {
  __m512i sum = _mm512_setzero_si512();
  const auto start = Clock::now();
  for (std::size_t at = 0; at + 64 <= bytes.size(); at += 64) {
    sum = _mm512_xor_si512(sum, _mm512_loadu_si512(bytes.data() + at));
  }
  asm volatile("" : : "v"(sum));
  return static_cast<double>(bytes.size()) / seconds_since(start);
}
#endif

void measure_rescan(const hamming::Index& index, ByteView bytes,
                    const std::vector<Fingerprint>& queries, unsigned radius) {
  const std::size_t count = std::min<std::size_t>(queries.size(), 256);
  const std::span<const Fingerprint> some(queries.data(), count);
  const auto measure = [&](const char* what, hamming::Plan plan) {
    const auto start = Clock::now();
    if (!index.lookup_all(some, radius, plan)) std::abort();
    const double rate = static_cast<double>(count) / seconds_since(start);
    std::printf("%zu queries at once, %s: %.0f queries/s\n", count, what, rate);
    return rate * static_cast<double>(index.rows());
  };
  measure("by cost", hamming::Plan::kByCost);
  const double pairs = measure("tiled scan", hamming::Plan::kScan);
#if defined(__x86_64__)
  if (hamming::best_kernel() != hamming::Kernel::kAvx512) return;
  const double bound = register_pairs_per_s();
  std::printf("  %.2e pairs/s; bound of counting 256 bits in registers %.2e; ratio %.2f\n", pairs,
              bound, pairs / bound);
  const ByteView fronts = bytes.subspan(64, index.rows() * 16);
  const double memory = memory_bytes_per_s(fronts);
  const auto start = Clock::now();
  constexpr int kScans = 5;
  for (int i = 0; i < kScans; ++i) {
    if (!index.lookup(queries[static_cast<std::size_t>(i)], radius, nullptr,
                      hamming::Plan::kScan)) {
      std::abort();
    }
  }
  const double scans = kScans / seconds_since(start);
  const double read = scans * static_cast<double>(fronts.size());
  std::printf("one query, scan: %.0f queries/s; %.1f GB/s of %.1f GB/s read in order, ratio %.2f\n",
              scans, read / 1e9, memory / 1e9, read / memory);
#endif
}

Result<void> build(files::FileSystem& fs, const files::Path& path, std::vector<Entry> entries) {
  const auto start = Clock::now();
  SANAD_CHECK(write_index_file(fs, path, std::move(entries)));
  std::printf("build, on the disk: %.1f s\n", seconds_since(start));
  return {};
}

// With no queries given they are invented, as the set was.
Result<void> measure(files::FileSystem& fs, const files::Path& path, bool correlated,
                     std::vector<Fingerprint> queries) {
  auto start = Clock::now();
  SANAD_TRY(const auto file, IndexFile::open(fs, path));
  std::printf("open: %.3f ms\n", seconds_since(start) * 1e3);
  const hamming::Index& index = file->index();
  std::printf("%.1f bytes a fingerprint\n",
              static_cast<double>(index.size_bytes()) / static_cast<double>(index.rows()));
  start = Clock::now();
  file->warm();
  std::printf("warm: %.2f s\n", seconds_since(start));
  if (queries.empty()) queries = make_queries(index, 20'000, correlated);
  for (const unsigned radius : {31U, 31U, 16U, 48U, 64U})
    measure_lookups(index, queries, radius, 8);
  measure_rescan(index, file->bytes(), queries, 31);
  return {};
}

Result<void> run(std::size_t count, bool correlated, files::Path path) {
  files::PosixFileSystem fs;
  SANAD_TRY(const auto directory, files::TempDir::create("hamming-bench"));
  if (path.empty()) path = directory.path() / "index";
  std::printf("%zu %s fingerprints, %s\n", count, correlated ? "correlated" : "random",
              hamming::kernel_name(hamming::best_kernel()).data());
  SANAD_TRY(const auto there, fs.stat(path));
  if (!there) SANAD_CHECK(build(fs, path, make_set(count, correlated)));
  return measure(fs, path, correlated, {});
}

Result<void> run_prints(std::size_t count, const std::string& prints, const std::string& asked) {
  files::PosixFileSystem fs;
  SANAD_TRY(const auto directory, files::TempDir::create("hamming-bench"));
  const files::Path path = directory.path() / "index";
  std::vector<Entry> entries;
  {
    SANAD_TRY(const auto read, read_prints(fs, prints, count));
    for (const Fingerprint& one : read) {
      entries.push_back({one, static_cast<std::uint32_t>(entries.size())});
    }
  }
  std::printf("%zu fingerprints of %s\n", entries.size(), prints.c_str());
  SANAD_TRY(auto queries, read_prints(fs, asked, 20'000));
  SANAD_CHECK(build(fs, path, std::move(entries)));
  return measure(fs, path, true, std::move(queries));
}

// From the call that adds a fingerprint, the disk included, until a lookup has found it.
Result<void> measure_additions(SegmentSet& set, Random& random, std::uint32_t number) {
  constexpr std::uint32_t kAdditions = 300;
  std::vector<double> times;
  for (std::uint32_t i = 0; i < kAdditions; ++i) {
    const Entry entry{{random(), random(), random(), random()}, number + i};
    const auto start = Clock::now();
    SANAD_CHECK(set.add({&entry, 1}));
    SANAD_TRY(const auto found, set.lookup(entry.fingerprint, 31));
    times.push_back(seconds_since(start));
    if (found.empty()) std::abort();
  }
  std::sort(times.begin(), times.end());
  std::printf("added and found: median %.2f ms, p99 %.2f ms, longest %.2f ms\n",
              times[times.size() / 2] * 1e3, times[times.size() * 99 / 100] * 1e3,
              times.back() * 1e3);
  return {};
}

Result<void> measure_set_lookups(const SegmentSet& set, Random& random) {
  constexpr int kLookups = 10'000;
  const auto start = Clock::now();
  for (int i = 0; i < kLookups; ++i) {
    SANAD_CHECK(set.lookup({random(), random(), random(), random()}, 31));
  }
  const SetStats stats = set.stats();
  std::printf("%.0f lookups/s in %lu segments and %lu fresh rows\n",
              kLookups / seconds_since(start), static_cast<unsigned long>(stats.segments),
              static_cast<unsigned long>(stats.fresh_rows));
  return {};
}

Result<void> run_set(std::size_t count, bool correlated) {
  files::PosixFileSystem fs;
  SANAD_TRY(const auto directory, files::TempDir::create("hamming-bench"));
  SANAD_TRY(auto set, SegmentSet::open(fs, directory.path() / "set"));
  auto entries = make_set(count, correlated);
  auto start = Clock::now();
  SANAD_CHECK(set->import_entries(std::move(entries)));
  std::printf("import of %zu: %.1f s\n", count, seconds_since(start));
  Random random(3);
  auto number = static_cast<std::uint32_t>(count);
  SANAD_CHECK(measure_set_lookups(*set, random));
  SANAD_CHECK(measure_additions(*set, random, number));
  for (int i = 0; i < 50; ++i) {
    std::vector<Entry> batch(1000);
    for (Entry& entry : batch) entry = {{random(), random(), random(), random()}, ++number};
    SANAD_CHECK(set->add(batch));
  }
  SANAD_CHECK(measure_set_lookups(*set, random));
  SANAD_CHECK(measure_additions(*set, random, number));
  start = Clock::now();
  SANAD_CHECK(set->merge());
  std::printf("merge of what is fresh: %.2f s\n", seconds_since(start));
  SANAD_CHECK(measure_set_lookups(*set, random));
  set.reset();
  start = Clock::now();
  SANAD_TRY(set, SegmentSet::open(fs, directory.path() / "set"));
  std::printf("open again: %.2f ms\n", seconds_since(start) * 1e3);
  return {};
}

}  // namespace
}  // namespace sanad::hamming_store

int main(int argc, char** argv) {
  const double millions = argc > 1 ? std::atof(argv[1]) : 10;
  const bool correlated = argc > 2 && std::string(argv[2]) == "correlated";
  const std::string path = argc > 3 ? argv[3] : "";
  const auto count = static_cast<std::size_t>(millions * 1e6);
  const std::string kind = argc > 2 ? argv[2] : "random";
  const bool given = argc > 3 && kind != "random" && kind != "correlated";
  const auto done = given             ? sanad::hamming_store::run_prints(count, kind, path)
                    : path == "--set" ? sanad::hamming_store::run_set(count, correlated)
                                      : sanad::hamming_store::run(count, correlated, path);
  if (!done) std::fprintf(stderr, "error: %s\n", done.error().message.c_str());
  return done ? 0 : 1;
}
