#include "similarity/similarity.h"

#include <tlsh.h>

#include <algorithm>
#include <array>
#include <limits>

namespace sanad::similarity {
namespace {

constexpr std::size_t kTlshDigits = 70;

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); }

}  // namespace

std::optional<std::string> tlsh(ByteView content) {
  Tlsh hasher;
  // The library counts in 32 bits.
  constexpr std::size_t kStep = 1U << 30U;
  if (content.size() > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  for (; !content.empty(); content = content.subspan(std::min(kStep, content.size()))) {
    hasher.update(content.data(), static_cast<unsigned>(std::min(kStep, content.size())));
  }
  hasher.final();
  std::array<char, kTlshDigits + 1> text{};
  hasher.getHash(text.data(), static_cast<unsigned>(text.size()));
  const std::string digits = text.data();
  if (digits.size() != kTlshDigits) return std::nullopt;
  return "T1" + digits;
}

Result<std::string> parse_tlsh(std::string_view text) {
  std::string digits(text.substr(text.starts_with("T1") || text.starts_with("t1") ? 2 : 0));
  for (char& c : digits) {
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  }
  if (digits.size() != kTlshDigits || !std::ranges::all_of(digits, is_hex)) {
    return Error{ErrorCode::kInvalid,
                 "a TLSH digest is \"T1\" and 70 hexadecimal digits; look at the value"};
  }
  return "T1" + digits;
}

int tlsh_distance(const std::string& a, const std::string& b) {
  Tlsh left, right;
  left.fromTlshStr(a.c_str() + 2);
  right.fromTlshStr(b.c_str() + 2);
  return left.totalDiff(&right);
}

}  // namespace sanad::similarity
