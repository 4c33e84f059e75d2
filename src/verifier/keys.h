// Keys and certificates as PEM (RFC 7468). Text between blocks is for people and is passed over.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::verifier {

// The contents of each block with this label, in order; at least one. kInvalid if a block is
// broken.
Result<std::vector<Bytes>> parse_pem(std::string_view text, std::string_view label);

// The Ed25519 key in just one block "PUBLIC KEY" (SubjectPublicKeyInfo, RFC 8410).
Result<std::array<std::uint8_t, 32>> parse_pem_key(std::string_view text);

}  // namespace sanad::verifier
