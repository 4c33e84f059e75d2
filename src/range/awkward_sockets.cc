// WebSockets, event streams, polling and beacons.
#include <fmt/format.h>

#include "sites.h"

namespace sanad::range {
namespace {

constexpr int kGreetings = 3;
constexpr int kEvents = 5;

// Sends three greetings and four bytes, then returns each message until the client closes.
http::Task<> talk(http::Exchange& exchange) {
  const bool is_accepted = co_await exchange.accept_websocket();
  if (!is_accepted) {
    co_await send_text(exchange, 426, "This address speaks WebSocket only.\n");
    co_return;
  }
  for (int i = 1; i <= kGreetings; ++i) {
    http::WebSocketMessage greeting;
    greeting.data = fmt::format("greeting {}", i);
    co_await exchange.send_message(std::move(greeting));
  }
  http::WebSocketMessage bytes;
  bytes.is_text = false;
  bytes.data = std::string("\x00\x01\xfe\xff", 4);
  co_await exchange.send_message(std::move(bytes));
  while (true) {
    std::optional<http::WebSocketMessage> message = co_await exchange.receive_message();
    if (!message) co_return;
    co_await exchange.send_message(std::move(*message));
  }
}

http::Response event_head() {
  http::Response head = http::make_response(200, "text/event-stream", "");
  head.headers.push_back({"Cache-Control", "no-store"});
  return head;
}

// Five events, then 204, which tells the page's EventSource not to come back.
http::Task<> send_events(http::Exchange& exchange) {
  if (exchange.request().header("Last-Event-ID") == std::to_string(kEvents)) {
    http::Response response = http::make_response(204, "text/plain", "");
    co_await exchange.send(std::move(response));
    co_return;
  }
  co_await exchange.begin(event_head(), http::Framing::kChunked);
  co_await exchange.write("retry: 50\n\n");
  for (int i = 1; i <= kEvents; ++i) {
    const std::string event = fmt::format("id: {}\ndata: event {}\n\n", i, i);
    co_await exchange.write(event);
    co_await exchange.wait_ms(20);
  }
  co_await exchange.end();
}

http::Task<> send_events_for_ever(http::Exchange& exchange) {
  co_await exchange.begin(event_head(), http::Framing::kChunked);
  for (int i = 1;; ++i) {
    const std::string event = fmt::format("id: {}\ndata: tick {}\n\n", i, i);
    co_await exchange.write(event);
    co_await exchange.wait_ms(250);
  }
}

http::Task<> answer_poll(http::Exchange& exchange) {
  co_await send_text(exchange, 200, "nothing new\n");
}

http::Task<> take_beacon(http::Exchange& exchange) {
  http::Response response = http::make_response(204, "text/plain", "");
  co_await exchange.send(std::move(response));
}

}  // namespace

void add_awkward_sockets(Site& site) {
  site.route("/socket", talk);
  site.route("/events", send_events);
  site.route("/events-for-ever", send_events_for_ever);
  site.route("/poll", answer_poll);
  site.route("/beacon", take_beacon);
}

Site make_awkward() {
  Site site("awkward.tirazan.example", "awkward");
  add_awkward_answers(site);
  add_awkward_streams(site);
  add_awkward_sockets(site);
  return site;
}

}  // namespace sanad::range
