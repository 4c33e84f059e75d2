// Query strings, cookies, ranges, addresses and targets: nothing crashes, and limits hold.
#include <cstdlib>

#include "http/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  const std::string_view text = as_text(ByteView(data, size));
  if (http::parse_query(text).size() > http::kMaxQueryParameters) std::abort();
  if (http::parse_cookies(text).size() > http::kMaxCookies) std::abort();
  const auto range = http::parse_range(text, 1000);
  if (range.ok() && range.value()) {
    if (range.value()->first > range.value()->last || range.value()->last >= 1000) std::abort();
  }
  const auto url = http::parse_url(text);
  if (url.ok() && (url->host.empty() || url->port == 0 || url->target.front() != '/')) std::abort();
  if (http::percent_decode(http::percent_encode(text), http::PlusSign::kLiteral) != text) {
    std::abort();
  }
  http::Request request;
  request.target = std::string(text);
  request.headers.push_back({"Host", std::string(text)});
  http::split_target(request);
  return 0;
}
