// Addresses of machines: IPv4, IPv6 (RFC 4291, written as RFC 5952 asks), MAC (EUI-48).
#include <fmt/format.h>

#include <algorithm>

#include "core.h"

namespace sanad::selectors {
namespace {

// One byte in decimal without leading zeros; -1: none.
int read_octet(const Byte*& at) {
  const Byte* begin = at;
  int value = 0;
  while (is(*at, kDigit) && at - begin < 3) value = value * 10 + (*at++ - '0');
  const bool good =
      at > begin && value <= 255 && (*begin != '0' || at == begin + 1) && !is(*at, kDigit);
  return good ? value : -1;
}

std::optional<std::uint32_t> read_ipv4(const Byte*& at) {
  std::uint32_t address = 0;
  for (int i = 0; i < 4; ++i) {
    if (i > 0 && *at++ != '.') return std::nullopt;
    const int octet = read_octet(at);
    if (octet < 0) return std::nullopt;
    address = (address << 8) | static_cast<std::uint32_t>(octet);
  }
  return address;
}

std::string format_ipv6(const std::array<std::uint16_t, 8>& groups) {
  std::size_t best = 8;
  std::size_t best_length = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t length = 0;
    while (i + length < 8 && groups[i + length] == 0) ++length;
    if (length > best_length) {
      best = i;
      best_length = length;
    }
  }
  std::string out;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == best) {
      out += "::";
      i += best_length - 1;
      continue;
    }
    if (!out.empty() && out.back() != ':') out += ':';
    out += fmt::format("{:x}", groups[i]);
  }
  return out;
}

}  // namespace

bool Core::find_ipv4(const Byte* first) {
  const Byte* at = first;
  const auto address = read_ipv4(at);
  if (!address) return false;
  const Byte before = first[-1];
  if (is(*at, kWord) || (*at == '.' && is(at[1], kAlnum)) || is(before, kWord) ||
      (before == '.' && is(first[-2], kAlnum)) || (before == '-' && is(first[-2], kAlnum)) ||
      (*at == '-' && is(at[1], kAlnum))) {
    return false;
  }
  const std::uint32_t a = *address;
  add(Kind::kIpv4, first, at,
      fmt::format("{}.{}.{}.{}", a >> 24, (a >> 16) & 255, (a >> 8) & 255, a & 255));
  number_ = std::max(number_, absolute(at));
  return true;
}

std::optional<std::string> parse_ipv6(std::string_view text) {
  std::array<std::uint16_t, 8> groups{};
  std::size_t count = 0;
  std::size_t gap = 9;  // where "::" stands
  std::size_t i = 0;
  if (text.size() < 2 || text.size() > 45) return std::nullopt;
  if (text.substr(0, 2) == "::") {
    gap = 0;
    i = 2;
  }
  while (i < text.size()) {
    if (count == 8) return std::nullopt;
    std::uint32_t value = 0;
    std::size_t length = 0;
    while (i + length < text.size() && is(static_cast<Byte>(text[i + length]), kHexDigit) &&
           length < 5) {
      const Byte c = lower(static_cast<Byte>(text[i + length]));
      value = value * 16 + static_cast<std::uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10);
      ++length;
    }
    if (length == 0 || length > 4) return std::nullopt;
    if (i + length < text.size() && text[i + length] == '.') {
      const std::string padded = std::string(text.substr(i)) + '\0';
      const auto* at = reinterpret_cast<const Byte*>(padded.data());
      const Byte* begin = at;
      const auto address = read_ipv4(at);
      if (!address || at - begin != static_cast<std::ptrdiff_t>(text.size() - i) || count > 6)
        return std::nullopt;
      groups[count++] = static_cast<std::uint16_t>(*address >> 16);
      groups[count++] = static_cast<std::uint16_t>(*address);
      break;
    }
    groups[count++] = static_cast<std::uint16_t>(value);
    i += length;
    if (i == text.size()) break;
    if (text[i] != ':' || ++i == text.size()) return std::nullopt;
    if (text[i] == ':') {
      if (gap != 9) return std::nullopt;
      gap = count;
      ++i;
    }
  }
  if (gap == 9 ? count != 8 : count > 7) return std::nullopt;
  if (gap != 9) {
    std::array<std::uint16_t, 8> spread{};
    std::copy(groups.begin(), groups.begin() + static_cast<std::ptrdiff_t>(gap), spread.begin());
    std::copy(groups.begin() + static_cast<std::ptrdiff_t>(gap),
              groups.begin() + static_cast<std::ptrdiff_t>(count),
              spread.end() - static_cast<std::ptrdiff_t>(count - gap));
    groups = spread;
  }
  return format_ipv6(groups);
}

void Core::find_colons(const Byte* colon) {
  const std::uint64_t here = absolute(colon);
  if (here < colons_ || here < url_) return;
  if (colon[1] != ':' && is(colon[-1], kHexDigit) && is(colon[-2], kHexDigit) &&
      !is(colon[-3], kHexDigit) && colon[3] == ':' && find_mac(colon - 2)) {
    return;
  }
  find_ipv6(colon);
}

// aa:bb:cc:dd:ee:ff, aa-bb-cc-dd-ee-ff
bool Core::find_mac(const Byte* begin) {
  const Byte separator = begin[2];
  std::string value;
  std::uint64_t sum = 0;
  for (int i = 0; i < 6; ++i) {
    const Byte* at = begin + i * 3;
    if (!is(at[0], kHexDigit) || !is(at[1], kHexDigit) || (i < 5 && at[2] != separator))
      return false;
    for (int k = 0; k < 2; ++k) sum += at[k] != '0' && lower(at[k]) != 'f' ? 1 : 0;
    if (i > 0) value += ':';
    value += lower_text(text_of(at, at + 2));
  }
  const Byte* end = begin + 17;
  const Byte before = begin[-1];
  // All zero or all one is nobody's address.
  if (sum == 0 || is(*end, kWord) || *end == separator || is(before, kWord) || before == separator)
    return false;
  add(Kind::kMac, begin, end, value);
  colons_ = std::max(colons_, absolute(end));
  number_ = std::max(number_, absolute(end));
  return true;
}

void Core::find_ipv6(const Byte* colon) {
  const auto part = [](Byte b) { return is(b, kHexDigit) || b == ':'; };
  const Byte* begin = colon;
  while (begin > colon - 40 && part(begin[-1])) --begin;
  const Byte* end = colon;
  while (end < colon + 46 && part(*end)) ++end;
  colons_ = absolute(end);
  if (is(begin[-1], kWord) || begin[-1] == '.' || begin[-1] == '-') return;
  if (*end == '.' && is(end[1], kDigit)) {
    while (is(*end, kDigit) || (*end == '.' && is(end[1], kDigit))) ++end;
  } else if (end > begin + 1 && end[-1] == ':' && end[-2] != ':') {
    --end;
  }
  if (is(*end, kWord)) return;
  const std::string_view text = text_of(begin, end);
  const auto parsed = parse_ipv6(text);
  if (!parsed) return;
  // Identifiers of programs ("dead::beef") and times look like short ones.
  std::size_t longest = 0;
  std::size_t length = 0;
  std::size_t groups = 0;
  bool digit = false;
  for (const char c : text) {
    digit = digit || is(static_cast<Byte>(c), kDigit);
    groups += length == 0 && c != ':' ? 1U : 0U;
    length = c == ':' ? 0 : length + 1;
    longest = std::max(longest, length);
  }
  if (!digit || groups < 2 || (longest < 3 && groups < 6)) return;
  add(Kind::kIpv6, begin, end, *parsed);
  number_ = std::max(number_, absolute(end));
}

}  // namespace sanad::selectors
