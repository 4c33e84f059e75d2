#include <benchmark/benchmark.h>

#include "json/json.h"

namespace {

// Shaped like a browser's network log: small events, and some with a long base64 text.
std::string network_log(int events) {
  std::string text = "{\"events\":[";
  for (int i = 0; i < events; ++i) {
    if (i > 0) text += ",\n";
    text += R"({"params":{"byte_count":)" + std::to_string(i * 37 % 1460);
    if (i % 4 == 0) text += ",\"bytes\":\"" + std::string(1900, 'Q') + "\"";
    text += R"(},"phase":0,"source":{"id":)" + std::to_string(i) +
            R"(,"start_time":"101325","type":1},"time":"101427","type":123})";
  }
  return text + "]}";
}

void parse_network_log(benchmark::State& state) {
  const std::string text = network_log(20'000);
  for (auto _ : state) benchmark::DoNotOptimize(sanad::json::parse(text).ok());
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(parse_network_log)->Unit(benchmark::kMillisecond);

void format_network_log(benchmark::State& state) {
  const auto value = sanad::json::parse(network_log(20'000)).value();
  std::size_t size = 0;
  for (auto _ : state) size = sanad::json::format_canonical(value).size();
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(size));
}
BENCHMARK(format_network_log)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
