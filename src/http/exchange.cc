#include <fmt/format.h>

#include <cassert>
#include <charconv>

#include "connection.h"

namespace sanad::http {
namespace {

// The written Content-Length, or fallback where there is none or it is not a number.
std::uint64_t promised_length(const Headers& headers, std::uint64_t fallback) {
  const std::string* text = find_header(headers, "Content-Length");
  std::uint64_t value = 0;
  if (text == nullptr) return fallback;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  return error == std::errc() ? value : fallback;
}

bool has_header(const Headers& headers, std::string_view name) {
  return find_header(headers, name) != nullptr;
}

bool asks_to_close(const Headers& headers) {
  const std::string* value = find_header(headers, "Connection");
  return value != nullptr && equal_ignoring_case(*value, "close");
}

Response unwritable_head() {
  return make_response(500, "text/plain", "The server refused to write a broken header field.\n");
}

bool contains_token(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    std::string_view piece = list.substr(0, comma);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    while (piece.starts_with(' ')) piece.remove_prefix(1);
    while (piece.ends_with(' ')) piece.remove_suffix(1);
    if (equal_ignoring_case(piece, token)) return true;
  }
  return false;
}

}  // namespace

Exchange::Exchange(Connection& connection, Request request)
    : connection_(connection), request_(std::move(request)) {}

Task<> Exchange::send(Response response) {
  assert(phase_ == Phase::kFresh);
  std::optional<std::string> head = format_head(response);
  if (!head) response = unwritable_head();
  const bool may_have_body = status_has_body(response.status);
  body_is_written_ = may_have_body && request_.method != "HEAD";
  if (!may_have_body) response.body.clear();
  if ((may_have_body || response.status == 205) &&
      !has_header(response.headers, "Content-Length") &&
      !has_header(response.headers, "Transfer-Encoding")) {
    response.headers.push_back({"Content-Length", std::to_string(response.body.size())});
  }
  if (body_is_written_) promised_bytes_ = promised_length(response.headers, response.body.size());
  if (body_is_written_ && promised_bytes_ != response.body.size()) stays_open_ = false;
  if (asks_to_close(response.headers)) stays_open_ = false;
  if (!stays_open_ && !has_header(response.headers, "Connection")) {
    response.headers.push_back({"Connection", "close"});
  }
  head = format_head(response);
  phase_ = Phase::kStreaming;
  if (connection_.observer() != nullptr) {
    connection_.observer()->on_response_head(request_, response);
  }
  const ByteView body = body_is_written_ ? ByteView(response.body) : ByteView();
  co_await connection_.write_head_and_body(*this, *head, body);
  written_bytes_ = body.size();
  phase_ = Phase::kDone;
}

Task<> Exchange::begin(Response head, Framing framing) {
  assert(phase_ == Phase::kFresh);
  if (!format_head(head)) head = unwritable_head();
  framing_ = framing;
  body_is_written_ = status_has_body(head.status) && request_.method != "HEAD";
  if (framing_ == Framing::kChunked && request_.version < 11) framing_ = Framing::kUntilClose;
  if (framing_ == Framing::kChunked && status_has_body(head.status)) {
    head.headers.push_back({"Transfer-Encoding", "chunked"});
  }
  if (framing_ == Framing::kContentLength && body_is_written_) {
    promised_bytes_ = promised_length(head.headers, 0);
  }
  if (framing_ == Framing::kUntilClose || asks_to_close(head.headers)) stays_open_ = false;
  if (!stays_open_ && !has_header(head.headers, "Connection")) {
    head.headers.push_back({"Connection", "close"});
  }
  phase_ = Phase::kStreaming;
  if (connection_.observer() != nullptr) connection_.observer()->on_response_head(request_, head);
  const std::string text = format_head(head).value_or("");
  co_await connection_.write_raw(as_bytes(text));
}

Task<> Exchange::write(ByteView data) {
  assert(phase_ == Phase::kStreaming);
  if (data.empty() || !body_is_written_) co_return;
  if (framing_ == Framing::kChunked) {
    const std::string size_line = fmt::format("{:x}\r\n", data.size());
    co_await connection_.write_raw(as_bytes(size_line));
  }
  co_await connection_.write_body(*this, data);
  written_bytes_ += data.size();
  if (framing_ == Framing::kChunked) co_await connection_.write_raw(as_bytes("\r\n"));
}

Task<> Exchange::end() {
  assert(phase_ == Phase::kStreaming);
  if (framing_ == Framing::kChunked && body_is_written_) {
    co_await connection_.write_raw(as_bytes("0\r\n\r\n"));
  }
  if (written_bytes_ != promised_bytes_ && framing_ == Framing::kContentLength) {
    stays_open_ = false;
  }
  phase_ = Phase::kDone;
}

Task<> Exchange::abandon(Ending ending) {
  if (ending == Ending::kReset) {
    connection_.stream_->reset();
  } else {
    co_await connection_.close_gracefully();
  }
  co_await connection_.die();
}

Task<> Exchange::wait_ms(std::uint32_t duration_ms) { return connection_.pause(duration_ms); }

Task<> Exchange::blocking(std::function<void()> work) {
  return connection_.run_on_pool(std::move(work));
}

Task<bool> Exchange::accept_websocket(Headers extra) {
  assert(phase_ == Phase::kFresh);
  const std::string_view key = request_.header("Sec-WebSocket-Key");
  const bool is_handshake = request_.method == "GET" && request_.version >= 11 && !key.empty() &&
                            contains_token(request_.header("Upgrade"), "websocket") &&
                            contains_token(request_.header("Connection"), "upgrade") &&
                            request_.header("Sec-WebSocket-Version") == "13";
  if (!is_handshake) co_return false;
  Response head;
  head.status = 101;
  head.headers.push_back({"Upgrade", "websocket"});
  head.headers.push_back({"Connection", "Upgrade"});
  head.headers.push_back({"Sec-WebSocket-Accept", websocket_accept(key)});
  for (Header& header : extra) head.headers.push_back(std::move(header));
  const std::optional<std::string> text = format_head(head);
  if (!text) co_return false;
  phase_ = Phase::kWebSocket;
  stays_open_ = false;
  if (connection_.observer() != nullptr) connection_.observer()->on_response_head(request_, head);
  co_await connection_.write_raw(as_bytes(*text));
  co_return true;
}

Task<> Exchange::send_message(WebSocketMessage message) {
  assert(phase_ == Phase::kWebSocket);
  const Bytes frame =
      format_server_frame(message.is_text ? Opcode::kText : Opcode::kBinary, message.data);
  co_await connection_.write_raw(frame);
  if (connection_.observer() != nullptr) {
    connection_.observer()->on_message(request_, Observer::Direction::kToClient, message);
  }
}

Task<std::optional<WebSocketMessage>> Exchange::receive_message() {
  assert(phase_ == Phase::kWebSocket);
  const std::size_t limit = connection_.core_.options.max_message_bytes;
  WebSocketMessage message;
  bool is_started = false;
  while (true) {
    std::optional<ParsedFrame> parsed = co_await connection_.read_frame(limit);
    if (!parsed) co_return std::nullopt;
    Frame& frame = parsed->frame;
    if (frame.opcode == Opcode::kPong) continue;
    if (frame.opcode == Opcode::kPing || frame.opcode == Opcode::kClose) {
      const bool is_close = frame.opcode == Opcode::kClose;
      const Bytes answer =
          format_server_frame(is_close ? Opcode::kClose : Opcode::kPong, frame.payload);
      co_await connection_.write_raw(answer);
      if (!is_close) continue;
      phase_ = Phase::kDone;
      co_return std::nullopt;
    }
    const bool continues = frame.opcode == Opcode::kContinuation;
    if (continues != is_started || message.data.size() + frame.payload.size() > limit) {
      co_return std::nullopt;
    }
    if (!continues) message.is_text = frame.opcode == Opcode::kText;
    is_started = true;
    message.data += frame.payload;
    if (frame.is_final) break;
  }
  if (connection_.observer() != nullptr) {
    connection_.observer()->on_message(request_, Observer::Direction::kToServer, message);
  }
  co_return message;
}

}  // namespace sanad::http
