// Responses, requests and certificates from anyone are read without harm, and none verifies.
#include <cstdlib>

#include "timestamp/timestamp.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::timestamp;
  const sanad::ByteView bytes(data, size);
  static const sanad::Bytes kRequest =
      make_request(sanad::Digest256{}, sanad::Bytes(8, 0x77)).value();
  if (const auto info = parse_response(bytes); info.ok()) {
    if (verify(bytes, kRequest, sanad::Digest256{}, info->certificates).ok()) std::abort();
  }
  (void)parse_request(bytes).ok();
  (void)parse_certificates_pem(sanad::as_text(bytes)).ok();
  return 0;
}
