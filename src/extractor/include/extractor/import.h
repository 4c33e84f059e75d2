// The task "import": an original of any length, read over the channel of the cage.
#pragma once

#include <cstdint>
#include <string>

#include "base/stream.h"
#include "extractor/tasks.h"
#include "intake/intake.h"

namespace sanad::extractor {

struct ImportOrder {
  std::uint64_t size = 0;                   // of the source
  std::uint64_t memory_bytes = 4ULL << 30;  // of address space
  std::uint32_t cpu_seconds = 120;
  std::string coding;  // of the source's bytes (RFC 9110 8.4.1); empty for none
  std::string region;  // for selectors; two capitals or empty
  intake::Hints hints;
  intake::Limits limits;
};
// JSON, from the process that asks. kInvalid: it is none.
Result<ImportOrder> parse_import_order(ByteView text);

// Writes frames (docs/formats/import.md). Errors: those of source and write; the item cannot be
// read at all.
Result<void> import_task(const ImportOrder& order, RandomSource& source, const json::Object& cage,
                         const Write& write);

}  // namespace sanad::extractor
