#include "base/bytes.h"

#include <algorithm>

namespace sanad {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64UrlDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> values_of(std::string_view digits) {
  std::array<std::uint8_t, 256> values{};
  for (auto& value : values) value = kNoDigit;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    values[static_cast<std::uint8_t>(digits[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}
constexpr auto kHexValues = values_of(kHexDigits);
constexpr auto kBase64Values = values_of(kBase64Digits);

Error bad_hex() {
  return Error{ErrorCode::kInvalid, "an even number of lower-case hexadecimal digits is expected"};
}
Error bad_base64() {
  return Error{ErrorCode::kInvalid, "base64 with padding and nothing else is expected"};
}

std::string encode_base64(ByteView bytes, std::string_view digits, bool padded) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = static_cast<std::uint32_t>(bytes[i]) << 16;
    if (count > 1) group |= static_cast<std::uint32_t>(bytes[i + 1]) << 8;
    if (count > 2) group |= bytes[i + 2];
    for (std::size_t k = 0; k <= count; ++k) text += digits[(group >> (18 - 6 * k)) & 63u];
    if (padded) text.append(3 - count, '=');
  }
  return text;
}

}  // namespace

std::string format_hex(ByteView bytes) {
  std::string text(bytes.size() * 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text[2 * i] = kHexDigits[bytes[i] >> 4];
    text[2 * i + 1] = kHexDigits[bytes[i] & 15u];
  }
  return text;
}

Result<Bytes> parse_hex(std::string_view text) {
  if (text.size() % 2 != 0) return bad_hex();
  Bytes bytes(text.size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const unsigned high = kHexValues[static_cast<std::uint8_t>(text[2 * i])];
    const unsigned low = kHexValues[static_cast<std::uint8_t>(text[2 * i + 1])];
    if (high == kNoDigit || low == kNoDigit) return bad_hex();
    bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return bytes;
}

std::string format_base64(ByteView bytes) { return encode_base64(bytes, kBase64Digits, true); }

std::string format_base64url(ByteView bytes) {
  return encode_base64(bytes, kBase64UrlDigits, false);
}

Result<Bytes> parse_base64(std::string_view text) {
  if (text.size() % 4 != 0) return bad_base64();
  std::size_t digits = text.size();
  while (digits > 0 && text.size() - digits < 2 && text[digits - 1] == '=') --digits;
  Bytes bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const std::uint8_t value = kBase64Values[static_cast<std::uint8_t>(text[i])];
    if (value == kNoDigit) return bad_base64();
    buffer = (buffer << 6 | value) & 0xFFFFu;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<std::uint8_t>(buffer >> bits));
    }
  }
  // Bits that no byte took must be zero, or two texts would mean one value.
  if ((buffer & ((1u << bits) - 1u)) != 0) return bad_base64();
  return bytes;
}

Result<Digest256> parse_digest256(std::string_view hex) {
  SANAD_TRY(const Bytes bytes, parse_hex(hex));
  Digest256 digest{};
  if (bytes.size() != digest.size()) {
    return Error{ErrorCode::kInvalid, "a SHA-256 digest of 64 hexadecimal digits is expected"};
  }
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

bool equal_constant_time(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  std::uint8_t difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
  }
  return difference == 0;
}

}  // namespace sanad
