// Any bytes as an index, and damage to a good one: an error or an answer, never a crash.
#include <cstdlib>

#include "text/passage_index.h"

namespace {

using namespace sanad;
using namespace sanad::text;

void look(ByteView bytes, const Fingerprint& query) {
  const auto index = PassageIndex::open(bytes);
  if (!index.ok()) return;
  const auto found = index->lookup(query, 10);
  if (!found.ok() && found.error().code != ErrorCode::kIntegrity) std::abort();
  if (found.ok() && found->candidates.size() > 10) std::abort();
}

Bytes good_index(const Fingerprint& document) {
  PassageIndexBuilder builder;
  if (!builder.add(document).ok()) std::abort();
  MemorySink sink;
  if (!builder.write(sink).ok()) std::abort();
  return sink.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Fingerprint query = fingerprint("the mill of the lower village grinds").value();
  static const Bytes good = good_index(query);
  look({data, size}, query);
  // Pairs of a place, counted from either end, and a byte.
  Bytes damaged = good;
  for (std::size_t i = 0; i + 3 <= size && i < 60; i += 3) {
    const std::size_t place = (std::size_t{data[i]} << 8 | data[i + 1]) % 512;
    damaged[place < 256 ? place : damaged.size() - 1 - (place - 256)] = data[i + 2];
  }
  look(damaged, query);
  return 0;
}
