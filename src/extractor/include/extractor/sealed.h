// The task "sealed": a message that others sealed or signed, walked over the channel of the cage.
#pragma once

#include <cstdint>
#include <vector>

#include "base/stream.h"
#include "cms/outline.h"
#include "extractor/tasks.h"

namespace sanad::extractor {

struct SealedOrder {
  std::uint64_t size = 0;  // of the source
  std::uint32_t cpu_seconds = 120;
  bool is_signed = false;  // else enveloped
  std::vector<cms::CertificateName> names;
};
// JSON, from the process that asks. kInvalid: it is none.
Result<SealedOrder> parse_sealed_order(ByteView text);

// Writes frames (docs/formats/parts.md): 'I' with {"outline"} (cms/outline.h), one part with the
// bytes of the content, 'Z'. Errors: those of cms::read_envelope() and of write.
Result<void> sealed_task(const SealedOrder& order, RandomSource& source, const json::Object& cage,
                         const Write& write);

}  // namespace sanad::extractor
