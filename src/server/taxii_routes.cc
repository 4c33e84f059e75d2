#include "taxii_routes.h"

#include <fmt/format.h>

#include <array>

#include "call.h"
#include "service/releases.h"
#include "sharing/taxii.h"

namespace sanad::server {
namespace {

constexpr std::size_t kMaxContentBytes = 1;  // nothing is taken

struct Asked {
  service::Workspace& workspace;
  const http::Request& request;
  const records::Token& token;
  std::map<std::string, std::string, std::less<>> parameters;
  http::Headers headers;  // for the answer
};
using Handler = Result<json::Value> (*)(Asked&);

// An error of TAXII (3.6.1).
http::Response error_of(int status, std::string_view title) {
  http::Response response = json_response(
      status, json::Object{{"title", title}, {"http_status", std::to_string(status)}});
  response.headers.erase(std::remove_if(response.headers.begin(), response.headers.end(),
                                        [](const auto& one) { return one.name == "Content-Type"; }),
                         response.headers.end());
  response.headers.push_back({"Content-Type", std::string(sharing::kTaxiiMediaType)});
  return response;
}

http::Response taxii_response(const json::Value& value) {
  return {200,
          "",
          {{"Content-Type", std::string(sharing::kTaxiiMediaType)}, {"Cache-Control", "no-store"}},
          to_bytes(json::format_canonical(value))};
}

// 3.1: a client asks for a media type of TAXII, in version 2.1 or in whichever is served.
bool accepts(const http::Request& request) {
  std::string accept(request.header("Accept"));
  std::erase(accept, ' ');
  std::string_view rest = accept;
  if (rest.empty()) return true;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view one = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const std::string_view type = one.substr(0, one.find(';'));
    if (type == "*/*" || type == "application/*") return true;
    if (type != "application/taxii+json") continue;
    if (one.find("version=") == std::string_view::npos ||
        one.find("version=2.1") != std::string_view::npos ||
        one.find("version=\"2.1\"") != std::string_view::npos)
      return true;
  }
  return false;
}

std::string root_path() { return fmt::format("{}/indicators/", kTaxiiPrefix); }

Result<json::Value> get_discovery(Asked& asked) {
  SANAD_TRY(const std::string agency, asked.workspace.records().agency());
  return json::Value(json::Object{{"title", agency + ": released indicators"},
                                  {"default", root_path()},
                                  {"api_roots", json::Array{root_path()}}});
}

Result<json::Value> get_root(Asked& asked) {
  SANAD_TRY(const std::string agency, asked.workspace.records().agency());
  return json::Value(json::Object{{"title", agency + ": released indicators"},
                                  {"versions", json::Array{sharing::kTaxiiMediaType}},
                                  {"max_content_length", std::uint64_t{kMaxContentBytes}}});
}

json::Object collection_json(const service::Collection& one) {
  return {{"id", one.id},
          {"title", one.title},
          {"can_read", true},
          {"can_write", false},
          {"media_types", json::Array{sharing::kStixMediaType}}};
}

Result<json::Value> get_collections(Asked& asked) {
  SANAD_TRY(const auto collections, service::collections_of(asked.workspace, asked.token));
  json::Array items;
  for (const auto& one : collections) items.emplace_back(collection_json(one));
  return json::Value(json::Object{{"collections", std::move(items)}});
}

Result<json::Value> get_collection(Asked& asked) {
  SANAD_TRY(const auto collections, service::collections_of(asked.workspace, asked.token));
  for (const auto& one : collections) {
    if (one.id == asked.parameters["collection"]) return json::Value(collection_json(one));
  }
  return Error{ErrorCode::kNotFound, "there is no such collection for this token"};
}

Result<json::Value> read(Asked& asked, service::Taxii what) {
  sharing::TaxiiQuery query;
  for (const auto& one : asked.request.query)
    SANAD_CHECK(sharing::take_parameter(query, one.name, one.value));
  const auto object = asked.parameters.find("object");
  if (object != asked.parameters.end()) query.ids = {object->second};
  SANAD_TRY(sharing::TaxiiPage page,
            service::read_collection(asked.workspace, asked.token, asked.parameters["collection"],
                                     what, query));
  // 5.6.1: of one object that is not there, the answer is 404.
  if (object != asked.parameters.end() && page.added_first.empty() && query.next == 0)
    return Error{ErrorCode::kNotFound,
                 "the collection has no such object, or none of that version"};
  if (!page.added_first.empty()) {
    asked.headers.push_back({"X-TAXII-Date-Added-First", page.added_first});
    asked.headers.push_back({"X-TAXII-Date-Added-Last", page.added_last});
  }
  return json::Value(std::move(page.body));
}

Result<json::Value> get_objects(Asked& asked) { return read(asked, service::Taxii::kObjects); }
Result<json::Value> get_manifest(Asked& asked) { return read(asked, service::Taxii::kManifest); }
Result<json::Value> get_versions(Asked& asked) { return read(asked, service::Taxii::kVersions); }

struct TaxiiRoute {
  std::string_view method;
  std::string_view pattern;
  Handler handle;  // null: what is told of instead
};

constexpr std::string_view kCollection = "/taxii2/indicators/collections/{collection}/";
constexpr TaxiiRoute kRoutes[] = {
    {"GET", "/taxii2/", get_discovery},
    {"GET", "/taxii2/indicators/", get_root},
    {"GET", "/taxii2/indicators/collections/", get_collections},
    {"GET", kCollection, get_collection},
    {"GET", "/taxii2/indicators/collections/{collection}/manifest/", get_manifest},
    {"GET", "/taxii2/indicators/collections/{collection}/objects/", get_objects},
    {"GET", "/taxii2/indicators/collections/{collection}/objects/{object}/", get_objects},
    {"GET", "/taxii2/indicators/collections/{collection}/objects/{object}/versions/",
     get_versions}};

int status_of(const Error& error) { return error_response(error).status; }

}  // namespace

std::vector<std::string> taxii_operations() {
  std::vector<std::string> all;
  for (const TaxiiRoute& route : kRoutes)
    all.push_back(fmt::format("{} {}", route.method, route.pattern));
  return all;
}

http::Response Taxii::answer(const http::Request& request, const std::string& path) {
  auto who = door_.admit(request);
  if (auto* refusal = std::get_if<http::Response>(&who)) {
    http::Response response = error_of(refusal->status, "a valid token is needed, within its rate");
    for (const auto& one : refusal->headers) {
      if (one.name == "Retry-After" || one.name == "WWW-Authenticate")
        response.headers.push_back(one);
    }
    if (refusal->status == 401)
      response.headers.push_back({"WWW-Authenticate", "Basic realm=\"taxii\""});
    return response;
  }
  const auto& token = std::get<records::Token>(who);
  if (!service::covers(token, "indicators")) {
    (void)service::count_use(workspace_, token, {.refused = 1});
    return error_of(403, "this token is not for \"indicators\"; ask the agency that issued it");
  }
  if (!accepts(request))
    return error_of(406, "this server speaks application/taxii+json;version=2.1");
  // The standard's addresses end with a slash; clients leave it out.
  const std::string slashed = path.ends_with('/') ? path : path + "/";
  for (const TaxiiRoute& route : kRoutes) {
    const auto parameters = match_pattern(route.pattern, slashed);
    if (!parameters) continue;
    if (request.method != "GET" && request.method != "HEAD") {
      http::Response response = error_of(405, "these collections are only read");
      response.headers.push_back({"Allow", "GET, HEAD"});
      return response;
    }
    Asked asked{workspace_, request, token, *parameters, {}};
    const auto result = route.handle(asked);
    const bool is_denied = !result.ok() && result.error().code == ErrorCode::kDenied;
    (void)service::count_use(workspace_, token,
                             {.lookups = result.ok() ? 1 : 0, .refused = is_denied ? 1 : 0});
    if (!result.ok()) return error_of(status_of(result.error()), result.error().message);
    http::Response response = taxii_response(*result);
    response.headers.insert(response.headers.end(), asked.headers.begin(), asked.headers.end());
    return response;
  }
  return error_of(404, "there is nothing at this address");
}

http::Task<> Taxii::handle(http::Exchange& exchange, std::string path) {
  http::Response response;
  co_await exchange.blocking([&] { response = answer(exchange.request(), path); });
  co_await exchange.send(std::move(response));
}

}  // namespace sanad::server
