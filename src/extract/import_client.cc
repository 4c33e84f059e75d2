#include "import_client.h"

#include <algorithm>
#include <limits>

#include "cage/input.h"

namespace sanad::extract {
namespace {

// A source of any length takes its time; one that takes longer than this for each byte is held to
// be a trap.
constexpr std::uint64_t kLeastBytesASecond = 1U << 20U;

std::string order_of(const Extractor& extractor, const Source& source, const ImportHints& hints,
                     const ImportLimits& limits, std::uint32_t seconds) {
  json::Object order{{"size", source.size},
                     {"memory_bytes", extractor.import_memory_bytes},
                     {"cpu_seconds", seconds},
                     {"name", format_base64(as_bytes(hints.name))},
                     {"parts", limits.parts},
                     {"bytes", limits.bytes},
                     {"part_bytes", limits.part_bytes}};
  if (!hints.hints.coding.empty()) order.set("coding", hints.hints.coding);
  if (!hints.hints.type.empty()) order.set("type", hints.hints.type);
  if (!hints.hints.charset.empty()) order.set("charset", hints.hints.charset);
  if (!hints.region.empty()) order.set("region", hints.region);
  if (!hints.mapping.is_null()) order.set("mapping", hints.mapping);
  return json::format_canonical(json::Value(std::move(order)));
}

}  // namespace

Result<Opened> run_import(const Extractor& extractor, const Source& source,
                          const ImportHints& hints, const ImportLimits& limits,
                          FrameReader::Handler handler) {
  cage::Limits of_cage = extractor.limits;
  const std::uint64_t more = std::min<std::uint64_t>(source.size / kLeastBytesASecond, 1'000'000);
  of_cage.cpu_seconds += static_cast<std::uint32_t>(more);
  of_cage.wall_seconds += static_cast<std::uint32_t>(2 * more);
  // Records and parts are counted by the reader, and in the cage; nothing is kept of them here.
  of_cage.output_bytes = std::numeric_limits<std::uint64_t>::max();
  const std::string order = order_of(extractor, source, hints, limits, of_cage.cpu_seconds);
  SANAD_TRY(const cage::Input input, cage::Input::of(as_bytes(order)));
  FrameReader reader({limits.parts, limits.bytes, limits.part_bytes}, std::move(handler));
  const cage::Order run{.program = extractor.program,
                        .arguments = {"import"},
                        .input = input.fd(),
                        .limits = of_cage,
                        .is_cancelled = extractor.is_cancelled,
                        .read_at = source.read_at};
  SANAD_CHECK(cage::run(run, [&reader](ByteView piece) { return reader.update(piece); }));
  return reader.finish();
}

}  // namespace sanad::extract
