// Web addresses, read strictly enough that what was decided is what the browser will ask for.
//
// A scope decision is worthless if the browser reads the address differently, so every form on
// which readers differ is refused: user names, backslashes, control characters, white space,
// percent signs in the host, numbers that are no plain dotted IPv4 address. A host is ASCII (UTS
// 46). What is accepted is written out in one normal form (WHATWG URL, "URL serializing"), and that
// form, not the text that was typed, goes to the browser. Tested by url_test.cc; fuzzed by
// scope_fuzz.cc.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::authority {

inline constexpr std::size_t kMaxUrlBytes = 8192;

struct Url {
  bool is_https = false;
  std::string host;  // lower case, ASCII; an IPv6 address without brackets
  bool host_is_ipv6 = false;
  std::uint16_t port = 0;  // always set: 80 or 443 where the address names none
  std::string path;        // begins with "/", dot segments removed, escapes in upper case
  std::string query;       // with "?" if present, else empty
  bool has_default_port() const { return port == (is_https ? 443 : 80); }
  // scheme://host[:port]
  std::string origin() const;
  // origin, path and query; fragments are dropped, since no server sees them.
  std::string text() const;
};

// kInvalid says what is wrong with the address, in words for the person who typed it.
Result<Url> parse_url(std::string_view text);

// An IPv4 address is held in its mapped form, ::ffff:a.b.c.d.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};
  bool is_ipv4 = false;
  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

std::optional<IpAddress> parse_ip(std::string_view text);

struct IpRange {
  IpAddress base;
  int prefix_bits = 128;  // counted over the 16 bytes: an IPv4 /8 is 104
  bool contains(const IpAddress& address) const;
};

// "127.0.0.0/8" or "::1/128"; bits outside the prefix must be zero.
Result<IpRange> parse_ip_range(std::string_view text);

// True for addresses that are not of the public internet: loopback, private, link-local, shared,
// unique-local, multicast, documentation, benchmarking, reserved, and IPv6 forms that carry such an
// IPv4 address (RFC 6890, RFC 4193, RFC 6052, RFC 3056).
bool is_private(const IpAddress& address);

}  // namespace sanad::authority
