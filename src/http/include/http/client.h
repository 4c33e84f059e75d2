// A small blocking HTTP/1.1 client for plain http, for timestamp authorities and tests. One
// connection per call, no redirects, no cookies, no proxies, no content decoding.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace sanad::http {

struct ClientOptions {
  std::uint32_t timeout_ms = 15'000;  // for the whole call
  std::uint64_t max_body_bytes = 8 * 1024 * 1024;
  // Connect there instead of the URL's host and port; the Host field stays the URL's.
  std::string connect_address;
  std::uint16_t connect_port = 0;  // 0: the URL's
};

// url: "http://host:port/path". headers are sent in order, after Host. A status of 4xx or 5xx is an
// answer, not an error. kInvalid: the URL. kUnavailable: unknown host, refused, timed out. kIo: the
// connection broke or the answer is not HTTP. kLimit: the body is longer than allowed.
Result<Response> fetch(std::string_view method, std::string_view url, const Headers& headers,
                       ByteView body, const ClientOptions& options = {});

}  // namespace sanad::http
