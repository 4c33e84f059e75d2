// Importing through the real program in its cage.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstring>

#include "extract/import.h"

namespace {

using namespace sanad;
using namespace sanad::extract;

struct Counting final : ImportVisitor {
  Result<void> on_item(const Node&, const json::Value&) override { return {}; }
  Result<void> on_record(const Node&, json::Value record) override {
    benchmark::DoNotOptimize(record);
    ++records;
    return {};
  }
  Result<void> on_unread(const Node&, const json::Value&) override { return {}; }
  Result<void> on_done(const Node&, const json::Value&) override { return {}; }
  std::uint64_t records = 0;
};

// As Telegram Desktop writes them: about 480 bytes a message, a link in one of five.
std::string telegram_export(int messages) {
  std::string text = R"({"name": "Harbour", "type": "public_channel", "id": 77, "messages": [)";
  for (int i = 0; i < messages; ++i) {
    const std::string words = fmt::format(
        "The boat of {} is late again, and whoever waits at the pier may go home. ناؤ دیر سے ہے",
        i);
    const std::string shown =
        i % 5 == 0 ? fmt::format(R"(["{}", {{"type": "link", "text": "https://pier.example/{}"}}])",
                                 words, i)
                   : fmt::format(R"("{}")", words);
    text += fmt::format(
        R"({}{{"id": {}, "type": "message", "date": "2025-12-31T21:41:05", "date_unixtime": "{}",
   "from": "Harbour", "from_id": "channel77", "text": {},
   "text_entities": [{{"type": "plain", "text": "{}"}}]}})",
        i > 0 ? ",\n" : "\n", i, 1'767'213'665 + i, shown, words);
  }
  return text + "]}";
}

// What the processors did so far, for this process and for parsers that ended.
double processor_seconds() {
  double all = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage used{};
    ::getrusage(who, &used);
    for (const timeval& one : {used.ru_utime, used.ru_stime})
      all += static_cast<double>(one.tv_sec) + static_cast<double>(one.tv_usec) * 1e-6;
  }
  return all;
}

void telegram_through_the_cage(benchmark::State& state) {
  const std::string text = telegram_export(200'000);
  Counting seen;
  const double before = processor_seconds();
  for (auto _ : state) {
    if (!walk_import({}, source_of(as_bytes(text)), {.name = "result.json"}, seen).ok())
      state.SkipWithError("the import failed");
  }
  state.counters["messages_a_core_second"] =
      static_cast<double>(seen.records) / (processor_seconds() - before);
  state.SetItemsProcessed(static_cast<std::int64_t>(seen.records));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(telegram_through_the_cage)->Unit(benchmark::kMillisecond)->UseRealTime();

// More bytes than memory: a thing by itself, of which digests are computed.
void four_gibibytes(benchmark::State& state) {
  constexpr std::uint64_t kSize = 4ULL << 30;
  const Source source{kSize, [](std::uint64_t offset, std::span<std::uint8_t> out) {
                        const auto size = static_cast<std::size_t>(
                            std::min<std::uint64_t>(out.size(), kSize - offset));
                        std::memset(out.data(), 1, size);
                        return Result<std::size_t>(size);
                      }};
  Counting seen;
  for (auto _ : state) {
    if (!walk_import({}, source, {}, seen).ok()) state.SkipWithError("the import failed");
  }
  rusage of_children{}, own{};
  ::getrusage(RUSAGE_CHILDREN, &of_children);
  ::getrusage(RUSAGE_SELF, &own);
  state.counters["parser_mib"] = static_cast<double>(of_children.ru_maxrss) / 1024;
  state.counters["caller_mib"] = static_cast<double>(own.ru_maxrss) / 1024;
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kSize));
}
BENCHMARK(four_gibibytes)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);

}  // namespace

BENCHMARK_MAIN();
