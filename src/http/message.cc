#include "http/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace sanad::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower_copy(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Digits only, all of them.
std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::string decode_or_keep(std::string_view text) {
  auto decoded = percent_decode(text, PlusSign::kSpace);
  return decoded ? std::move(*decoded) : std::string(text);
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

const std::string* find_header(const Headers& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (equal_ignoring_case(header.name, name)) return &header.value;
  }
  return nullptr;
}

std::string_view Request::query_value(std::string_view name) const {
  for (const Parameter& parameter : query) {
    if (parameter.name == name) return parameter.value;
  }
  return {};
}

std::string_view Request::header(std::string_view name) const {
  const std::string* value = find_header(headers, name);
  return value != nullptr ? std::string_view(*value) : std::string_view();
}

Response make_response(int status, std::string_view content_type, std::string_view body) {
  Response response;
  response.status = status;
  response.headers.push_back({"Content-Type", std::string(content_type)});
  response.body = to_bytes(body);
  return response;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 101:
      return "Switching Protocols";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 205:
      return "Reset Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return "Unknown";
  }
}

bool status_has_body(int status) {
  return status >= 200 && status != 204 && status != 205 && status != 304;
}

std::optional<std::string> percent_decode(std::string_view text, PlusSign plus) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == PlusSign::kSpace) {
      result.push_back(' ');
    } else if (text[i] != '%') {
      result.push_back(text[i]);
    } else {
      if (text.size() - i < 3) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      result.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
  }
  return result;
}

std::string percent_encode(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const char l = lower(c);
    const bool plain = (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
                       c == '_' || c == '~';
    if (plain) {
      result.push_back(c);
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return result;
}

std::vector<Parameter> parse_query(std::string_view text) {
  std::vector<Parameter> result;
  while (!text.empty() && result.size() < kMaxQueryParameters) {
    const auto end = text.find('&');
    const std::string_view piece = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (piece.empty()) continue;
    const auto equals = piece.find('=');
    Parameter parameter;
    parameter.name = decode_or_keep(piece.substr(0, equals));
    if (equals != std::string_view::npos) {
      parameter.value = decode_or_keep(piece.substr(equals + 1));
    }
    result.push_back(std::move(parameter));
  }
  return result;
}

std::vector<Parameter> parse_cookies(std::string_view text) {
  std::vector<Parameter> result;
  while (!text.empty() && result.size() < kMaxCookies) {
    const auto end = text.find(';');
    const std::string_view piece = trim(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    const auto equals = piece.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    std::string_view value = trim(piece.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    result.push_back({std::string(trim(piece.substr(0, equals))), std::string(value)});
  }
  return result;
}

Result<std::optional<ByteRange>> parse_range(std::string_view text, std::uint64_t size) {
  const std::optional<ByteRange> whole;
  text = trim(text);
  if (text.size() < 6 || !equal_ignoring_case(text.substr(0, 6), "bytes=")) return whole;
  text = trim(text.substr(6));
  const auto dash = text.find('-');
  if (dash == std::string_view::npos || text.find(',') != std::string_view::npos) return whole;
  const std::string_view left = trim(text.substr(0, dash));
  const std::string_view right = trim(text.substr(dash + 1));
  const Error unsatisfiable{ErrorCode::kLimit,
                            fmt::format("the range lies outside the {} bytes; ask for less", size)};
  if (left.empty()) {
    const auto suffix = parse_number(right);
    if (!suffix) return whole;
    if (*suffix == 0 || size == 0) return unsatisfiable;
    return std::optional<ByteRange>({size - std::min(*suffix, size), size - 1});
  }
  const auto first = parse_number(left);
  const auto last = right.empty() ? std::optional<std::uint64_t>(UINT64_MAX) : parse_number(right);
  if (!first || !last || *last < *first) return whole;
  if (*first >= size) return unsatisfiable;
  return std::optional<ByteRange>({*first, std::min(*last, size - 1)});
}

Result<Url> parse_url(std::string_view text) {
  const auto invalid = [&](std::string_view why) {
    return Error{ErrorCode::kInvalid, fmt::format("\"{}\" is not a usable address: {}; write it as "
                                                  "http://host:port/path",
                                                  text, why)};
  };
  Url url;
  const auto colon = text.find("://");
  if (colon == std::string_view::npos) return invalid("it has no scheme");
  url.scheme = lower_copy(text.substr(0, colon));
  if (url.scheme != "http" && url.scheme != "https") return invalid("the scheme is not http");
  std::string_view rest = text.substr(colon + 3);
  rest = rest.substr(0, rest.find('#'));
  const auto slash = rest.find_first_of("/?");
  std::string_view authority = rest.substr(0, slash);
  url.target = slash == std::string_view::npos ? "/" : std::string(rest.substr(slash));
  if (url.target.front() == '?') url.target.insert(0, "/");
  for (const char c : url.target) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return invalid("it holds a space");
  }
  if (authority.find('@') != std::string_view::npos) return invalid("it holds a user name");
  url.port = url.scheme == "http" ? 80 : 443;
  const auto bracket = authority.find(']');
  const auto port_colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (port_colon != std::string_view::npos) {
    const auto port = parse_number(authority.substr(port_colon + 1));
    if (!port || *port == 0 || *port > 65535) return invalid("the port is not a number to 65535");
    url.port = static_cast<std::uint16_t>(*port);
    authority = authority.substr(0, port_colon);
  }
  if (authority.size() > 2 && authority.front() == '[' && authority.back() == ']') {
    authority = authority.substr(1, authority.size() - 2);
  }
  if (authority.empty()) return invalid("it names no host");
  for (const char c : authority) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return invalid("it holds a space");
  }
  url.host = lower_copy(authority);
  return url;
}

void split_target(Request& request) {
  std::string_view target = request.target;
  std::string_view authority = request.header("Host");
  if (!target.starts_with('/') && target.find("://") != std::string_view::npos) {
    std::string_view rest = target.substr(target.find("://") + 3);
    const auto slash = rest.find_first_of("/?");
    authority = rest.substr(0, slash);
    target = slash == std::string_view::npos ? std::string_view("/") : rest.substr(slash);
  }
  const auto bracket = authority.find(']');
  const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  request.host = lower_copy(authority.substr(0, colon));
  const auto question = target.find('?');
  const std::string_view path = target.substr(0, question);
  auto decoded = percent_decode(path, PlusSign::kLiteral);
  request.path = decoded ? std::move(*decoded) : std::string(path);
  request.query.clear();
  if (question != std::string_view::npos) request.query = parse_query(target.substr(question + 1));
}

}  // namespace sanad::http
