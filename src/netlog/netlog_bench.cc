// Bytes of log read per second, for a log that is mostly bodies (as a download's is), and for one
// that is mostly small events.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <string>

#include "netlog/parser.h"

namespace {

using namespace sanad;
using namespace sanad::netlog;

class Count final : public Listener {
 public:
  Result<void> on_bytes(const Exchange&, Channel, ByteView bytes) override {
    total += bytes.size();
    return {};
  }
  std::size_t total = 0;
};

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A recorded log, then the same lines again and again up to size bytes: all its event lines, or one
// read of 64 KiB as a download writes them.
std::string make_log(std::size_t size, bool bodies_only) {
  const std::string log = read_file(SANAD_NETLOG_TESTDATA "/http2.json");
  const std::size_t begin = log.find('\n', log.find('\n') + 1) + 1;
  const std::size_t end = log.find("],\n\"polledData\"");
  std::string lines = log.substr(begin, end - begin) + ",\n";
  std::string out = log.substr(0, begin) + lines;
  if (bodies_only) {
    const std::size_t tail = lines.find("},\"phase\"", lines.find("\"byte_count\""));
    lines = "{\"params\":{\"byte_count\":65536,\"bytes\":\"" + format_base64(Bytes(65536, 0x5A)) +
            "\"" + lines.substr(tail, lines.find('\n', tail) - tail + 1);
  }
  while (out.size() < size) out += lines;
  return out;
}

void run(benchmark::State& state, bool bodies_only) {
  const std::string log = make_log(std::size_t{64} << 20, bodies_only);
  constexpr std::size_t kPiece = 65536;
  for (auto _ : state) {
    Count count;
    Parser parser(count);
    for (std::size_t at = 0; at < log.size(); at += kPiece) {
      if (!parser.feed(as_bytes(std::string_view(log).substr(at, kPiece))).ok()) {
        state.SkipWithError("the log could not be read");
        return;
      }
    }
    benchmark::DoNotOptimize(parser.finish().ok());
    benchmark::DoNotOptimize(count.total);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(log.size()));
}

void BM_Bodies(benchmark::State& state) { run(state, true); }
void BM_Events(benchmark::State& state) { run(state, false); }
BENCHMARK(BM_Bodies)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Events)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
