// Channel A: what the browser's own network log says was exchanged, with the bytes in a spool.
//
// A Listener of the log's parser. It runs on the log's thread; the counters may be read from any
// thread, everything else after the log has ended.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "netlog/parser.h"
#include "spool/spool.h"
#include "warc/block.h"

namespace sanad::capture {

using spool::Spool;

inline constexpr std::size_t kMaxConnections = 20'000;
inline constexpr std::size_t kMaxResolutions = 20'000;
inline constexpr std::size_t kMaxNotes = 1'000;
inline constexpr std::size_t kMaxFramesListed = 10'000;

struct KeptExchange {
  netlog::Exchange facts;
  Spool::Stream received;  // the wire; of HTTP/2 the DATA frames' payload
  Spool::Stream sent;
  warc::BlockFacts received_block;  // of received as an HTTP/1 message; else not used
  warc::BlockFacts sent_block;
  std::uint64_t body_bytes = 0;     // as the page got it, codings removed
  std::string body_sha256;          // of those; empty if it got none
  std::string coded_sha256;         // of the body with its coding; empty if none
  std::uint64_t dropped_bytes = 0;  // over the limit: received, but not in the spool
};

class ChannelA final : public netlog::Listener {
 public:
  struct Limits {
    std::uint64_t max_bytes = 0;
    std::uint32_t max_responses = 0;
  };
  // Answers whether the browser may have contacted this address; called on the log's thread.
  using AddressCheck = std::function<bool(const std::string& endpoint)>;
  ChannelA(Spool& spool, Limits limits, AddressCheck may_contact);
  ~ChannelA() override;

  // Any thread.
  std::uint64_t body_bytes() const { return body_bytes_; }
  std::uint64_t responses() const { return responses_; }
  std::uint64_t requests() const { return requests_; }
  bool over_bytes() const { return over_bytes_; }
  bool over_responses() const { return over_responses_; }
  bool log_seen() const { return log_seen_; }
  std::string forbidden_address() const;  // empty: none was contacted

  // Once, after the last call of the parser: what it could not end any more counts as cut.
  void end();

  // After that.
  const std::optional<netlog::LogInfo>& log() const { return log_; }
  std::vector<KeptExchange>& exchanges() { return kept_; }
  const std::vector<KeptExchange>& exchanges() const { return kept_; }
  const std::map<std::int64_t, netlog::Connection>& connections() const { return connections_; }
  const std::vector<netlog::Resolution>& resolutions() const { return resolutions_; }
  const std::vector<netlog::Note>& notes() const { return notes_; }
  std::uint64_t unlisted_exchanges() const { return unlisted_; }

  Result<void> on_log(const netlog::LogInfo& info) override;
  Result<void> on_connection(const netlog::Connection& connection) override;
  Result<void> on_connection_end(const netlog::Connection& connection) override;
  Result<void> on_request(const netlog::Exchange& exchange) override;
  Result<void> on_response(const netlog::Exchange& exchange) override;
  Result<void> on_bytes(const netlog::Exchange& exchange, netlog::Channel channel,
                        ByteView data) override;
  Result<void> on_exchange_end(const netlog::Exchange& exchange) override;
  Result<void> on_resolution(const netlog::Resolution& resolution) override;
  Result<void> on_note(const netlog::Note& note) override;

 private:
  struct Open;
  Open& open(const netlog::Exchange& exchange);
  Result<void> take_received(Open& open, ByteView data);
  void check_address(const std::string& endpoint);
  void keep_exchange(Open& ended);
  void keep_connection(const netlog::Connection& connection);

  Spool& spool_;
  Limits limits_;
  AddressCheck may_contact_;
  std::atomic<std::uint64_t> body_bytes_{0};
  std::atomic<std::uint64_t> responses_{0};
  std::atomic<std::uint64_t> requests_{0};
  std::atomic<bool> over_bytes_{false};
  std::atomic<bool> over_responses_{false};
  std::atomic<bool> log_seen_{false};
  mutable std::mutex mutex_;
  std::string forbidden_;  // guarded by mutex_
  std::optional<netlog::LogInfo> log_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Open>> open_;
  std::vector<KeptExchange> kept_;
  std::uint64_t unlisted_ = 0;
  std::map<std::int64_t, netlog::Connection> connections_;
  std::vector<netlog::Resolution> resolutions_;
  std::vector<netlog::Note> notes_;
};

// True if the response is a stream of events, which has no end by nature.
bool is_event_stream(const KeptExchange& kept);

}  // namespace sanad::capture
