// Any bytes as the extractor's answer, in pieces of any length: no crash, limits hold, and the
// pieces change nothing.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "extract/frames.h"
#include "extract/way.h"

namespace {

using namespace sanad;
using namespace sanad::extract;

struct Outcome {
  bool ok = false;
  std::size_t parts = 0, bytes = 0, records = 0;
  bool operator==(const Outcome&) const = default;
};

Outcome read(ByteView stream, std::size_t piece) {
  const PartLimits limits{.parts = 5, .bytes = 100, .part_bytes = 60};
  Outcome outcome;
  const auto on_part = [&](Part part) -> Result<void> {
    ++outcome.parts;
    outcome.bytes += part.bytes.size();
    if (part.bytes.size() > limits.part_bytes || part.record > outcome.records) __builtin_trap();
    const auto back = unescape_step(escape_step(part.name));
    if (!back.ok() || *back != part.name) __builtin_trap();
    return {};
  };
  FrameReader reader(limits, {.on_part = on_part,
                              .on_record =
                                  [&](const json::Value&) {
                                    ++outcome.records;
                                    return Result<void>();
                                  },
                              .on_unread = [](const json::Value&) { return Result<void>(); }});
  bool ok = true;
  while (ok && !stream.empty()) {
    const std::size_t n = std::min(piece, stream.size());
    ok = reader.update(stream.first(n)).ok();
    stream = stream.subspan(n);
  }
  outcome.ok = ok && reader.finish().ok();
  if (outcome.parts > limits.parts || outcome.bytes > limits.bytes) __builtin_trap();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ByteView stream(data + 1, size - 1);
  if (!(read(stream, 1 + data[0]) == read(stream, size))) __builtin_trap();
  return 0;
}
