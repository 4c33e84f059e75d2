// Responses, requests and certificates from anyone are read without harm, and no response verifies
// for a digest that it does not state.
#include <cstdlib>

#include "timestamp/timestamp.h"

namespace {

using namespace sanad::timestamp;

// Verifies a response against the request that it claims to answer, and against a wrong one.
void verify_as_claimed(sanad::ByteView response, const TimestampInfo& info) {
  const auto nonce = sanad::parse_hex(info.nonce_hex);
  if (!nonce.ok()) return;
  const auto request = make_request(info.imprint, nonce.value());
  if (!request.ok()) return;
  const auto verified = verify(response, request.value(), info.imprint, info.certificates);
  if (verified.ok() && verified->info.gen_time != info.gen_time) std::abort();
  sanad::Digest256 other = info.imprint;
  other[0] ^= 1;
  if (verify(response, request.value(), other, info.certificates).ok()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const sanad::ByteView bytes(data, size);
  if (const auto info = parse_response(bytes); info.ok()) verify_as_claimed(bytes, info.value());
  (void)parse_request(bytes).ok();
  (void)parse_certificates_pem(sanad::as_text(bytes)).ok();
  return 0;
}
