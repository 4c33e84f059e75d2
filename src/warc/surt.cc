#include "warc/surt.h"

#include <algorithm>
#include <vector>

namespace sanad::warc {
namespace {

// "www." and "wwwN.".
std::string_view drop_www(std::string_view host) {
  if (!host.starts_with("www")) return host;
  std::size_t end = 3;
  while (end < host.size() && host[end] >= '0' && host[end] <= '9') ++end;
  return end < host.size() && host[end] == '.' ? host.substr(end + 1) : host;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string reversed_host(std::string_view host) {
  if (host.starts_with('[')) return std::string(host);
  std::vector<std::string_view> labels = split(host, '.');
  std::string text;
  for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
    if (label != labels.rbegin()) text += ',';
    text += *label;
  }
  return text;
}

std::string sorted_query(std::string_view query) {
  std::vector<std::string_view> arguments = split(query, '&');
  std::ranges::sort(arguments);
  std::string text;
  for (std::string_view argument : arguments) {
    text += text.empty() ? '?' : '&';
    text += argument;
  }
  return text;
}

}  // namespace

std::string format_surt(std::string_view url) {
  std::string lower(url);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  const bool secure = lower.starts_with("https://");
  if (!secure && !lower.starts_with("http://")) return std::string(url);
  std::string_view rest = std::string_view(lower).substr(secure ? 8 : 7);
  rest = rest.substr(0, rest.find('#'));
  std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  rest.remove_prefix(authority.size());
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos)
    authority.remove_prefix(at + 1);
  std::string_view port;
  const std::size_t bracket = authority.find(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos) port = authority.substr(colon + 1);
  std::string surt = reversed_host(drop_www(authority.substr(0, colon)));
  if (!port.empty() && port != (secure ? "443" : "80")) {
    surt += ':';
    surt += port;
  }
  surt += ')';
  const std::string_view path = rest.substr(0, rest.find('?'));
  surt += path.empty() ? "/" : path;
  if (rest.size() > path.size() + 1) surt += sorted_query(rest.substr(path.size() + 1));
  return surt;
}

}  // namespace sanad::warc
