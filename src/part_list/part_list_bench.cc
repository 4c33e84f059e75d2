#include <benchmark/benchmark.h>

#include "crypto/crypto.h"
#include "part_list/part_list.h"

namespace sanad::part_list {
namespace {

// A message of a chat as an import has it: 34 words with its members.
constexpr std::string_view kMessage =
    R"({"file":"original-1","record":{"at":"2026-03-01T10:00:00Z","author":"Samira of Pier Nine",)"
    R"("author_id":"user400017","id":"1234","kind":"message","platform":"telegram","text":"Ask the )"
    R"(harbour office for the key, and say that the boat will be late again tonight because of the )"
    R"(lamp"},"way":""})";

// algorithm: 0 to the whole part, 1 to each word.
void commit_to_a_message(benchmark::State& state) {
  const Bytes key(32, 7);
  const auto algorithm = static_cast<Algorithm>(state.range(0));
  std::uint64_t number = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(commitment_of(algorithm, salt_of(algorithm, key, number++), kMessage));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(commit_to_a_message)->Arg(0)->Arg(1);

// What no commitment can be below: the message hashed once.
void hash_a_message(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(crypto::sha256(as_bytes(kMessage)));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(hash_a_message);

}  // namespace
}  // namespace sanad::part_list

BENCHMARK_MAIN();
