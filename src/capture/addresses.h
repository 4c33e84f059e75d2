// Which addresses the browser was led to, read from the forms in which its logs write them. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authority/url.h"

namespace sanad::capture {

// "127.0.0.1:80" or "[::1]:443", also without a port; absent if it is neither.
std::optional<authority::IpAddress> parse_endpoint(std::string_view text);
std::string endpoint_host(std::string_view text);

// The host of an absolute address of any scheme where it is written as a number.
std::optional<authority::IpAddress> literal_address(std::string_view url);

// Every address in what the network log says that a look-up found (JSON text).
std::vector<std::string> addresses_in(std::string_view json_text);

std::string without_fragment(std::string_view url);
bool is_web_address(std::string_view url);  // http: or https:

}  // namespace sanad::capture
