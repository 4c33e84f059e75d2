// What stands around the content of a message is read whatever the bytes are, and what was found
// lies within them. The content's pieces end where the walk says.
#include <cstdlib>

#include "cms/cms.h"
#include "walk.h"

namespace {

using namespace sanad;

// The form of an outline, from a cage that was taken over: what is read has one form only.
void check_form(std::string_view text) {
  const cms::PrivateKey key = cms::PrivateKey::from_seed(Bytes(cms::kSeedBytes, 1)).value();
  if (const auto outline = cms::parse_envelope_outline(text); outline.ok()) {
    if (cms::format_outline(*outline) != text) std::abort();
    MemorySink plain;
    const cms::Identity ours[] = {{&key, {}}};
    (void)cms::EnvelopeOpener::create(*outline, ours, plain);
  }
  if (const auto outline = cms::parse_signed_outline(text); outline.ok()) {
    if (cms::format_outline(*outline) != text) std::abort();
    (void)cms::SignedOpener::create(*outline, {});
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
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
  // What the cage says of any bytes is read in the server, or refused there.
  MemorySource source(ByteView(data, size));
  const std::vector<cms::CertificateName> names(1);
  if (const auto read = cms::read_envelope(source, names); read.ok())
    (void)cms::parse_envelope_outline(cms::format_outline(read->outline));
  if (const auto read = cms::read_signed(source, names); read.ok())
    (void)cms::parse_signed_outline(cms::format_outline(read->outline));
  check_form(as_text(ByteView(data, size)));
  return 0;
}
