// Import, export and differences of large lists, beside the reading of their JSON alone.
#include <benchmark/benchmark.h>

#include <random>

#include "json/json.h"
#include "list_fixture.h"
#include "lists/diff.h"
#include "lists/export.h"
#include "lists/format.h"

namespace {

using namespace sanad;
using namespace sanad::lists;

List large_list(int entries, unsigned seed) {
  List list = harbour_list();
  const Entry model = list.entries[0];
  list.entries.clear();
  std::mt19937_64 random(seed);
  for (int i = 0; i < entries; ++i) {
    Entry entry = model;
    entry.id = "entry-" + std::to_string(1'000'000 + i);
    entry.value.clear();
    while (entry.value.size() < 64) entry.value += "0123456789abcdef"[random() % 16];
    if (i % 10) entry.feedback.clear();
    list.entries.push_back(std::move(entry));
  }
  return list;
}

constexpr int kEntries = 100'000;

void count(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
  state.counters["entries/s"] =
      benchmark::Counter(kEntries, benchmark::Counter::kIsIterationInvariantRate);
}

void read_json_alone(benchmark::State& state) {
  const std::string text = format_list(large_list(kEntries, 1));
  for (auto _ : state) benchmark::DoNotOptimize(json::parse(text).ok());
  count(state, text.size());
}
BENCHMARK(read_json_alone)->Unit(benchmark::kMillisecond);

void read_own_form(benchmark::State& state) {
  const std::string text = format_list(large_list(kEntries, 1));
  for (auto _ : state) benchmark::DoNotOptimize(parse_loose_list(text).ok());
  count(state, text.size());
}
BENCHMARK(read_own_form)->Unit(benchmark::kMillisecond);

void import_in(benchmark::State& state, Format format, const std::string& text) {
  const ImportOptions options{.name = "N", .owner = "O", .signal = "pdq"};
  for (auto _ : state) {
    const auto imported = import_list(format, text, options);
    if (!imported.ok() || imported->list.entries.size() != kEntries)
      state.SkipWithError("not every entry was taken");
  }
  count(state, text.size());
}
void import_plain_file(benchmark::State& state) {
  const auto text = export_plain(large_list(kEntries, 1), "pdq", PlainStyle::kBare)->text;
  import_in(state, Format::kPlain, text);
}
BENCHMARK(import_plain_file)->Unit(benchmark::kMillisecond);
void import_threatexchange_rows(benchmark::State& state) {
  const auto text = export_threatexchange_csv(large_list(kEntries, 1))->text;
  import_in(state, Format::kThreatExchangeCsv, text);
}
BENCHMARK(import_threatexchange_rows)->Unit(benchmark::kMillisecond);
void import_stix_bundle(benchmark::State& state) {
  const auto text = export_stix(large_list(kEntries, 1))->text;
  import_in(state, Format::kStix, text);
}
BENCHMARK(import_stix_bundle)->Unit(benchmark::kMillisecond);
void import_misp_event(benchmark::State& state) {
  const auto text = export_misp(large_list(kEntries, 1))->text;
  import_in(state, Format::kMisp, text);
}
BENCHMARK(import_misp_event)->Unit(benchmark::kMillisecond);

void difference(benchmark::State& state) {
  const List before = large_list(kEntries, 1);
  List after = before;
  for (std::size_t i = 0; i < after.entries.size(); i += 100) after.entries[i].note = "Another";
  for (auto _ : state) benchmark::DoNotOptimize(diff_lists(before, after).changed.size());
  count(state, 0);
}
BENCHMARK(difference)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
