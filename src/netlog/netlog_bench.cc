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

constexpr std::size_t kLogBytes = std::size_t{64} << 20;

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

// A recorded log, its events again and again up to size bytes.
std::string make_events(std::size_t size) {
  const std::string log = read_file(SANAD_NETLOG_TESTDATA "/http2.json");
  const std::size_t begin = log.find('\n', log.find('\n') + 1) + 1;
  const std::string lines = log.substr(begin, log.find("],\n\"polledData\"") - begin) + ",\n";
  std::string out = log.substr(0, begin);
  while (out.size() < size) out += lines;
  return out;
}

// A recorded log up to its first read of a body, and then such reads of 64 KiB, as a download's
// are.
std::string make_bodies(std::size_t size) {
  const std::string log = read_file(SANAD_NETLOG_TESTDATA "/http2.json");
  const std::string name = "\"URL_REQUEST_JOB_FILTERED_BYTES_READ\":";
  const std::size_t number = log.find(name) + name.size();
  const std::string type =
      "\"type\":" + log.substr(number, log.find_first_of(",}", number) - number) + "}";
  const std::size_t type_at = log.find(type);
  const std::size_t line = log.rfind('\n', type_at) + 1;
  const std::size_t tail = log.find("},\"phase\"", line);
  const std::string read = "{\"params\":{\"byte_count\":65536,\"bytes\":\"" +
                           format_base64(Bytes(65536, 0x5A)) + "\"" +
                           log.substr(tail, log.find('\n', tail) - tail + 1);
  std::string out = log.substr(0, line);
  while (out.size() < size) out += read;
  return out;
}

void run(benchmark::State& state, const std::string& log, std::size_t least_bytes) {
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
    if (count.total < least_bytes) state.SkipWithError("bodies are missing");
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(log.size()));
}

void BM_Bodies(benchmark::State& state) { run(state, make_bodies(kLogBytes), kLogBytes / 2); }
void BM_Events(benchmark::State& state) { run(state, make_events(kLogBytes), 1); }
BENCHMARK(BM_Bodies)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Events)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
