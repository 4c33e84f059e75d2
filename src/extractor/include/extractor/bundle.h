// The task "bundle": another agency's bundle, verified over the channel of the cage.
#pragma once

#include <cstdint>
#include <string>

#include "base/stream.h"
#include "extractor/tasks.h"
#include "verifier/verifier.h"

namespace sanad::extractor {

struct BundleOrder {
  std::uint64_t size = 0;  // of the source
  std::uint32_t cpu_seconds = 120;
  verifier::Trust trust;
};
// JSON, from the process that asks. kInvalid: it is none.
Result<BundleOrder> parse_bundle_order(ByteView text);

// Writes frames (docs/formats/parts.md): 'I' with {"verdict", "signed" (by a key of trust),
// "problem", "origin", "tree_size", "exhibits"}, 'Z'. Errors: those of source and write.
Result<void> bundle_task(const BundleOrder& order, RandomSource& source, const json::Object& cage,
                         const Write& write);

// The task "bundle-files": files of a bundle under one folder.
struct BundleFilesOrder {
  std::uint64_t size = 0;  // of the source
  std::uint32_t cpu_seconds = 120;
  std::string folder;  // ends in "/"
};
Result<BundleFilesOrder> parse_bundle_files_order(ByteView text);

// Writes frames: each file as a part, named by its path from the folder, and 'Z'. kInvalid,
// kIntegrity: no bundle, or a file is not as its directory says. Else the error of source or write.
Result<void> bundle_files_task(const BundleFilesOrder& order, RandomSource& source,
                               const json::Object& cage, const Write& write);

}  // namespace sanad::extractor
