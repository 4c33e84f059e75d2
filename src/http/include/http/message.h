// HTTP/1.1 messages (RFC 9110, RFC 9112) as values. Header fields keep the order, the case and the
// repetitions in which they came or shall be written. Names and values are byte strings, not UTF-8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::http {

struct Header {
  std::string name;
  std::string value;
  friend bool operator==(const Header&, const Header&) = default;
};
using Headers = std::vector<Header>;

// The first value of that name (names compare without case), null if absent. Borrowed.
const std::string* find_header(const Headers& headers, std::string_view name);
bool equal_ignoring_case(std::string_view a, std::string_view b);

struct Parameter {
  std::string name;
  std::string value;
  friend bool operator==(const Parameter&, const Parameter&) = default;
};

struct Request {
  std::string method;
  std::string target;  // as received, "/a%20b?c=d"
  std::string path;  // percent-decoded, without the query: "/a b"; undecodable text stays as it is
  std::vector<Parameter> query;  // decoded, in order, repetitions kept
  int version = 11;              // 10 or 11
  Headers headers;
  Bytes body;
  std::string host;            // of the Host field or the absolute target, lower case, without port
  std::string remote_address;  // "127.0.0.1"
  bool is_tls = false;
  std::uint64_t connection_number = 0;  // counts connections of this server from 1
  std::uint64_t exchange_number = 0;  // counts requests of this server from 1, in order of arrival
  std::string
      server_certificate_sha256;  // hex of the DER that the client was shown; empty without TLS

  // Empty if absent; the first one where it is repeated.
  std::string_view query_value(std::string_view name) const;
  std::string_view header(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string reason;  // empty: the usual phrase for the status
  Headers headers;
  Bytes body;
};

// A response with that content type and body.
Response make_response(int status, std::string_view content_type, std::string_view body);
// "Not Found" for 404; "Unknown" for a status without a phrase.
std::string_view reason_phrase(int status);
// False for 1xx, 204, 205 and 304.
bool status_has_body(int status);

// --- Parts that we parse by hand; fuzzed by message_fuzz.cc ---

inline constexpr std::size_t kMaxQueryParameters = 1000;
inline constexpr std::size_t kMaxCookies = 200;

// nullopt where a "%" is not followed by two hex digits. plus_is_space: as in forms.
enum class PlusSign { kLiteral, kSpace };
std::optional<std::string> percent_decode(std::string_view text, PlusSign plus);
std::string percent_encode(std::string_view text);  // all but unreserved characters (RFC 3986)

// application/x-www-form-urlencoded. Undecodable names and values are kept as written; parameters
// after the first kMaxQueryParameters are dropped.
std::vector<Parameter> parse_query(std::string_view text);
// The Cookie field (RFC 6265 section 4.2), leniently: pieces without "=" are skipped.
std::vector<Parameter> parse_cookies(std::string_view text);

struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;  // inclusive
  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};
// One "bytes=a-b", "bytes=a-" or "bytes=-n" of a representation of size bytes (RFC 9110 section
// 14.1.2). nullopt: not such a range, or several: send the whole. kLimit: it cannot be satisfied
// (416).
Result<std::optional<ByteRange>> parse_range(std::string_view text, std::uint64_t size);

// "http://host:port/path?query" into its pieces. kInvalid for another scheme, user information, an
// empty host or a bad port. https is understood; the default port is filled in.
struct Url {
  std::string scheme;
  std::string host;  // lower case; without brackets for IPv6
  std::uint16_t port = 0;
  std::string target;  // "/" at least, with the query, without the fragment
};
Result<Url> parse_url(std::string_view text);

// Method, target and Host field to path, query and host. Used by the server; public for its tests.
void split_target(Request& request);

}  // namespace sanad::http
