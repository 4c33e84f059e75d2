// Ed25519 public keys as the openssl program reads them: SubjectPublicKeyInfo in PEM (RFC 8410).
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::crypto {

std::string format_public_key_pem(const std::array<std::uint8_t, 32>& public_key);

// Accepts just what format_public_key_pem() writes (kInvalid).
Result<std::array<std::uint8_t, 32>> parse_public_key_pem(std::string_view text);

}  // namespace sanad::crypto
