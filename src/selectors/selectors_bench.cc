// Selectors: speed on generated text with known truth, recall and precision of every kind.
//   selectors_bench [MEGABYTES] [--file FILE]      default 256; FILE gets the text, for peers
//   selectors_bench --truth FILE                   writes "kind value offset length" lines
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "test_text.h"
#include "test_ways.h"

namespace {

using namespace sanad;
using namespace sanad::selectors;

double megabytes_per_second(std::string_view text, const Options& options, std::vector<Hit>* hits) {
  const auto start = std::chrono::steady_clock::now();
  Scanner scanner(options);
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += 1 << 20) {
    scanner.feed(as_bytes(text.substr(at, 1 << 20)));
    std::vector<Hit> some = scanner.take();
    count += some.size();
    if (hits)
      hits->insert(hits->end(), std::make_move_iterator(some.begin()),
                   std::make_move_iterator(some.end()));
  }
  scanner.finish();
  for (Hit& hit : scanner.take()) {
    ++count;
    if (hits) hits->push_back(std::move(hit));
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  if (count == 0) std::abort();
  return static_cast<double>(text.size()) / 1e6 / took.count();
}

void print_quality(const TestText& made, const std::vector<Hit>& hits) {
  struct Counts {
    std::size_t planted = 0, found = 0, hits = 0;
  };
  std::map<Kind, Counts> counts;
  const auto key = [](Kind kind, std::uint64_t offset, std::uint64_t length,
                      const std::string& value) {
    return fmt::format("{}|{}|{}|{}", offset, length, kind_name(kind), value);
  };
  std::set<std::string> found;
  for (const Hit& hit : hits) {
    found.insert(key(hit.kind, hit.offset, hit.length, hit.value));
    ++counts[hit.kind].hits;
  }
  for (const Planted& planted : made.truth) {
    Counts& count = counts[planted.kind];
    ++count.planted;
    count.found += found.count(key(planted.kind, planted.offset, planted.length, planted.value));
  }
  for (const auto& [kind, count] : counts) {
    fmt::print("{:<12} planted {:>6}  recall {:6.2f} %  precision {:6.2f} %\n", kind_name(kind),
               count.planted,
               count.planted
                   ? 100.0 * static_cast<double>(count.found) / static_cast<double>(count.planted)
                   : 0,
               count.hits
                   ? 100.0 * static_cast<double>(count.found) / static_cast<double>(count.hits)
                   : 0);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t megabytes = 256;
  std::string file;
  std::string truth;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--file" && i + 1 < argc)
      file = argv[++i];
    else if (word == "--truth" && i + 1 < argc)
      truth = argv[++i];
    else
      megabytes = static_cast<std::size_t>(std::atoi(argv[i]));
  }
  TextMaker maker(2026);
  const TestText made = maker.make(megabytes * 1'000'000);
  fmt::print("{} MB, {} planted, {} decoys\n", made.text.size() / 1'000'000, made.truth.size(),
             made.decoys);
  if (!file.empty()) std::ofstream(file, std::ios::binary) << made.text;
  if (!truth.empty()) {
    std::ofstream out(truth);
    for (const Planted& p : made.truth)
      out << fmt::format("{}\t{}\t{}\t{}\n", kind_name(p.kind), p.value, p.offset, p.length);
  }
  struct Row {
    std::string_view name;
    Instructions instructions;
  };
  for (const Row& row : {Row{"AVX-512", Instructions::kAvx512}, Row{"AVX2", Instructions::kAvx2},
                         Row{"plain", Instructions::kPlain}}) {
    double best = 0;
    for (int i = 0; i < (row.instructions == Instructions::kPlain ? 1 : 3); ++i) {
      best = std::max(
          best, megabytes_per_second(made.text, {.region = "PK", .instructions = row.instructions},
                                     nullptr));
    }
    fmt::print("all kinds, every checksum, {}: {:.0f} MB/s\n", row.name, best);
  }
  TextMaker hidden_maker(7);
  std::string hidden;
  for (std::size_t i = 0; hidden.size() < 64'000'000; ++i) {
    hidden +=
        written(i % kWays.size(), "so then ", hidden_maker.make(3000, 600).text, " was written\n");
  }
  fmt::print("64 MB in twelve ways of writing: {:.0f} MB/s\n",
             megabytes_per_second(hidden, {.region = "PK"}, nullptr));
  std::vector<Hit> hits;
  megabytes_per_second(made.text, {.region = "PK"}, &hits);
  print_quality(made, hits);
}
