// WebSocket frames (RFC 6455 section 5) as pure functions; no extensions. Fuzzed by
// websocket_fuzz.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::http {

enum class Opcode : std::uint8_t {
  kContinuation = 0,
  kText = 1,
  kBinary = 2,
  kClose = 8,
  kPing = 9,
  kPong = 10,
};

struct Frame {
  bool is_final = true;
  Opcode opcode = Opcode::kText;
  std::string payload;  // unmasked
};

struct ParsedFrame {
  Frame frame;
  std::size_t size_bytes = 0;  // of the frame on the wire
};

// The frame at the front of data, as a client sends it (masked). nullopt: not all of it is there
// yet. kInvalid: a violation of the protocol. kLimit: the payload is longer than max_payload_bytes.
Result<std::optional<ParsedFrame>> parse_client_frame(ByteView data, std::size_t max_payload_bytes);

// As a server sends it: one final frame, not masked.
Bytes format_server_frame(Opcode opcode, std::string_view payload);

// The value of Sec-WebSocket-Accept for a Sec-WebSocket-Key (RFC 6455 section 4.2.2).
std::string websocket_accept(std::string_view key);

}  // namespace sanad::http
