#include "websocket.h"

#include <gtest/gtest.h>

namespace sanad::http {
namespace {

Bytes client_frame(std::uint8_t first, std::string_view payload) {
  Bytes frame = {first};
  if (payload.size() < 126) {
    frame.push_back(static_cast<std::uint8_t>(0x80 | payload.size()));
  } else {
    frame.push_back(0x80 | 126);
    frame.push_back(static_cast<std::uint8_t>(payload.size() >> 8));
    frame.push_back(static_cast<std::uint8_t>(payload.size() & 0xff));
  }
  const Bytes mask = {1, 2, 3, 4};
  frame.insert(frame.end(), mask.begin(), mask.end());
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame.push_back(static_cast<std::uint8_t>(static_cast<std::uint8_t>(payload[i]) ^ mask[i & 3]));
  }
  return frame;
}

TEST(WebSocketAccept, IsTheExampleOfTheStandard) {
  EXPECT_EQ(websocket_accept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(ParseClientFrame, WaitsForEachByteAndThenReadsTheFrame) {
  for (const std::size_t size : {0u, 1u, 5u, 125u, 126u, 300u}) {
    const std::string payload(size, 'x');
    const Bytes frame = client_frame(0x81, payload);
    for (std::size_t cut = 0; cut < frame.size(); ++cut) {
      const auto partial = parse_client_frame(ByteView(frame).first(cut), 1000);
      ASSERT_TRUE(partial.ok());
      EXPECT_FALSE(partial.value().has_value());
    }
    const auto whole = parse_client_frame(frame, 1000);
    ASSERT_TRUE(whole.ok() && whole.value().has_value());
    EXPECT_EQ((*whole)->frame.payload, payload);
    EXPECT_EQ((*whole)->size_bytes, frame.size());
  }
}

TEST(ParseClientFrame, RefusesViolations) {
  Bytes unmasked = client_frame(0x81, "hi");
  unmasked[1] &= 0x7f;
  EXPECT_FALSE(parse_client_frame(unmasked, 1000).ok());
  EXPECT_FALSE(parse_client_frame(client_frame(0xc1, "hi"), 1000).ok());  // reserved bit
  EXPECT_FALSE(parse_client_frame(client_frame(0x83, "hi"), 1000).ok());  // unknown type
  EXPECT_FALSE(parse_client_frame(client_frame(0x09, "hi"), 1000).ok());  // split ping
  EXPECT_FALSE(parse_client_frame(client_frame(0x89, std::string(126, 'x')), 1000).ok());
}

TEST(ParseClientFrame, NamesItsLimitBeforeThePayloadArrives) {
  const Bytes frame = client_frame(0x81, std::string(200, 'x'));
  const auto parsed = parse_client_frame(ByteView(frame).first(4), 100);
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.error().code, ErrorCode::kLimit);
}

TEST(FormatServerFrame, WritesEachLengthForm) {
  EXPECT_EQ(format_server_frame(Opcode::kText, "hi"), (Bytes{0x81, 2, 'h', 'i'}));
  const Bytes medium = format_server_frame(Opcode::kBinary, std::string(300, 'x'));
  EXPECT_EQ(Bytes(medium.begin(), medium.begin() + 4), (Bytes{0x82, 126, 1, 44}));
  const Bytes large = format_server_frame(Opcode::kBinary, std::string(70000, 'x'));
  EXPECT_EQ(Bytes(large.begin(), large.begin() + 10),
            (Bytes{0x82, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70}));
}

}  // namespace
}  // namespace sanad::http
