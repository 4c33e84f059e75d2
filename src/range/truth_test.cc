#include "range/truth.h"

#include <gtest/gtest.h>

#include "coding.h"
#include "crypto/crypto.h"

namespace sanad::range {
namespace {

std::string sha256_of(std::string_view text) { return format_hex(crypto::sha256(as_bytes(text))); }

http::Request request_to(std::uint64_t number, std::string host) {
  http::Request request;
  request.exchange_number = number;
  request.connection_number = 3;
  request.method = "GET";
  request.target = "/a";
  request.host = std::move(host);
  return request;
}

TEST(TruthLog, HashesBodiesAsSentAndDecoded) {
  TruthLog log;
  const http::Request request = request_to(1, "forum.tirazan.example");
  const Bytes coded = encode_content("gzip", as_bytes("hello")).value();
  http::Response head;
  head.headers = {{"content-ENCODING", "gzip"}, {"A", "1"}, {"A", "2"}};
  log.on_request(request);
  log.on_response_head(request, head);
  log.on_response_body(request, ByteView(coded).first(7));
  log.on_response_body(request, ByteView(coded).subspan(7));
  log.on_end(request, true);
  const auto entries = log.entries();
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].connection, 3u);
  EXPECT_EQ(entries[0].response_headers, head.headers);
  EXPECT_EQ(entries[0].reason, "OK");
  EXPECT_EQ(entries[0].body.sha256, sha256_of(as_text(coded)));
  EXPECT_TRUE(entries[0].is_decoded);
  EXPECT_EQ(entries[0].decoded_body.sha256, sha256_of("hello"));
  EXPECT_TRUE(entries[0].is_complete);
}

TEST(TruthLog, DoesNotClaimToHaveDecodedACutOrUnknownBody) {
  TruthLog log;
  const Bytes coded = encode_content("gzip", as_bytes("hello")).value();
  for (const char* coding : {"gzip", "zstd"}) {
    const http::Request request = request_to(coding[0] == 'g' ? 1 : 2, "forum.tirazan.example");
    http::Response head;
    head.headers = {{"Content-Encoding", coding}};
    log.on_request(request);
    log.on_response_head(request, head);
    log.on_response_body(request, ByteView(coded).first(12));
    log.on_end(request, false);
  }
  for (const TruthEntry& entry : log.entries()) {
    EXPECT_FALSE(entry.is_decoded);
    EXPECT_FALSE(entry.is_complete);
    EXPECT_EQ(entry.body.size_bytes, 12u);
  }
}

TEST(TruthLog, ShowsWhatIsInProgressAndForgetsOnReset) {
  TruthLog log;
  log.ignore_host("control.tirazan.example");
  log.on_request(request_to(1, "control.tirazan.example"));
  log.on_request(request_to(2, "forum.tirazan.example"));
  ASSERT_EQ(log.entries().size(), 1u);
  EXPECT_TRUE(log.entries()[0].is_open);
  EXPECT_EQ(log.entries()[0].order, 1u);
  log.reset();
  EXPECT_TRUE(log.entries().empty());
  log.on_end(request_to(2, "forum.tirazan.example"), true);
  EXPECT_TRUE(log.entries().empty());
}

TEST(TruthLog, CountsWhatItDoesNotKeep) {
  TruthLog log;
  for (std::uint64_t i = 1; i <= kMaxTruthEntries + 3; ++i) log.on_request(request_to(i, "x"));
  EXPECT_EQ(log.dropped_entries(), 3u);
  EXPECT_EQ(log.entries().size(), kMaxTruthEntries);
}

TEST(FormatTruth, WritesBytesBeyondAsciiOneForOne) {
  TruthEntry entry;
  entry.response_headers = {{"x-latin-1", "caf\xe9"}};
  entry.messages.push_back({true, false, {4, "ab"}});
  const json::Value value = format_truth({entry}, 0);
  const std::string text = json::format_canonical(value);
  EXPECT_NE(text.find("[\"x-latin-1\",\"caf\xc3\xa9\"]"), std::string::npos) << text;
  EXPECT_NE(text.find("\"direction\":\"to_client\""), std::string::npos);
  EXPECT_TRUE(json::parse(text).ok());
}

}  // namespace
}  // namespace sanad::range
