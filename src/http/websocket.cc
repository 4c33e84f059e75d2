#include "websocket.h"

#include <fmt/format.h>

#include "crypto/crypto.h"

namespace sanad::http {
namespace {

Error violation(std::string_view what) {
  return {ErrorCode::kInvalid, fmt::format("the WebSocket client broke the protocol: {}", what)};
}

bool is_known(std::uint8_t opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

}  // namespace

Result<std::optional<ParsedFrame>> parse_client_frame(ByteView data,
                                                      std::size_t max_payload_bytes) {
  const std::optional<ParsedFrame> more;
  if (data.size() < 2) return more;
  if ((data[0] & 0x70) != 0) return violation("a reserved bit is set");
  const std::uint8_t opcode = data[0] & 0x0f;
  if (!is_known(opcode)) return violation("an unknown frame type");
  if ((data[1] & 0x80) == 0) return violation("a frame is not masked");
  const bool is_final = (data[0] & 0x80) != 0;
  std::uint64_t length = data[1] & 0x7f;
  if (opcode >= 8 && (length > 125 || !is_final)) return violation("a control frame is too long");
  std::size_t header = 2;
  if (length >= 126) {
    const std::size_t count = length == 126 ? 2 : 8;
    if (data.size() < header + count) return more;
    length = 0;
    for (std::size_t i = 0; i < count; ++i) length = (length << 8) | data[header + i];
    header += count;
  }
  if (length > max_payload_bytes) {
    return Error{ErrorCode::kLimit,
                 fmt::format("a WebSocket message is longer than {} bytes", max_payload_bytes)};
  }
  if (data.size() < header + 4 || data.size() - header - 4 < length) return more;
  ParsedFrame parsed;
  parsed.frame.is_final = is_final;
  parsed.frame.opcode = static_cast<Opcode>(opcode);
  parsed.frame.payload.resize(static_cast<std::size_t>(length));
  for (std::size_t i = 0; i < parsed.frame.payload.size(); ++i) {
    parsed.frame.payload[i] = static_cast<char>(data[header + 4 + i] ^ data[header + (i & 3)]);
  }
  parsed.size_bytes = header + 4 + static_cast<std::size_t>(length);
  return std::optional<ParsedFrame>(std::move(parsed));
}

Bytes format_server_frame(Opcode opcode, std::string_view payload) {
  Bytes frame;
  frame.reserve(payload.size() + 10);
  frame.push_back(static_cast<std::uint8_t>(0x80 | static_cast<std::uint8_t>(opcode)));
  const std::uint64_t size = payload.size();
  int extra = 0;
  if (size < 126) {
    frame.push_back(static_cast<std::uint8_t>(size));
  } else {
    extra = size <= 0xffff ? 2 : 8;
    frame.push_back(extra == 2 ? 126 : 127);
  }
  for (int i = extra - 1; i >= 0; --i) {
    frame.push_back(static_cast<std::uint8_t>((size >> (8 * i)) & 0xff));
  }
  frame.insert(frame.end(), payload.begin(), payload.end());
  return frame;
}

std::string websocket_accept(std::string_view key) {
  const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  return format_base64(crypto::sha1(as_bytes(text)));
}

}  // namespace sanad::http
