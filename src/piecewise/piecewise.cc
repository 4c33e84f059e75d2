#include "piecewise/piecewise.h"

#include <fuzzy.h>

#include <algorithm>
#include <array>
#include <limits>

namespace sanad::piecewise {
namespace {

constexpr std::size_t kMaxSsdeepPart = 64;
constexpr std::size_t kMaxBlockDigits = 10;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_base64(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' || c == '/';
}

}  // namespace

std::string ssdeep(ByteView content) {
  std::array<char, FUZZY_MAX_RESULT> text{};
  if (content.size() > std::numeric_limits<std::uint32_t>::max() ||
      fuzzy_hash_buf(content.data(), static_cast<std::uint32_t>(content.size()), text.data()) !=
          0) {
    return "3::";
  }
  return text.data();
}

Result<std::string> parse_ssdeep(std::string_view text) {
  const Error wrong{ErrorCode::kInvalid,
                    "an ssdeep digest is BLOCKSIZE:HASH:HASH; look at the value"};
  text = text.substr(0, text.find(','));
  const std::size_t first = text.find(':');
  if (first == std::string_view::npos || first == 0 || first > kMaxBlockDigits) return wrong;
  const std::size_t second = text.find(':', first + 1);
  if (second == std::string_view::npos) return wrong;
  const std::string_view parts[] = {text.substr(first + 1, second - first - 1),
                                    text.substr(second + 1)};
  if (!std::ranges::all_of(text.substr(0, first), is_digit)) return wrong;
  for (const std::string_view part : parts) {
    if (part.size() > kMaxSsdeepPart || !std::ranges::all_of(part, is_base64)) return wrong;
  }
  return std::string(text);
}

int ssdeep_score(const std::string& a, const std::string& b) {
  return std::max(0, fuzzy_compare(a.c_str(), b.c_str()));
}

}  // namespace sanad::piecewise
