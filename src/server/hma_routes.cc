#include "hma_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "call.h"
#include "http/multipart.h"
#include "service/lists.h"

namespace sanad::server {
namespace {

using Handler = Result<json::Value> (*)(Hma::Asked&);

constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kAlive = "I-AM-ALIVE";

// HMA's form of an error.
http::Response message_response(int status, std::string_view message) {
  return json_response(status, json::Object{{"message", message}});
}

http::Response wait_response(int status, std::uint32_t seconds, std::string_view message) {
  http::Response response = message_response(status, message);
  response.headers.push_back({"Retry-After", std::to_string(seconds)});
  return response;
}

// HMA writes its ratios as 1.0, and clients tell that from 1; the canonical form knows no
// difference.
http::Response answer_response(const json::Value& value) {
  http::Response response = json_response(200, value);
  constexpr std::string_view kRatio = "_ratio\":1";
  std::string text = to_text(response.body);
  for (std::size_t at = 0; (at = text.find(kRatio, at)) != std::string::npos;) {
    at += kRatio.size();
    text.insert(at, ".0");
  }
  response.body = to_bytes(text);
  return response;
}

http::Response refused(const Error& error) {
  return message_response(error_response(error).status, error.message);
}

std::string_view secret_of(const http::Request& request) {
  const std::string_view field = request.header("Authorization");
  if (field.size() <= kBearer.size() ||
      !http::equal_ignoring_case(field.substr(0, kBearer.size()), kBearer))
    return {};
  return field.substr(kBearer.size());
}

// RFC 7617: TAXII's clients know no other way. The user's name may be anything.
std::string basic_secret_of(const http::Request& request) {
  constexpr std::string_view kBasic = "Basic ";
  const std::string_view field = request.header("Authorization");
  if (field.size() <= kBasic.size() ||
      !http::equal_ignoring_case(field.substr(0, kBasic.size()), kBasic))
    return {};
  const auto decoded = parse_base64(field.substr(kBasic.size()));
  if (!decoded.ok()) return {};
  const std::string pair = to_text(*decoded);
  const std::size_t colon = pair.find(':');
  return colon == std::string::npos ? std::string() : pair.substr(colon + 1);
}

// Without a token.
constexpr std::array<std::string_view, 2> kStatusPaths = {"/status", "/status/live"};

bool is_status(std::string_view path) {
  return std::ranges::find(kStatusPaths, path) != kStatusPaths.end();
}

std::vector<std::string> split_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (comma > 0) parts.emplace_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

// nullopt: the parameter is not there, or is empty, as HMA takes it.
std::optional<std::vector<std::string>> banks_asked(const http::Request& request) {
  const std::string_view text = request.query_value("banks");
  if (text.empty()) return std::nullopt;
  return split_commas(text);
}

Result<bool> flag(const http::Request& request, std::string_view name) {
  const std::string_view text = request.query_value(name);
  for (const char* yes : {"true", "1"})
    if (http::equal_ignoring_case(text, yes)) return true;
  for (const char* no : {"", "false", "0"})
    if (http::equal_ignoring_case(text, no)) return false;
  return Error{ErrorCode::kInvalid, fmt::format("{} is \"true\" or \"false\"", name)};
}

// 400, as HMA answers addresses that it does not take.
Error nothing_is_fetched() {
  return {ErrorCode::kInvalid,
          "this server fetches nothing from addresses for partners; send the file itself by POST, "
          "in a field named \"photo\" or \"video\""};
}

json::Object match_json(const service::Told& told) {
  return json::Object{{"bank_content_id", told.content}, {"distance", told.distance}};
}

json::Object by_bank(const service::Answer& answer) {
  json::Object banks;
  for (const service::Told& told : answer.told) {
    if (banks.find(told.bank) == nullptr) banks.set(told.bank, json::Array{});
    json::Array matches = *banks.find(told.bank)->as_array();
    matches.emplace_back(match_json(told));
    banks.set(told.bank, std::move(matches));
  }
  return banks;
}

Result<service::Answer> ask(Hma::Asked& asked, std::string_view type, std::string_view value) {
  SANAD_TRY(const service::PartnerSignal signal, service::find_partner_signal(type));
  SANAD_TRY(service::Answer answer,
            service::ask(asked.workspace, asked.token, signal, value, banks_asked(asked.request)));
  if (answer.not_told > 0)
    asked.headers.push_back({"X-Sanad-Not-Told", std::to_string(answer.not_told)});
  return answer;
}

Result<service::Answer> ask_as_asked(Hma::Asked& asked) {
  const std::string_view signal = asked.request.query_value("signal");
  const std::string_view type = asked.request.query_value("signal_type");
  if (signal.empty()) return Error{ErrorCode::kInvalid, "signal is required"};
  if (type.empty()) return Error{ErrorCode::kInvalid, "signal_type is required"};
  return ask(asked, type, signal);
}

Result<json::Value> get_raw_lookup(Hma::Asked& asked) {
  SANAD_TRY(const bool with_distance, flag(asked.request, "include_distance"));
  SANAD_TRY(const service::Answer answer, ask_as_asked(asked));
  json::Array matches;
  for (const service::Told& told : answer.told) {
    if (with_distance) {
      matches.emplace_back(match_json(told));
    } else {
      matches.emplace_back(told.content);
    }
  }
  return json::Value(json::Object{{"matches", std::move(matches)}});
}

Result<json::Value> get_lookup(Hma::Asked& asked) {
  if (!asked.request.query_value("url").empty()) return nothing_is_fetched();
  SANAD_TRY(const service::Answer answer, ask_as_asked(asked));
  return json::Value(by_bank(answer));
}

Result<json::Value> get_hash(Hma::Asked&) { return nothing_is_fetched(); }

// The one file of the form; its field says what it is.
Result<json::Object> hash_sent(Hma::Asked& asked) {
  if (!asked.request.query_value("url").empty()) return nothing_is_fetched();
  SANAD_TRY(auto parts,
            http::parse_multipart(asked.request.header("Content-Type"), asked.request.body));
  std::erase_if(parts, [](const http::FormPart& part) { return !part.file_name; });
  if (parts.empty())
    return Error{ErrorCode::kInvalid,
                 "there is no file in the form; send one in a field named "
                 "\"photo\" or \"video\""};
  if (parts.size() > 1) return Error{ErrorCode::kInvalid, "send one file in each request"};
  return service::hash_file(asked.workspace, asked.token, parts[0].name, parts[0].content,
                            split_commas(asked.request.query_value("types")));
}

Result<json::Value> post_hash(Hma::Asked& asked) {
  SANAD_TRY(json::Object values, hash_sent(asked));
  return json::Value(std::move(values));
}

Result<json::Value> post_lookup(Hma::Asked& asked) {
  if (!service::covers(asked.token, "lookup"))
    return Error{ErrorCode::kDenied,
                 "this token is not for \"lookup\"; ask the agency that issued "
                 "it for one that is"};
  SANAD_TRY(const json::Object values, hash_sent(asked));
  json::Object found;
  for (const json::Member& one : values) {
    service::Answer answer;
    // Too little in the picture to be recognised by: nothing resembles it.
    if (!one.value.string_or("").empty()) {
      SANAD_TRY(answer, ask(asked, one.name, one.value.string_or("")));
    }
    found.set(one.name, by_bank(answer));
  }
  return json::Value(std::move(found));
}

json::Object bank_json(const service::Bank& bank) {
  return json::Object{{"name", bank.name}, {"matching_enabled_ratio", 1.0}};
}

Result<json::Value> get_banks(Hma::Asked& asked) {
  SANAD_TRY(const auto banks, service::banks_of(asked.workspace, asked.token));
  json::Array array;
  for (const service::Bank& bank : banks) array.emplace_back(bank_json(bank));
  return json::Value(std::move(array));
}

Result<json::Value> get_bank(Hma::Asked& asked) {
  SANAD_TRY(const auto banks, service::banks_of(asked.workspace, asked.token));
  for (const service::Bank& bank : banks) {
    if (bank.name == asked.name) return json::Value(bank_json(bank));
  }
  return Error{ErrorCode::kNotFound, fmt::format("bank '{}' not found", asked.name.substr(0, 80))};
}

Result<json::Value> get_signal_types(Hma::Asked&) {
  json::Array array;
  for (const service::PartnerSignal& signal : service::partner_signals())
    array.emplace_back(json::Object{{"name", signal.name}, {"enabled_ratio", 1.0}});
  return json::Value(std::move(array));
}

Result<json::Value> get_content_types(Hma::Asked&) {
  json::Array array;
  for (const char* name : {"photo", "video"})
    array.emplace_back(json::Object{{"name", name}, {"enabled", true}});
  return json::Value(std::move(array));
}

struct HmaRoute {
  std::string_view method;
  std::string_view pattern;
  Handler handle;
};

constexpr HmaRoute kRoutes[] = {{"GET", "/m/raw_lookup", get_raw_lookup},
                                {"GET", "/m/lookup", get_lookup},
                                {"POST", "/m/lookup", post_lookup},
                                {"GET", "/h/hash", get_hash},
                                {"POST", "/h/hash", post_hash},
                                {"GET", "/c/banks", get_banks},
                                {"GET", "/c/bank/{name}", get_bank},
                                {"GET", "/c/signal_type", get_signal_types},
                                {"GET", "/c/content_type", get_content_types}};

http::Response status_response(service::Workspace& workspace, std::string_view path) {
  const bool is_ready = path == "/status/live" || service::require_whole_library(workspace).ok();
  return http::make_response(is_ready ? 200 : 503, "text/html; charset=utf-8",
                             is_ready ? kAlive : std::string_view("INDEX-NOT-LOADED"));
}

// Counts the hashing that is under way.
class Turn {
 public:
  explicit Turn(std::atomic<int>& count) : count_(count), number_(++count) {}
  ~Turn() { --count_; }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool is_mine() const { return number_ <= kMaxHashesAtOnce; }

 private:
  std::atomic<int>& count_;
  int number_;
};

}  // namespace

std::vector<std::string> hma_operations() {
  std::vector<std::string> all;
  for (const std::string_view path : kStatusPaths)
    all.push_back(fmt::format("GET {}{}", kHmaPrefix, path));
  for (const HmaRoute& route : kRoutes)
    all.push_back(fmt::format("{} {}{}", route.method, kHmaPrefix, route.pattern));
  return all;
}

bool has_bearer(const http::Request& request) { return !secret_of(request).empty(); }

std::variant<records::Token, http::Response> Hma::who_asks(const http::Request& request) {
  const Timestamp now = workspace_.clock().now();
  const std::string& address = request.remote_address;
  if (const auto wait = failures_.wait_s(address, kFailuresPerMinute, now); wait > 0)
    return wait_response(429, wait, "too many requests without a valid token; wait");
  const std::string basic = basic_secret_of(request);
  auto token = service::token_of(workspace_, basic.empty() ? secret_of(request) : basic);
  if (!token.ok() && token.error().code != ErrorCode::kDenied) return refused(token.error());
  if (!token.ok()) {
    failures_.take(address, kFailuresPerMinute, now);
    http::Response response = message_response(401, token.error().message);
    response.headers.push_back({"WWW-Authenticate", "Bearer"});
    return response;
  }
  return std::move(*token);
}

http::BodyLeave Hma::check_head(const http::Request& head) {
  auto who = who_asks(head);
  if (auto* refusal = std::get_if<http::Response>(&who)) return {std::move(*refusal), 0, {}};
  const auto& token = std::get<records::Token>(who);
  const auto wait = requests_.wait_s(token.id, token.per_minute, workspace_.clock().now());
  if (wait > 0) return {wait_response(429, wait, "the token's rate is used up; wait"), 0, {}};
  return {std::nullopt, kMaxPartnerBodyBytes, message_response(413, "Content too large")};
}

std::variant<records::Token, http::Response> Hma::admit(const http::Request& request) {
  auto who = who_asks(request);
  const auto* token = std::get_if<records::Token>(&who);
  if (token == nullptr) return who;
  const auto wait = requests_.take(token->id, token->per_minute, workspace_.clock().now());
  if (wait > 0) return wait_response(429, wait, "the token's rate is used up; wait");
  return who;
}

http::Response Hma::answer(const http::Request& request, const std::string& path) {
  if (is_status(path)) return status_response(workspace_, path);
  auto who = admit(request);
  if (auto* refusal = std::get_if<http::Response>(&who)) return std::move(*refusal);
  auto& token = std::get<records::Token>(who);
  const std::string_view method =
      request.method == "HEAD" ? "GET" : std::string_view(request.method);
  std::string allowed;
  for (const HmaRoute& route : kRoutes) {
    const auto parameters = match_pattern(route.pattern, path);
    if (!parameters) continue;
    allowed += fmt::format("{}{}", allowed.empty() ? "" : ", ", route.method);
    if (route.method != method) continue;
    const auto name = parameters->find("name");
    Asked asked{workspace_, request, token, name == parameters->end() ? "" : name->second, {}};
    std::optional<Turn> turn;
    if (method == "POST") turn.emplace(hashing_);
    if (turn && !turn->is_mine())
      return wait_response(503, 1, "other files are being hashed; try again");
    const auto result = route.handle(asked);
    // Lookups and hashes that went well have counted themselves; the rest is use of the token too.
    const bool is_denied = !result.ok() && result.error().code == ErrorCode::kDenied;
    if (!result.ok() || path.starts_with("/c/"))
      (void)service::count_use(workspace_, token, {.refused = is_denied ? 1 : 0});
    if (!result.ok()) return refused(result.error());
    http::Response response = answer_response(*result);
    response.headers.insert(response.headers.end(), asked.headers.begin(), asked.headers.end());
    return response;
  }
  if (allowed.empty()) return message_response(404, "there is nothing at this address");
  http::Response response = message_response(405, "this address does not take that method");
  response.headers.push_back({"Allow", allowed});
  return response;
}

http::Task<> Hma::handle(http::Exchange& exchange, std::string path) {
  http::Response response;
  co_await exchange.blocking([&] { response = answer(exchange.request(), path); });
  co_await exchange.send(std::move(response));
}

}  // namespace sanad::server
