#include "authority/url.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <unicode/uidna.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

namespace sanad::authority {
namespace {

Error invalid(std::string_view why) {
  return {ErrorCode::kInvalid, fmt::format("this web address cannot be used: {}", why)};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_host_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_';
}

// As the browser reads it (UTS 46, not transitional), with the checks for letters that join or run
// both ways: one that fails them is refused, and not read in some other way.
Result<std::string> ascii_host(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UIDNA, decltype(&uidna_close)> reader(
      uidna_openUTS46(UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                          UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
                      &status),
      &uidna_close);
  if (U_FAILURE(status)) return invalid("names in other letters than ASCII cannot be read here");
  std::array<char, 512> ascii{};
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  const std::int32_t size =
      uidna_nameToASCII_UTF8(reader.get(), text.data(), static_cast<std::int32_t>(text.size()),
                             ascii.data(), static_cast<std::int32_t>(ascii.size()), &info, &status);
  if (U_FAILURE(status) || info.errors != 0)
    return invalid("the host name is none that can be written in ASCII (xn--…)");
  return std::string(ascii.data(), static_cast<std::size_t>(size));
}

Result<std::string> parse_host_name(std::string_view text) {
  std::string host;
  for (char c : text) host.push_back(to_lower(c));
  if (std::ranges::any_of(host, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    SANAD_TRY(host, ascii_host(host));
  }
  // The root, which every full name ends in, whether it is written or not.
  if (host.size() > 1 && host.ends_with('.')) host.pop_back();
  if (host.empty()) return invalid("it names no host");
  if (host.size() > 253) return invalid("the host name is longer than 253 characters");
  for (char c : host) {
    if (!is_host_character(c))
      return invalid("the host name has a character that hosts cannot have");
  }
  std::size_t start = 0;
  while (start <= host.size()) {
    const std::size_t dot = std::min(host.find('.', start), host.size());
    const std::size_t length = dot - start;
    if (length == 0) return invalid("the host name has an empty part or ends in a dot");
    if (length > 63) return invalid("a part of the host name is longer than 63 characters");
    start = dot + 1;
  }
  const std::string_view last = std::string_view(host).substr(host.rfind('.') + 1);
  const bool numeric = std::all_of(last.begin(), last.end(), is_digit) || last.starts_with("0x");
  if (numeric && !parse_ip(host)) {
    return invalid("write an IPv4 address as four plain decimal numbers");
  }
  return host;
}

Result<std::uint16_t> parse_port(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value == 0 || value > 65535) {
    return invalid("the port is not a number from 1 to 65535");
  }
  return static_cast<std::uint16_t>(value);
}

// The browser escapes these wherever they stand in a path or query (WHATWG URL, path and query
// percent-encode sets).
bool must_be_escaped(char c, bool in_query) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x80 || c == '"' || c == '<' || c == '>') return true;
  return in_query ? c == '\'' : (c == '`' || c == '{' || c == '}' || c == '^');
}

Result<std::string> normal_escapes(std::string_view text, bool in_query) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) {
        return invalid("a percent sign is not followed by two hexadecimal digits");
      }
      out += {'%', to_upper(text[i + 1]), to_upper(text[i + 2])};
      i += 2;
    } else if (must_be_escaped(c, in_query)) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

// Dots written as %2E count as dots (WHATWG URL, "single-dot path segment").
std::string plain_dots(std::string_view segment) {
  std::string out;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    if (segment.substr(i, 3) == "%2E") {
      out.push_back('.');
      i += 2;
    } else {
      out.push_back(segment[i]);
    }
  }
  return out;
}

std::string without_dot_segments(std::string_view path) {
  std::vector<std::string> kept;
  std::size_t start = 1;
  while (start <= path.size()) {
    const std::size_t slash = std::min(path.find('/', start), path.size());
    const std::string_view segment = path.substr(start, slash - start);
    const bool last = slash == path.size();
    const std::string dots = plain_dots(segment);
    if (dots == "..") {
      if (!kept.empty()) kept.pop_back();
      if (last) kept.emplace_back();
    } else if (dots == ".") {
      if (last) kept.emplace_back();
    } else {
      kept.emplace_back(segment);
    }
    start = slash + 1;
  }
  std::string out;
  for (const auto& segment : kept) out += "/" + segment;
  return out.empty() ? "/" : out;
}

Result<void> refuse_odd_characters(std::string_view text) {
  if (text.size() > kMaxUrlBytes) {
    return invalid(fmt::format("it is longer than {} bytes", kMaxUrlBytes));
  }
  if (!is_utf8(text)) return invalid("it is not UTF-8 text");
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7f) return invalid("it has white space or a control character");
    if (c == '\\') return invalid("it has a backslash");
  }
  return {};
}

Result<void> read_authority(std::string_view text, Url& url) {
  if (text.find('@') != std::string_view::npos) {
    return invalid("it carries a user name or password; Sanad signs in nowhere");
  }
  url.port = url.is_https ? 443 : 80;
  std::string_view host = text;
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return invalid("the bracket of its address is not closed");
    const auto address = parse_ip(text.substr(1, close - 1));
    if (!address || text.substr(1, close - 1).find(':') == std::string_view::npos) {
      return invalid("what stands in brackets is not an IPv6 address");
    }
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    inet_ntop(AF_INET6, address->bytes.data(), buffer.data(), buffer.size());
    url.host = buffer.data();
    url.host_is_ipv6 = true;
    if (close + 1 < text.size()) {
      if (text[close + 1] != ':') return invalid("something other than a port follows the bracket");
      port = text.substr(close + 2);
      if (port.empty()) return invalid("a colon is not followed by a port");
    }
  } else {
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos) {
      host = text.substr(0, colon);
      port = text.substr(colon + 1);
      if (port.empty()) return invalid("a colon is not followed by a port");
    }
    SANAD_TRY(url.host, parse_host_name(host));
  }
  if (!port.empty()) {
    SANAD_TRY(url.port, parse_port(port));
  }
  return {};
}

}  // namespace

std::string Url::origin() const {
  std::string out = is_https ? "https://" : "http://";
  out += host_is_ipv6 ? "[" + host + "]" : host;
  if (!has_default_port()) out += fmt::format(":{}", port);
  return out;
}

std::string Url::text() const { return origin() + path + query; }

Result<Url> parse_url(std::string_view text) {
  SANAD_CHECK(refuse_odd_characters(text));
  Url url;
  std::string scheme;
  const std::size_t colon = text.find("://");
  for (char c : text.substr(0, std::min(colon, text.size()))) scheme.push_back(to_lower(c));
  if (colon == std::string_view::npos || (scheme != "http" && scheme != "https")) {
    return invalid("begin it with http:// or https://");
  }
  url.is_https = scheme == "https";
  std::string_view rest = text.substr(colon + 3);
  rest = rest.substr(0, rest.find('#'));
  const std::size_t authority_end = std::min(rest.find_first_of("/?"), rest.size());
  SANAD_CHECK(read_authority(rest.substr(0, authority_end), url));
  rest = rest.substr(authority_end);
  const std::size_t question = std::min(rest.find('?'), rest.size());
  std::string_view path = rest.substr(0, question);
  if (path.empty()) path = "/";
  SANAD_TRY(std::string escaped, normal_escapes(path, false));
  url.path = without_dot_segments(escaped);
  SANAD_TRY(url.query, normal_escapes(rest.substr(question), true));
  return url;
}

std::optional<IpAddress> parse_ip(std::string_view text) {
  const std::string copy(text);
  IpAddress address;
  in_addr v4{};
  // inet_pton, unlike inet_aton, takes four plain decimal numbers and nothing else.
  if (inet_pton(AF_INET, copy.c_str(), &v4) == 1) {
    address.is_ipv4 = true;
    address.bytes[10] = address.bytes[11] = 0xff;
    std::memcpy(address.bytes.data() + 12, &v4, 4);
    return address;
  }
  if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

bool IpRange::contains(const IpAddress& address) const {
  for (int bit = 0; bit < prefix_bits; ++bit) {
    const auto index = static_cast<std::size_t>(bit / 8);
    const int shift = 7 - bit % 8;
    if (((base.bytes[index] ^ address.bytes[index]) >> shift) & 1) return false;
  }
  return true;
}

Result<IpRange> parse_ip_range(std::string_view text) {
  const Error wrong{
      ErrorCode::kInvalid,
      fmt::format("\"{}\" is not a range of addresses; write for example 127.0.0.0/8 or ::1/128",
                  text)};
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return wrong;
  const auto base = parse_ip(text.substr(0, slash));
  if (!base) return wrong;
  int bits = 0;
  const std::string_view digits = text.substr(slash + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  const int most = base->is_ipv4 ? 32 : 128;
  if (error != std::errc{} || end != digits.data() + digits.size() || bits < 0 || bits > most)
    return wrong;
  IpRange range{*base, base->is_ipv4 ? bits + 96 : bits};
  for (int bit = range.prefix_bits; bit < 128; ++bit) {
    if ((base->bytes[static_cast<std::size_t>(bit / 8)] >> (7 - bit % 8)) & 1) {
      return Error{ErrorCode::kInvalid,
                   fmt::format("\"{}\" has bits set outside its prefix", text)};
    }
  }
  return range;
}

bool is_private(const IpAddress& address) {
  static constexpr std::array kRanges = {
      // IPv4, RFC 6890 and its registry.
      "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
      "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
      "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
      // IPv6: unspecified and loopback, unique local, link and site local, multicast,
      // documentation, discard.
      "::/127", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "2001:db8::/32", "3fff::/20",
      "100::/64", "2001::/23", "5f00::/16"};
  const bool mapped =
      IpRange{{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, true}, 96}.contains(address);
  for (const char* text : kRanges) {
    const auto range = parse_ip_range(text);
    if (range.ok() && range->contains(address)) return true;
  }
  if (mapped) return false;
  // 6to4, NAT64 and compatible addresses stand for the IPv4 address inside them.
  const auto inner = [&](std::size_t offset) {
    IpAddress v4{{}, true};
    v4.bytes[10] = v4.bytes[11] = 0xff;
    std::memcpy(v4.bytes.data() + 12, address.bytes.data() + offset, 4);
    return v4;
  };
  if (address.bytes[0] == 0x20 && address.bytes[1] == 0x02) return is_private(inner(2));
  static constexpr std::array<std::uint8_t, 12> kNat64 = {0x00, 0x64, 0xff, 0x9b};
  if (std::equal(kNat64.begin(), kNat64.end(), address.bytes.begin())) return is_private(inner(12));
  const bool compatible =
      std::all_of(address.bytes.begin(), address.bytes.begin() + 12, [](auto b) { return b == 0; });
  return compatible && is_private(inner(12));
}

}  // namespace sanad::authority
