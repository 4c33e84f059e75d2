// What stands around the content of a message is read whatever the bytes are, and what was found
// lies within them. The content's pieces end where the walk says.
#include <cstdlib>

#include "walk.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  for (const cms::Form form : {cms::Form::kAuthEnveloped, cms::Form::kSigned}) {
    MemorySource source(ByteView(data, size));
    const auto walked = cms::walk(source, form);
    if (!walked.ok()) continue;
    if (walked->content_at >= walked->content_end || walked->content_end > size) std::abort();
    if (walked->frame.size() > cms::kMaxFrameBytes + 64) std::abort();
    const auto content = cms::open_content(source, *walked);
    std::size_t total = 0;
    for (std::uint8_t piece[4096];;) {
      const auto got = content->read(piece);
      if (!got.ok() || *got == 0) break;
      total += *got;
      if (total > size) std::abort();
    }
  }
  MemorySink sink;
  MemorySource source(ByteView(data, size));
  (void)cms::open_envelope(source, {}, sink);
  (void)cms::open_signed(source, {}, sink);
  return 0;
}
