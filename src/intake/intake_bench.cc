// Importers in memory, beside the bound of each.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <zlib.h>

#include "intake/intake.h"

namespace {

using namespace sanad;

class Counting final : public intake::Sink {
 public:
  Result<void> record(json::Object record) override {
    benchmark::DoNotOptimize(record);
    ++records;
    return {};
  }
  Result<void> begin_part(const intake::Part&) override { return {}; }
  Result<void> part_data(ByteView piece) override {
    bytes += piece.size();
    return {};
  }
  Result<void> end_part(std::string_view, bool) override { return {}; }
  Result<void> unread(const intake::Unread&) override { return {}; }
  std::uint64_t records = 0, bytes = 0;
};

// One member, as gzip makes it.
Bytes gzipped(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  Bytes out(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 64);
  stream.next_in = const_cast<Bytef*>(as_bytes(bytes).data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// 2,000 responses of 32 KiB, each in a member of its own.
const Bytes& web_archive() {
  static const Bytes kArchive = [] {
    Bytes all;
    std::uint32_t state = 7;
    for (int i = 0; i < 2000; ++i) {
      std::string body;
      while (body.size() < 32'768) {
        state = state * 1'664'525 + 1'013'904'223;
        body += fmt::format("<p>the boat {} waits at pier {}</p>\n", state >> 12U, i);
      }
      const std::string block = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body;
      const Bytes member = gzipped(fmt::format(
          "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{}>\r\n"
          "WARC-Date: 2026-01-31T16:41:05Z\r\nWARC-Target-URI: https://pier.example/{}\r\n"
          "Content-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n",
          i, i, block.size(), block));
      all.insert(all.end(), member.begin(), member.end());
    }
    return all;
  }();
  return kArchive;
}

std::uint64_t inflate_all(const Bytes& packed) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = const_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  Bytes out(1U << 18U);
  std::uint64_t total = 0;
  while (stream.avail_in > 0) {
    stream.next_out = out.data();
    stream.avail_out = static_cast<uInt>(out.size());
    const int status = inflate(&stream, Z_NO_FLUSH);
    total += out.size() - stream.avail_out;
    if (status == Z_STREAM_END) inflateReset(&stream);
    if (status != Z_OK && status != Z_STREAM_END) break;
  }
  inflateEnd(&stream);
  return total;
}

void warc_gz(benchmark::State& state) {
  const Bytes& archive = web_archive();
  const std::uint64_t unpacked = inflate_all(archive);
  for (auto _ : state) {
    MemorySource source(archive);
    Counting sink;
    benchmark::DoNotOptimize(intake::import(source, intake::Importer::kWarc, {}, {}, sink).ok());
    if (sink.records != 2000) state.SkipWithError("records are missing");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(unpacked));
}
BENCHMARK(warc_gz)->Unit(benchmark::kMillisecond);

// The bound: zlib alone.
void gunzip(benchmark::State& state) {
  const Bytes& archive = web_archive();
  std::uint64_t unpacked = 0;
  for (auto _ : state) unpacked = inflate_all(archive);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(unpacked));
}
BENCHMARK(gunzip)->Unit(benchmark::kMillisecond);

void csv(benchmark::State& state) {
  std::string table = "sent,who,words\n";
  for (int i = 0; i < 100'000; ++i)
    table += fmt::format("2026-01-31 21:41:05,Amal,\"the boat of {}, late again\"\n", i);
  Counting sink;
  for (auto _ : state) {
    MemorySource source(as_bytes(table));
    benchmark::DoNotOptimize(intake::import(source, intake::Importer::kCsv, {}, {}, sink).ok());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(table.size()));
  state.SetItemsProcessed(static_cast<std::int64_t>(sink.records));
}
BENCHMARK(csv)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
