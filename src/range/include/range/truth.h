// What the range was asked for and what it sent, as its server saw it: the truth to which a capture
// is compared. Bodies are hashed while they stream, never kept. Tested by truth_test.cc and
// range_test.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "http/server.h"
#include "json/json.h"

namespace sanad::range {

// Further exchanges and messages are counted, not kept.
inline constexpr std::size_t kMaxTruthEntries = 100'000;
inline constexpr std::size_t kMaxTruthMessages = 10'000;  // per exchange

struct TruthBody {
  std::uint64_t size_bytes = 0;
  std::string sha256;  // lower-case hex
};

struct TruthMessage {
  bool is_to_client = true;
  bool is_text = true;
  TruthBody payload;
};

struct TruthEntry {
  std::uint64_t order = 0;       // of arrival, from 1, over all hosts
  std::uint64_t connection = 0;  // from 1
  std::string host;
  std::string method;
  std::string target;  // as received
  int version = 11;    // 10 or 11
  bool is_tls = false;
  std::string server_certificate_sha256;  // hex of the leaf's DER that was shown; empty without TLS
  http::Headers request_headers;          // as received
  TruthBody request_body;
  int status = 0;  // 0: no answer was begun
  std::string reason;
  http::Headers response_headers;  // as sent, framing fields included
  TruthBody body;                  // as sent: content coding kept, chunk framing removed
  // After content decoding. Equal to body where there is no coding; is_decoded false where the
  // coding is unknown or the body is cut.
  bool is_decoded = false;
  TruthBody decoded_body;
  bool is_complete = false;  // all that the head promised was handed to the system
  bool is_open = false;      // still in progress when asked; bodies have sizes but no digests
  std::vector<TruthMessage> messages;
  std::uint64_t dropped_messages = 0;
};

// Thread-safe.
class TruthLog final : public http::Observer {
 public:
  TruthLog();
  ~TruthLog() override;
  // In order of arrival; exchanges in progress included.
  std::vector<TruthEntry> entries() const;
  std::uint64_t dropped_entries() const;
  // Forgets all; what is in progress is forgotten too.
  void reset();
  // Exchanges with that host are not recorded.
  void ignore_host(std::string host);

  void on_request(const http::Request& request) override;
  void on_response_head(const http::Request& request, const http::Response& head) override;
  void on_response_body(const http::Request& request, ByteView data) override;
  void on_message(const http::Request& request, Direction direction,
                  const http::WebSocketMessage& message) override;
  void on_end(const http::Request& request, bool is_complete) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The format of docs/range.md. Header bytes beyond ASCII are written as U+0080 to U+00FF, one each.
json::Value format_truth(const std::vector<TruthEntry>& entries, std::uint64_t dropped_entries);

}  // namespace sanad::range
