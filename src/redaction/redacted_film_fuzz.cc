// Any bytes as a WebM of the strict form: what is read is written again byte by byte, and is no
// proof of a root that nothing leads to.
#include <cstdlib>

#include "redaction/film.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const Bytes file(data, data + size);
  MemorySource source(file);
  Bytes clusters;
  const auto read = redaction::read_film(source, [&](std::uint64_t, ByteView cluster) {
    clusters.insert(clusters.end(), cluster.begin(), cluster.end());
    return Result<void>();
  });
  if (!read.ok()) return 0;
  Bytes again = redaction::write_film_head(read->film, clusters.size());
  again.insert(again.end(), clusters.begin(), clusters.end());
  if (again != file || read->segments.size() != read->film.segments()) std::abort();
  redaction::Mask mask(read->segments.size(), redaction::kOpen);
  mask.back() = 0;
  if (redaction::verify_film_proof(*read, mask, merkle::empty_root(), as_text(file)).ok())
    std::abort();
  return 0;
}
