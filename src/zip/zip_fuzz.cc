// The reader never crashes, and what it accepts is written back to equal contents.
#include <cstdlib>

#include "zip/reader.h"
#include "zip/writer.h"

namespace {

using namespace sanad;

constexpr std::uint64_t kMaxFuzzBytes = 1U << 20;

void check(bool holds) {
  if (!holds) std::abort();
}

void compare(const zip::Reader& reader, const std::vector<std::pair<std::string, Bytes>>& kept) {
  check(reader.entries().size() == kept.size());
  for (const auto& [name, content] : kept) {
    const zip::Entry* entry = reader.find(name);
    check(entry != nullptr);
    const Result<Bytes> again = reader.read_all(*entry, kMaxFuzzBytes);
    check(again.ok() && *again == content);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  MemorySource source(ByteView(data, size));
  const zip::Limits limits{.max_entries = 64,
                           .max_entry_bytes = kMaxFuzzBytes,
                           .max_total_bytes = kMaxFuzzBytes,
                           .max_ratio = 2000};
  Result<zip::Reader> reader = zip::Reader::open(source, limits);
  if (!reader.ok()) return 0;
  MemorySink sink;
  zip::Writer writer(sink, {});
  std::vector<std::pair<std::string, Bytes>> kept;
  for (const zip::Entry& entry : reader->entries()) {
    Result<Bytes> content = reader->read_all(entry, kMaxFuzzBytes);
    if (!content.ok() || entry.is_folder) continue;
    check(writer.begin(entry.name, entry.method).ok());
    check(writer.write(*content).ok());
    check(writer.end().ok());
    kept.emplace_back(entry.name, std::move(*content));
  }
  check(writer.finish().ok());
  MemorySource rewritten(sink.bytes());
  Result<zip::Reader> again = zip::Reader::open(rewritten, limits);
  check(again.ok());
  compare(*again, kept);
  return 0;
}
