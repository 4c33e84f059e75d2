// One API call as handlers see it, and how they answer.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authority/types.h"
#include "base/result.h"
#include "http/message.h"
#include "json/json.h"
#include "lists/import.h"
#include "service/people.h"
#include "service/workspace.h"
#include "tickets.h"

namespace sanad::server {

// What a route takes that names no limit of its own.
inline constexpr std::size_t kMaxJsonBytes = 1024 * 1024;
// What those may send who are not signed in.
inline constexpr std::size_t kMaxUnknownBytes = 16 * 1024;
// What any route may take: more is not read.
inline constexpr std::size_t kMaxRequestBytes = 65 * 1024 * 1024;

struct Call {
  service::Workspace& workspace;
  Tickets& tickets;
  const http::Request& request;
  std::map<std::string, std::string, std::less<>> parameters;  // of the path, decoded
  json::Value body;                                            // null where there is none
  std::string archive_origin;
  std::string session_cookie;  // its name
  // Set for every route that needs a session.
  std::optional<service::SignedIn> signed_in;
  std::string session_token;
  // For the answer, beside its body.
  http::Headers extra_headers;

  const authority::Officer& officer() const { return signed_in->officer; }
  const std::string& parameter(std::string_view name) const;
  std::string text(std::string_view member) const { return body[member].string_or(""); }
  // Empty if absent or null. kInvalid: it is no text.
  Result<std::string> optional_text(std::string_view member) const;
};

using JsonHandler = Result<json::Value> (*)(Call&);

enum class Needs {
  kNothing,  // signing in
  kSession,
};

enum class Body {
  kJson,
  kBytes,  // left as it came
};

struct Route {
  std::string_view method;
  std::string_view pattern;  // "/cases/{case}"
  int status;                // when it went well; 204 sends no body
  Needs needs;
  JsonHandler handle;
  std::size_t max_body_bytes = kMaxJsonBytes;
  Body body = Body::kJson;
};

// The tables, by subject.
std::vector<Route> analysis_routes();
std::vector<Route> people_routes();
std::vector<Route> assessment_routes();
std::vector<Route> case_routes();
std::vector<Route> clock_routes();
std::vector<Route> exhibit_routes();
std::vector<Route> fairness_routes();
std::vector<Route> unused_routes();
std::vector<Route> import_routes();
std::vector<Route> keeping_routes();
std::vector<Route> ledger_routes();
std::vector<Route> list_routes();
std::vector<Route> match_routes();
std::vector<Route> report_routes();
std::vector<Route> certificate_routes();
std::vector<Route> request_routes();
std::vector<Route> oversight_routes();
std::vector<Route> playing_routes();
std::vector<Route> planning_routes();
std::vector<Route> rule_routes();
std::vector<Route> screening_routes();
std::vector<Route> search_routes();
std::vector<Route> sharing_routes();
std::vector<Route> sheet_routes();
std::vector<Route> token_routes();

Result<lists::Format> parse_list_format(std::string_view text);

// {"items": [...], "next": null}
json::Value list_of(json::Array items);
json::Value list_of(json::Array items, json::Value next);

// path: as received; its parts are decoded after they were told apart, so that a slash may stand in
// one. nullopt if the path is not of the pattern.
std::optional<std::map<std::string, std::string, std::less<>>> match_pattern(
    std::string_view pattern, std::string_view path);

// The status and body that an error has over HTTP.
http::Response error_response(const Error& error);
http::Response error_response(int status, std::string_view code, std::string_view message);
http::Response method_not_allowed(std::string_view allowed);  // allowed: "GET, HEAD"
http::Response json_response(int status, const json::Value& value);

}  // namespace sanad::server
