// Throughput of stored and deflated entries against the bound, the CRC-32 alone.
#include <benchmark/benchmark.h>
#include <zlib.h>

#include "zip/reader.h"
#include "zip/writer.h"

namespace {

using namespace sanad;

constexpr std::size_t kContentBytes = 32U << 20;

Bytes content() {
  Bytes bytes(kContentBytes);
  std::uint32_t state = 1;
  for (auto& byte : bytes) {
    state = state * 1664525U + 1013904223U;
    byte = static_cast<std::uint8_t>('a' + (state >> 28));
  }
  return bytes;
}

class CountingSink final : public ByteSink {
 public:
  Result<void> write(ByteView data) override {
    count_ += data.size();
    return {};
  }

 private:
  std::uint64_t count_ = 0;
};

void bench_crc_alone(benchmark::State& state) {
  const Bytes bytes = content();
  for (auto _ : state) benchmark::DoNotOptimize(crc32_z(0, bytes.data(), bytes.size()));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * kContentBytes));
}
BENCHMARK(bench_crc_alone);

void bench_write(benchmark::State& state, zip::WriterOptions options, zip::Method method) {
  const Bytes bytes = content();
  for (auto _ : state) {
    CountingSink sink;
    zip::Writer writer(sink, options);
    benchmark::DoNotOptimize(writer.begin("a", method));
    benchmark::DoNotOptimize(writer.write(bytes));
    benchmark::DoNotOptimize(writer.end());
    benchmark::DoNotOptimize(writer.finish());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * kContentBytes));
}
BENCHMARK_CAPTURE(bench_write, stored, {}, zip::Method::kStored);
BENCHMARK_CAPTURE(bench_write, stored_with_sha256, {.sha256 = true}, zip::Method::kStored);
BENCHMARK_CAPTURE(bench_write, deflated, {}, zip::Method::kDeflated);

void bench_read(benchmark::State& state, zip::Method method) {
  MemorySink sink;
  zip::Writer writer(sink, {});
  benchmark::DoNotOptimize(writer.add("a", method, content()));
  benchmark::DoNotOptimize(writer.finish());
  Bytes piece(256U << 10);
  for (auto _ : state) {
    MemorySource source(sink.bytes());
    Result<zip::Reader> reader = zip::Reader::open(source, {});
    Result<std::unique_ptr<ByteSource>> entry = reader->open_entry(reader->entries().front());
    while (*(*entry)->read(piece) != 0) benchmark::DoNotOptimize(piece.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * kContentBytes));
}
BENCHMARK_CAPTURE(bench_read, stored, zip::Method::kStored);
BENCHMARK_CAPTURE(bench_read, deflated, zip::Method::kDeflated);

}  // namespace

BENCHMARK_MAIN();
