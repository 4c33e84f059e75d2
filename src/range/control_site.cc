// The hosts that are not part of the story: the timestamp authority, and what a test asks and
// tells.
#include <fmt/format.h>

#include <algorithm>

#include "sites.h"

namespace sanad::range {
namespace {

constexpr std::uint64_t kMaxWaitMs = 30'000;
constexpr std::uint32_t kWaitStepMs = 10;

bool has_open_entries(const TruthLog& truth) {
  for (const TruthEntry& entry : truth.entries()) {
    if (entry.is_open) return true;
  }
  return false;
}

http::Task<> send_truth(http::Exchange& exchange, const Controls& controls) {
  const std::uint64_t wait_ms = query_number(exchange.request(), "wait_ms", 0, kMaxWaitMs);
  for (std::uint64_t waited = 0; waited < wait_ms && has_open_entries(controls.truth);
       waited += kWaitStepMs) {
    co_await exchange.wait_ms(kWaitStepMs);
  }
  const json::Value value =
      format_truth(controls.truth.entries(), controls.truth.dropped_entries());
  http::Response response =
      http::make_response(200, "application/json", json::format_pretty(value));
  co_await exchange.send(std::move(response));
}

// One request line for each exchange, to compare two visits with diff.
http::Task<> send_request_list(http::Exchange& exchange, const Controls& controls) {
  std::string text;
  for (const TruthEntry& entry : controls.truth.entries()) {
    text += fmt::format("{} {}://{}{}\n", entry.method, entry.is_tls ? "https" : "http", entry.host,
                        entry.target);
  }
  co_await send_text(exchange, 200, std::move(text));
}

http::Task<> send_hosts(http::Exchange& exchange, const Controls& controls) {
  std::string text;
  for (const std::string& host : controls.hosts) text += host + "\n";
  co_await send_text(exchange, 200, std::move(text));
}

http::Task<> answer_timestamp(http::Exchange& exchange, const Controls& controls) {
  const http::Request& request = exchange.request();
  if (controls.is_timestamp_authority_down) {
    co_await send_text(exchange, 503, "The timestamp authority is down; try again later.\n");
    co_return;
  }
  if (request.method != "POST") {
    co_await send_text(exchange, 405, "Send a timestamp query (RFC 3161) with POST.\n");
    co_return;
  }
  if (request.header("Content-Type") != "application/timestamp-query") {
    co_await send_text(exchange, 415, "The content type must be application/timestamp-query.\n");
    co_return;
  }
  auto answer = controls.timestamps.respond(request.body);
  if (!answer.ok()) {
    co_await send_text(exchange, 500, answer.error().message + "\n");
    co_return;
  }
  http::Response response = http::make_response(200, "application/timestamp-reply", "");
  response.body = std::move(answer).value();
  co_await exchange.send(std::move(response));
}

http::Task<> send_authority(http::Exchange& exchange, const Controls& controls) {
  http::Response response =
      http::make_response(200, "application/x-pem-file", controls.authority_pem);
  co_await exchange.send(std::move(response));
}

// Something that only POST may do; answers "done".
PageHandler on_post(std::function<void()> act) {
  return [act = std::move(act)](http::Exchange& exchange) -> http::Task<> {
    const bool is_post = exchange.request().method == "POST";
    if (is_post) act();
    co_await send_text(exchange, is_post ? 200 : 405, is_post ? "done\n" : "Use POST.\n");
  };
}

// Tells a page its fate (POST, from the query), or lists those that were told.
http::Task<> answer_fate(http::Exchange& exchange, const Controls& controls) {
  const http::Request& request = exchange.request();
  if (request.method == "GET") {
    http::Response response =
        http::make_response(200, "application/json", json::format_pretty(controls.fates.list()));
    co_await exchange.send(std::move(response));
    co_return;
  }
  if (request.method != "POST") {
    co_await send_text(exchange, 405, "Use GET or POST.\n");
    co_return;
  }
  const std::string_view host = request.query_value("host");
  const auto fate = parse_fate(request.query_value("fate"));
  if (!fate || std::ranges::find(controls.hosts, host) == controls.hosts.end()) {
    co_await send_text(exchange, 400,
                       "Give host (one of /hosts), path, and fate: there, changed, gone, "
                       "geo-blocked, moved or copied (with to=PATH).\n");
    co_return;
  }
  const auto told =
      controls.fates.set(host, request.query_value("path"), *fate, request.query_value("to"));
  std::string text = "done\n";
  if (!told.ok()) text = told.error().message + "\n";
  co_await send_text(exchange, told.ok() ? 200 : 400, std::move(text));
}

// Lists what may happen and has happened (GET), or has one event happen (POST, from the query).
http::Task<> answer_events(http::Exchange& exchange, const Controls& controls) {
  const http::Request& request = exchange.request();
  if (request.method == "GET") {
    http::Response response = http::make_response(200, "application/json",
                                                  json::format_pretty(controls.stories.events()));
    co_await exchange.send(std::move(response));
    co_return;
  }
  if (request.method != "POST") {
    co_await send_text(exchange, 405, "Use GET or POST.\n");
    co_return;
  }
  const auto told = controls.stories.tell(request.query_value("event"));
  std::string text = told.ok() ? "done\n" : told.error().message + "; GET /events lists them\n";
  co_await send_text(exchange, told.ok() ? 200 : 404, std::move(text));
}

// Begins the schedule of a study.
http::Task<> release_study(http::Exchange& exchange, const Controls& controls) {
  const http::Request& request = exchange.request();
  if (request.method != "POST") {
    co_await send_text(exchange, 405, "Use POST.\n");
    co_return;
  }
  const auto released = controls.stories.release(request.query_value("study"));
  std::string text = released.ok() ? "done\n" : released.error().message + "\n";
  co_await send_text(exchange, released.ok() ? 200 : 404, std::move(text));
}

PageHandler with(const Controls& controls,
                 http::Task<> (*handler)(http::Exchange&, const Controls&)) {
  return [&controls, handler](http::Exchange& exchange) { return handler(exchange, controls); };
}

}  // namespace

Site make_tsa(const Controls& controls) {
  Site site("tsa.tirazan.example", "");
  site.route("/", with(controls, answer_timestamp));
  site.route("/ca.pem", with(controls, send_authority));
  return site;
}

Site make_control(const Controls& controls) {
  Site site("control.tirazan.example", "");
  site.route("/truth", with(controls, send_truth));
  site.route("/truth/requests", with(controls, send_request_list));
  site.route("/truth/reset", on_post([&controls] { controls.truth.reset(); }));
  site.route("/hosts", with(controls, send_hosts));
  site.route("/ca.pem", with(controls, send_authority));
  site.route("/tsa", with(controls, answer_timestamp));
  site.route("/fates", with(controls, answer_fate));
  site.route("/fates/reset", on_post([&controls] { controls.fates.reset(); }));
  site.route("/events", with(controls, answer_events));
  site.route("/events/release", with(controls, release_study));
  site.route("/events/reset", on_post([&controls] { controls.stories.reset(); }));
  site.route("/tsa/down", on_post([&controls] { controls.is_timestamp_authority_down = true; }));
  site.route("/tsa/up", on_post([&controls] { controls.is_timestamp_authority_down = false; }));
  return site;
}

}  // namespace sanad::range
