// Segregated witness addresses: BIP-173 (version 0) and BIP-350 (the others).
#include "core.h"

namespace sanad::selectors {
namespace {

constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::uint32_t kBech32m = 0x2BC830A3;
constexpr std::size_t kMaxLength = 90;

constexpr std::array<std::int8_t, 256> kValues = [] {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  for (std::size_t i = 0; i < 32; ++i) {
    table[static_cast<Byte>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  }
  return table;
}();

std::uint32_t step(std::uint32_t check, std::uint32_t value) {
  constexpr std::array<std::uint32_t, 5> kGenerator = {0x3B6A57B2, 0x26508E6D, 0x1EA119FA,
                                                       0x3D4233DD, 0x2A1462B3};
  const std::uint32_t top = check >> 25;
  check = ((check & 0x1FFFFFF) << 5) ^ value;
  for (std::size_t i = 0; i < 5; ++i) check ^= ((top >> i) & 1) != 0 ? kGenerator[i] : 0;
  return check;
}

}  // namespace

bool is_segwit_address(std::string_view text, std::string_view network) {
  if (text.size() < 14 || text.size() > kMaxLength) return false;
  bool any_lower = false;
  bool any_upper = false;
  std::uint32_t check = 1;
  // The network's two letters, as the checksum takes them: upper bits, a nought, lower bits.
  for (const char c : network) check = step(check, static_cast<Byte>(c) >> 5U);
  check = step(check, 0);
  for (const char c : network) check = step(check, static_cast<Byte>(c) & 31U);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Byte byte = static_cast<Byte>(text[i]);
    any_lower = any_lower || is(byte, kLower);
    any_upper = any_upper || is(byte, kUpper);
    if (i < 3) continue;
    const std::int8_t value = kValues[lower(byte)];
    if (value < 0) return false;
    check = step(check, static_cast<std::uint32_t>(value));
  }
  if (any_lower && any_upper) return false;
  const int version = kValues[lower(static_cast<Byte>(text[3]))];
  if (version > 16 || check != (version == 0 ? 1U : kBech32m)) return false;
  // The program: groups of five bits between the version and the checksum of six.
  const std::size_t groups = text.size() - 3 - 1 - 6;
  const std::size_t bytes = groups * 5 / 8;
  const std::size_t spare = groups * 5 % 8;
  const int last = kValues[lower(static_cast<Byte>(text[text.size() - 7]))];
  if (groups == 0 || spare > 4 || (last & ((1 << spare) - 1)) != 0) return false;
  if (version == 0) return bytes == 20 || bytes == 32;
  return bytes >= 2 && bytes <= 40;
}

}  // namespace sanad::selectors
