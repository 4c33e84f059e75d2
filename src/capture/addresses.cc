#include "addresses.h"

#include "json/json.h"

namespace sanad::capture {
namespace {

void collect(const json::Value& value, std::vector<std::string>& found) {
  if (const std::string* text = value.as_string()) {
    if (parse_endpoint(*text)) found.push_back(endpoint_host(*text));
  } else if (const json::Array* array = value.as_array()) {
    for (const json::Value& item : *array) collect(item, found);
  } else if (const json::Object* object = value.as_object()) {
    for (const json::Member& member : *object) collect(member.value, found);
  }
}

}  // namespace

std::string endpoint_host(std::string_view text) {
  if (text.starts_with('[')) return std::string(text.substr(1, text.find(']') - 1));
  const std::size_t colon = text.find(':');
  // Several colons without brackets: an IPv6 address alone.
  if (colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
    return std::string(text.substr(0, colon));
  }
  return std::string(text);
}

std::optional<authority::IpAddress> parse_endpoint(std::string_view text) {
  return authority::parse_ip(endpoint_host(text));
}

std::optional<authority::IpAddress> literal_address(std::string_view url) {
  const std::size_t start = url.find("://");
  if (start == std::string_view::npos || url.starts_with("data:")) return {};
  std::string_view rest = url.substr(start + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
    rest.remove_prefix(at + 1);
  }
  return parse_endpoint(rest);
}

std::vector<std::string> addresses_in(std::string_view json_text) {
  std::vector<std::string> found;
  if (const auto value = json::parse_foreign(json_text); value.ok()) collect(*value, found);
  return found;
}

std::string without_fragment(std::string_view url) {
  return std::string(url.substr(0, url.find('#')));
}

bool is_web_address(std::string_view url) {
  return url.starts_with("http://") || url.starts_with("https://");
}

}  // namespace sanad::capture
