#include <algorithm>

#include "observer_state.h"

namespace sanad::browser {
namespace {

constexpr int kTextOpcode = 1;  // RFC 6455 section 5.2

// DevTools gives any other message in base64 (padded).
std::uint64_t payload_size(int opcode, std::string_view payload) {
  if (opcode == kTextOpcode) return payload.size();
  const auto padding =
      static_cast<std::size_t>(payload.ends_with("==") ? 2 : payload.ends_with('='));
  return payload.size() / 4 * 3 - std::min(padding, payload.size() / 4 * 3);
}

}  // namespace

void Observer::State::add_socket_message(const Message& event, Direction direction) {
  const auto found = socket_of.find(key(event));
  if (found == socket_of.end()) return;
  WebSocket& socket = facts.web_sockets[found->second];
  if (!room(socket.messages.size(), kMaxRecords, "websocket messages")) return;
  WebSocketMessage message;
  message.at = now();
  message.direction = direction;
  message.opcode = static_cast<int>(event.body["response"]["opcode"].int_or(0));
  message.payload = event.body["response"]["payloadData"].string_or("");
  message.payload_bytes = payload_size(message.opcode, message.payload);
  if (message.payload.size() > kMaxFrameBytes ||
      frame_bytes + message.payload.size() > kMaxAllFrameBytes) {
    message.payload.clear();
    message.truncated = true;
    ++left_out["contents of websocket messages"];
  }
  frame_bytes += message.payload.size();
  socket.messages.push_back(std::move(message));
}

bool Observer::State::handle_web_socket(const Message& event) {
  const json::Value& body = event.body;
  if (!event.method.starts_with("Network.webSocket")) return false;
  if (event.method == "Network.webSocketCreated") {
    if (!room(facts.web_sockets.size(), kMaxRecords, "websockets")) return true;
    WebSocket socket;
    socket.target = target_of(event.session);
    socket.id = cut_text(body["requestId"]);
    socket.url = cut_text(body["url"]);
    socket.initiator = read_initiator(body["initiator"]);
    socket_of[key(event)] = facts.web_sockets.size();
    facts.web_sockets.push_back(std::move(socket));
    return true;
  }
  const auto found = socket_of.find(key(event));
  if (found == socket_of.end()) return true;
  WebSocket& socket = facts.web_sockets[found->second];
  if (event.method == "Network.webSocketWillSendHandshakeRequest") {
    socket.request_headers = read_headers(body["request"]["headers"]);
  } else if (event.method == "Network.webSocketHandshakeResponseReceived") {
    socket.status = static_cast<int>(body["response"]["status"].int_or(0));
    socket.response_headers = read_headers(body["response"]["headers"]);
  } else if (event.method == "Network.webSocketFrameSent") {
    add_socket_message(event, Direction::kSent);
  } else if (event.method == "Network.webSocketFrameReceived") {
    add_socket_message(event, Direction::kReceived);
  } else if (event.method == "Network.webSocketFrameError") {
    if (socket.errors.size() < 100) socket.errors.push_back(cut_text(body["errorMessage"]));
  } else if (event.method == "Network.webSocketClosed") {
    socket.closed = true;
  }
  return true;
}

}  // namespace sanad::browser
