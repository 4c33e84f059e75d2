#include <benchmark/benchmark.h>

#include <string>

#include "merkle/proof.h"

namespace sanad::merkle {
namespace {

constexpr std::size_t kLeaves = 1'000'000;

void append_a_million_entries(benchmark::State& state) {
  const std::string entry(150, 'e');
  for (auto _ : state) {
    Frontier frontier;
    for (std::size_t i = 0; i < kLeaves; ++i) frontier.append(leaf_hash(as_bytes(entry)));
    benchmark::DoNotOptimize(frontier.root());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kLeaves));
}
BENCHMARK(append_a_million_entries)->Unit(benchmark::kMillisecond);

void root_of_a_million_leaves(benchmark::State& state) {
  const std::vector<Hash> leaves(kLeaves);
  for (auto _ : state) benchmark::DoNotOptimize(root_of(leaves));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kLeaves));
}
BENCHMARK(root_of_a_million_leaves)->Unit(benchmark::kMillisecond);

void make_and_verify_inclusion(benchmark::State& state) {
  MemoryTree tree;
  for (std::size_t i = 0; i < kLeaves; ++i) tree.append(Hash{});
  const Hash root = tree.root();
  for (auto _ : state) {
    const auto proof = make_inclusion_proof({kLeaves / 3}, {kLeaves}, tree).value();
    benchmark::DoNotOptimize(verify_inclusion(Hash{}, {kLeaves / 3}, {kLeaves}, proof, root).ok());
  }
}
BENCHMARK(make_and_verify_inclusion);

}  // namespace
}  // namespace sanad::merkle

BENCHMARK_MAIN();
