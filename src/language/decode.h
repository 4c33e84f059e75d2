// One character at a time.
#pragma once

#include <cstdint>
#include <string_view>

namespace sanad::language {

// The character at `at`, which moves past it. text: well-formed UTF-8, at < text.size().
inline char32_t decode_one(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[at + i]));
  };
  const char32_t first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t all = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) all = (all << 6U) | (byte(i) & 0x3FU);
  at += length;
  return all;
}

}  // namespace sanad::language
