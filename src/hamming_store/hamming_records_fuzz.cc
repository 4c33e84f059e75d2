// Arbitrary bytes as a log and as a manifest (the latter with a digest that fits). What is
// accepted must be written again as the same bytes.
#include <algorithm>
#include <cstdlib>

#include "crypto/crypto.h"
#include "records.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const ByteView bytes(data, size);
  if (const auto change = hamming_store::parse_change(bytes)) {
    const Bytes again = hamming_store::format_change(change->first);
    if (!std::ranges::equal(again, bytes.first(change->second))) std::abort();
  }
  (void)hamming_store::has_change_later(bytes);
  Bytes sealed(data, data + size);
  const Digest256 digest = crypto::sha256(sealed);
  sealed.insert(sealed.end(), digest.begin(), digest.end());
  const auto manifest = hamming_store::parse_manifest(sealed);
  if (manifest && hamming_store::format_manifest(*manifest) != sealed) std::abort();
  return 0;
}
