// Which credentials of an issuer were revoked: W3C Bitstring Status List 1.0, as one signed file
// that lies beside the certificates and is compared offline. Bit i stands for the credential whose
// status has index i, the most significant bit of a byte first. Pure. Tested by
// status_list_test.cc; fuzzed by credential_fuzz.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "json/json.h"

namespace sanad::credential {

// The shortest list that the standard allows: among so many, an index tells nothing of a person.
inline constexpr std::uint32_t kStatusListBits = 131'072;
inline constexpr std::size_t kMaxStatusListBytes = 1 << 20;  // of the bits, once unpacked

struct StatusList {
  std::string id;      // "urn:uuid:…"
  std::string issuer;  // did:key
  Timestamp at;        // as it stood then
  Bytes bits;
  // An index beyond the list is told as revoked: such a list cannot clear it.
  bool is_revoked(std::uint32_t index) const;
};

// The document without its proof.
json::Object format_status_list(std::string_view id, std::string_view issuer,
                                const std::vector<std::uint32_t>& revoked, Timestamp at);
// kInvalid: another document, or bits that are not a gzip stream of 16 KiB to 1 MiB in whole.
Result<StatusList> read_status_list(const json::Value& document);

}  // namespace sanad::credential
