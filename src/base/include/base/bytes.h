// Bytes and their textual forms. Decoders are strict: one text for one value.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sanad {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(std::string_view text) { return {text.begin(), text.end()}; }
inline std::string to_text(ByteView bytes) { return std::string(as_text(bytes)); }

// Lower-case hexadecimal. parse_hex refuses upper case and odd lengths (kInvalid).
std::string format_hex(ByteView bytes);
Result<Bytes> parse_hex(std::string_view text);

// Standard base64 with padding (RFC 4648 section 4). parse_base64 refuses missing padding, white
// space and non-zero trailing bits, so each value has exactly one text (kInvalid).
std::string format_base64(ByteView bytes);
Result<Bytes> parse_base64(std::string_view text);
// URL-safe alphabet without padding (RFC 4648 section 5).
std::string format_base64url(ByteView bytes);

// Well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF).
bool is_utf8(std::string_view text);

// 32 bytes, usable as a map key.
using Digest256 = std::array<std::uint8_t, 32>;
Result<Digest256> parse_digest256(std::string_view hex);  // 64 lower-case hex digits

// True if equal; takes the same time wherever they differ. Sizes are not secret.
bool equal_constant_time(ByteView a, ByteView b);

}  // namespace sanad
