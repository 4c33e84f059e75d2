#include "call.h"

#include <fmt/format.h>

namespace sanad::server {
namespace {

struct Status {
  int number;
  std::string_view code;
};

Status status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid:
      return {400, "invalid"};
    case ErrorCode::kDenied:
      return {403, "denied"};
    case ErrorCode::kNotFound:
      return {404, "not_found"};
    case ErrorCode::kConflict:
      return {409, "conflict"};
    case ErrorCode::kLimit:
      return {413, "limit"};
    case ErrorCode::kIntegrity:
      return {500, "integrity"};
    case ErrorCode::kIo:
      return {500, "io"};
    case ErrorCode::kUnavailable:
      return {503, "unavailable"};
  }
  return {500, "io"};
}

std::string_view next_part(std::string_view& path) {
  const std::size_t slash = std::min(path.find('/', 1), path.size());
  const std::string_view part = path.substr(1, slash - 1);
  path.remove_prefix(slash);
  return part;
}

}  // namespace

const std::string& Call::parameter(std::string_view name) const {
  return parameters.find(name)->second;
}

Result<std::string> Call::optional_text(std::string_view member) const {
  const json::Value& value = body[member];
  if (value.is_null()) return std::string();
  const std::string* text = value.as_string();
  if (!text) return Error{ErrorCode::kInvalid, fmt::format("\"{}\" must be a text", member)};
  return *text;
}

json::Value list_of(json::Array items) { return list_of(std::move(items), nullptr); }

json::Value list_of(json::Array items, json::Value next) {
  return json::Object{{"items", std::move(items)}, {"next", std::move(next)}};
}

std::optional<std::map<std::string, std::string, std::less<>>> match_pattern(
    std::string_view pattern, std::string_view path) {
  std::map<std::string, std::string, std::less<>> parameters;
  while (!pattern.empty() && !path.empty() && path.front() == '/') {
    const std::string_view expected = next_part(pattern);
    const std::string_view found = next_part(path);
    if (expected.starts_with('{') && expected.ends_with('}')) {
      auto decoded = http::percent_decode(found, http::PlusSign::kLiteral);
      if (!decoded || decoded->empty()) return std::nullopt;
      parameters.emplace(expected.substr(1, expected.size() - 2), std::move(*decoded));
    } else if (expected != found) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return parameters;
}

http::Response json_response(int status, const json::Value& value) {
  http::Response response =
      http::make_response(status, "application/json; charset=utf-8", json::format_canonical(value));
  response.headers.push_back({"Cache-Control", "no-store"});
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  return response;
}

http::Response error_response(int status, std::string_view code, std::string_view message) {
  return json_response(status,
                       json::Object{{"error", json::Object{{"code", code}, {"message", message}}}});
}

http::Response method_not_allowed(std::string_view allowed) {
  http::Response response =
      error_response(405, "invalid", "this address does not take that method");
  response.headers.push_back({"Allow", std::string(allowed)});
  return response;
}

http::Response error_response(const Error& error) {
  const Status status = status_of(error.code);
  return error_response(status.number, status.code, error.message);
}

}  // namespace sanad::server
