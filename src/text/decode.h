// One code point at a time from UTF-8 that may be damaged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sanad::text {

// Stands for one malformed byte; no code point has this value.
inline constexpr char32_t kMalformed = 0x110000;

// Reads at text[at] and moves at past it. Well-formedness as in RFC 3629 section 4.
inline char32_t decode_one(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(at);
  if (lead < 0x80) return text[at++] & 0x7F;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() - at < length) return ++at, kMalformed;
  char32_t code = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return ++at, kMalformed;
    code = (code << 6) | (byte(at + i) & 0x3FU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  if (overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return ++at, kMalformed;
  at += length;
  return code;
}

}  // namespace sanad::text
