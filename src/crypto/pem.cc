#include "crypto/pem.h"

#include <algorithm>

namespace sanad::crypto {
namespace {

constexpr std::string_view kBegin = "-----BEGIN PUBLIC KEY-----\n";
constexpr std::string_view kEnd = "\n-----END PUBLIC KEY-----\n";

// SEQUENCE { SEQUENCE { OID 1.3.101.112 } BIT STRING of 32 bytes }: all before the key itself
// (RFC 8410 section 4).
constexpr std::array<std::uint8_t, 12> kSpkiStart = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                                     0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

}  // namespace

std::string format_public_key_pem(const std::array<std::uint8_t, 32>& public_key) {
  Bytes der(kSpkiStart.begin(), kSpkiStart.end());
  der.insert(der.end(), public_key.begin(), public_key.end());
  return std::string(kBegin) + format_base64(der) + std::string(kEnd);
}

Result<std::array<std::uint8_t, 32>> parse_public_key_pem(std::string_view text) {
  const Error error{ErrorCode::kInvalid, "an Ed25519 public key in PEM form is expected"};
  if (text.size() < kBegin.size() + kEnd.size()) return error;
  if (!text.starts_with(kBegin) || !text.ends_with(kEnd)) return error;
  text.remove_prefix(kBegin.size());
  text.remove_suffix(kEnd.size());
  const Result<Bytes> der = parse_base64(text);
  std::array<std::uint8_t, 32> key{};
  if (!der.ok() || der->size() != kSpkiStart.size() + key.size() ||
      !std::equal(kSpkiStart.begin(), kSpkiStart.end(), der->begin())) {
    return error;
  }
  std::copy(der->begin() + kSpkiStart.size(), der->end(), key.begin());
  return key;
}

}  // namespace sanad::crypto
