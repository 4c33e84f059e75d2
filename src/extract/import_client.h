// One run of the task "import" in the cage.
#pragma once

#include "extract/import.h"

namespace sanad::extract {

struct ImportLimits {
  std::uint64_t parts = kMaxImportParts;
  std::uint64_t bytes = kMaxImportBytes;
  std::uint64_t part_bytes = 64ULL << 30;
};

// Errors: those of cage::run(), of the source and of the handler.
Result<Opened> run_import(const Extractor& extractor, const Source& source,
                          const ImportHints& hints, const ImportLimits& limits,
                          FrameReader::Handler handler);

}  // namespace sanad::extract
