#include "manifest.h"

#include <algorithm>

namespace sanad::verifier {
namespace {

bool is_hex(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_printable(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7e; });
}

}  // namespace

Result<std::map<std::string, std::string, std::less<>>> parse_manifest(std::string_view text,
                                                                       std::size_t hex_digits) {
  const Error malformed{ErrorCode::kInvalid, "The hash list is not well formed."};
  std::map<std::string, std::string, std::less<>> listed;
  std::string_view previous;
  if (text.empty()) return malformed;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || end < hex_digits + 3) return malformed;
    const std::string_view digest = text.substr(0, hex_digits);
    const std::string_view path = text.substr(hex_digits + 2, end - hex_digits - 2);
    if (!is_hex(digest) || text.substr(hex_digits, 2) != "  " || !is_printable(path) ||
        !(previous < path))
      return malformed;
    listed.emplace_hint(listed.end(), path, digest);
    previous = path;
    text.remove_prefix(end + 1);
  }
  return listed;
}

}  // namespace sanad::verifier
