#include "channel_a.h"

#include <algorithm>

#include "addresses.h"

namespace sanad::capture {

struct ChannelA::Open {
  KeptExchange kept;
  warc::BlockMeasurer received = warc::BlockMeasurer::http_wire();
  warc::BlockMeasurer sent = warc::BlockMeasurer::http_wire();
  crypto::Hasher coded{crypto::Hasher::Algorithm::kSha256};
  crypto::Hasher decoded{crypto::Hasher::Algorithm::kSha256};
  std::uint64_t coded_bytes = 0;
  std::uint64_t decoded_bytes = 0;
};

ChannelA::ChannelA(Spool& spool, Limits limits, AddressCheck may_contact)
    : spool_(spool), limits_(limits), may_contact_(std::move(may_contact)) {}
ChannelA::~ChannelA() = default;

std::string ChannelA::forbidden_address() const {
  const std::lock_guard lock(mutex_);
  return forbidden_;
}

void ChannelA::check_address(const std::string& endpoint) {
  if (endpoint.empty() || may_contact_(endpoint)) return;
  const std::lock_guard lock(mutex_);
  if (forbidden_.empty()) forbidden_ = endpoint;
}

Result<void> ChannelA::on_log(const netlog::LogInfo& info) {
  log_ = info;
  log_seen_ = true;
  return {};
}

void ChannelA::keep_connection(const netlog::Connection& connection) {
  check_address(connection.remote_address);
  if (connections_.size() >= kMaxConnections && !connections_.contains(connection.id)) return;
  connections_.insert_or_assign(connection.id, connection);
}

Result<void> ChannelA::on_connection(const netlog::Connection& connection) {
  keep_connection(connection);
  return {};
}

Result<void> ChannelA::on_connection_end(const netlog::Connection& connection) {
  keep_connection(connection);
  return {};
}

ChannelA::Open& ChannelA::open(const netlog::Exchange& exchange) {
  auto& found = open_[exchange.id];
  if (!found) found = std::make_unique<Open>();
  return *found;
}

Result<void> ChannelA::on_request(const netlog::Exchange& exchange) {
  ++requests_;
  open(exchange).kept.facts = exchange;
  return {};
}

Result<void> ChannelA::on_response(const netlog::Exchange& exchange) {
  open(exchange).kept.facts = exchange;
  if (++responses_ > limits_.max_responses) over_responses_ = true;
  return {};
}

Result<void> ChannelA::take_received(Open& open, ByteView data) {
  const std::uint64_t used = body_bytes_.load();
  const std::uint64_t room = limits_.max_bytes > used ? limits_.max_bytes - used : 0;
  const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(room, data.size()));
  body_bytes_ = used + data.size();
  if (part < data.size()) {
    over_bytes_ = true;
    open.kept.dropped_bytes += data.size() - part;
  }
  open.received.update(data.first(part));
  return spool_.append(open.kept.received, data.first(part));
}

Result<void> ChannelA::on_bytes(const netlog::Exchange& exchange, netlog::Channel channel,
                                ByteView data) {
  Open& to = open(exchange);
  switch (channel) {
    case netlog::Channel::kWireReceived:
      return take_received(to, data);
    case netlog::Channel::kWireSent:
      to.sent.update(data);
      return spool_.append(to.kept.sent, data);
    case netlog::Channel::kCoded:
      to.coded.update(data);
      to.coded_bytes += data.size();
      return {};
    case netlog::Channel::kDecoded:
      to.decoded.update(data);
      to.decoded_bytes += data.size();
      return {};
  }
  return {};
}

void ChannelA::keep_exchange(Open& ended) {
  KeptExchange kept = std::move(ended.kept);
  kept.received_block = ended.received.finish();
  kept.sent_block = ended.sent.finish();
  const bool decoded = !kept.facts.content_filters.empty();
  kept.body_bytes = decoded ? ended.decoded_bytes : ended.coded_bytes;
  const std::string coded_digest = format_hex(ended.coded.finish());
  if (ended.coded_bytes > 0) kept.coded_sha256 = coded_digest;
  if (kept.body_bytes > 0) {
    kept.body_sha256 = decoded ? format_hex(ended.decoded.finish()) : coded_digest;
  }
  // Twice as many, so that requests of the browser's own and redirects have room as well.
  if (kept_.size() >= std::size_t{limits_.max_responses} * 2 + 100) {
    ++unlisted_;
  } else {
    kept_.push_back(std::move(kept));
  }
}

Result<void> ChannelA::on_exchange_end(const netlog::Exchange& exchange) {
  Open& ended = open(exchange);
  SANAD_CHECK(spool_.flush(ended.kept.received));
  SANAD_CHECK(spool_.flush(ended.kept.sent));
  ended.kept.facts = exchange;
  keep_exchange(ended);
  open_.erase(exchange.id);
  return {};
}

void ChannelA::end() {
  for (auto& [id, left] : open_) {
    // What the disk refuses now is missing from the archive; the archive's writer will find that.
    (void)spool_.flush(left->kept.received);
    (void)spool_.flush(left->kept.sent);
    left->kept.facts.id = id;
    left->kept.facts.outcome = netlog::Outcome::kLogCut;
    keep_exchange(*left);
  }
  open_.clear();
  std::ranges::sort(kept_, {}, [](const KeptExchange& kept) { return kept.facts.id; });
}

Result<void> ChannelA::on_resolution(const netlog::Resolution& resolution) {
  for (const std::string& json : resolution.results_json) {
    for (const std::string& address : addresses_in(json)) check_address(address);
  }
  if (resolutions_.size() < kMaxResolutions) resolutions_.push_back(resolution);
  return {};
}

Result<void> ChannelA::on_note(const netlog::Note& note) {
  if (notes_.size() < kMaxNotes) notes_.push_back(note);
  return {};
}

bool is_event_stream(const KeptExchange& kept) {
  return kept.received_block.http && kept.received_block.http->mime == "text/event-stream";
}

}  // namespace sanad::capture
