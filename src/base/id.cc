#include "base/id.h"

#include <cassert>
#include <cstdint>

namespace sanad {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kRandomSize = 10;
constexpr std::size_t kTextSize = 16;

}  // namespace

std::string format_id(std::string_view prefix, std::string_view random_10_bytes) {
  assert(random_10_bytes.size() == kRandomSize);
  std::string text(prefix);
  text += '-';
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : random_10_bytes) {
    buffer = (buffer << 8) | static_cast<std::uint8_t>(c);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += kAlphabet[(buffer >> bits) & 31u];
    }
  }
  return text;
}

bool is_id(std::string_view prefix, std::string_view text) {
  if (text.size() != prefix.size() + 1 + kTextSize) return false;
  if (!text.starts_with(prefix) || text[prefix.size()] != '-') return false;
  return text.substr(prefix.size() + 1).find_first_not_of(kAlphabet) == std::string_view::npos;
}

}  // namespace sanad
