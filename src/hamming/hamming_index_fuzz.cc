// Arbitrary bytes as an index: with their digest made to fit, so that what follows it is reached.
// Opening, verifying and looking up must end with an answer or an error. Where verifying accepts,
// the tables must find what a scan finds.
#include <algorithm>
#include <cstdlib>

#include "crypto/crypto.h"
#include "hamming/index.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  // The first 33 bytes are the query and the radius; the rest is the index, but for
  // the digest of its footer.
  if (size < 33 + 64 + 40) return 0;
  std::array<std::uint8_t, 32> query_bytes{};
  std::copy_n(data, 32, query_bytes.begin());
  const hamming::Fingerprint query = hamming::fingerprint_from(query_bytes);
  const unsigned radius = data[32] % 70;
  Bytes bytes(data + 33, data + size);
  constexpr std::size_t kFooter = 4096;
  bytes.resize((bytes.size() - 1 + 64) / 64 * 64);
  if (bytes.size() < kFooter) return 0;
  const Digest256 digest = crypto::sha256(ByteView(bytes).last(kFooter).first(kFooter - 32));
  std::copy(digest.begin(), digest.end(), bytes.end() - 32);

  const auto index = hamming::Index::open(bytes);
  if (!index.ok()) return 0;
  const bool sound = index->verify().ok();
  const auto by_cost = index->lookup(query, radius);
  const auto by_scan = index->lookup(query, radius, nullptr, hamming::Plan::kScan);
  if (by_scan.ok() != (radius <= hamming::kRadiusMax)) std::abort();
  if (sound && by_cost.ok() != by_scan.ok()) std::abort();
  if (sound && by_cost.ok() && *by_cost != *by_scan) std::abort();
  if (index->shape().slots >= 4 && index->shape().key_bits <= 12 && radius <= 24) {
    const auto by_tables = index->lookup(query, radius, nullptr, hamming::Plan::kTables);
    if (sound && (!by_tables.ok() || *by_tables != *by_scan)) std::abort();
  }
  return 0;
}
