// The range's certificate authority and what it issues. ECDSA P-256; keys are random, names are
// fixed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace sanad::range {

// PEM texts.
struct Credential {
  std::string certificate;
  std::string private_key;
};

struct Pki {
  Credential authority;    // a CA that no one trusts unless told
  Credential leaf;         // for the hosts, issued by it
  Credential expired;      // for expired.tirazan.example: ended 30 days before it was made
  Credential self_signed;  // for selfsigned.tirazan.example
  Credential timestamp;    // critical extended key usage timeStamping, issued by the authority
  std::string authority_sha256;       // hex of the DER
  std::string authority_spki_sha256;  // base64 of the SHA-256 of its public key info
};

// Reads what an earlier call left in directory, or makes all anew (also when a certificate ends
// within a week, or a host is missing). Files: authority.pem and authority.key, and so on; keys are
// readable by their owner only. kIo: the directory cannot be made, read or written.
Result<Pki> open_pki(const std::filesystem::path& directory, const std::vector<std::string>& hosts,
                     Timestamp now);

}  // namespace sanad::range
