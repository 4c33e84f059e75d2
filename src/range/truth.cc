#include "range/truth.h"

#include <map>
#include <mutex>
#include <set>

#include "coding.h"
#include "crypto/crypto.h"

namespace sanad::range {
namespace {

TruthBody body_of(ByteView data) { return {data.size(), format_hex(crypto::sha256(data))}; }

std::string widen(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text.push_back(c);
    } else {
      text.push_back(static_cast<char>(0xc0 | (byte >> 6)));
      text.push_back(static_cast<char>(0x80 | (byte & 0x3f)));
    }
  }
  return text;
}

json::Value format_body(const TruthBody& body) {
  json::Object object;
  object.set("size", body.size_bytes);
  if (!body.sha256.empty()) object.set("sha256", body.sha256);
  return object;
}

json::Value format_headers(const http::Headers& headers) {
  json::Array array;
  for (const http::Header& header : headers) {
    array.push_back(json::Array{widen(header.name), widen(header.value)});
  }
  return array;
}

json::Value format_messages(const std::vector<TruthMessage>& messages) {
  json::Array array;
  for (const TruthMessage& message : messages) {
    json::Object object;
    object.set("direction", message.is_to_client ? "to_client" : "to_server");
    object.set("type", message.is_text ? "text" : "binary");
    object.set("payload", format_body(message.payload));
    array.push_back(std::move(object));
  }
  return array;
}

json::Value format_entry(const TruthEntry& entry) {
  json::Object object;
  object.set("order", entry.order);
  object.set("connection", entry.connection);
  object.set("host", widen(entry.host));
  object.set("method", widen(entry.method));
  object.set("target", widen(entry.target));
  object.set("version", entry.version == 10 ? "HTTP/1.0" : "HTTP/1.1");
  object.set("tls", entry.is_tls);
  if (entry.is_tls) object.set("server_certificate_sha256", entry.server_certificate_sha256);
  object.set("request_headers", format_headers(entry.request_headers));
  object.set("request_body", format_body(entry.request_body));
  object.set("status", entry.status);
  object.set("reason", widen(entry.reason));
  object.set("response_headers", format_headers(entry.response_headers));
  object.set("body", format_body(entry.body));
  if (entry.is_decoded) object.set("decoded_body", format_body(entry.decoded_body));
  object.set("complete", entry.is_complete);
  object.set("open", entry.is_open);
  if (!entry.messages.empty()) object.set("messages", format_messages(entry.messages));
  if (entry.dropped_messages > 0) object.set("dropped_messages", entry.dropped_messages);
  return object;
}

// An exchange in progress.
struct Progress {
  TruthEntry entry;
  crypto::Hasher hasher{crypto::Hasher::Algorithm::kSha256};
  crypto::Hasher decoded_hasher{crypto::Hasher::Algorithm::kSha256};
  std::unique_ptr<ContentDecoder> decoder;  // null: cannot be decoded

  void add_body(ByteView data) {
    hasher.update(data);
    entry.body.size_bytes += data.size();
    if (decoder == nullptr) return;
    Bytes plain;
    if (!decoder->update(data, plain).ok()) decoder.reset();
    decoded_hasher.update(plain);
    entry.decoded_body.size_bytes += plain.size();
  }

  TruthEntry finish(bool is_complete) {
    entry.body.sha256 = format_hex(hasher.finish());
    entry.is_decoded = decoder != nullptr && (decoder->is_whole() || entry.body.size_bytes == 0);
    if (entry.is_decoded) {
      entry.decoded_body.sha256 = format_hex(decoded_hasher.finish());
    } else {
      entry.decoded_body = {};
    }
    entry.is_complete = is_complete;
    return std::move(entry);
  }
};

}  // namespace

struct TruthLog::State {
  mutable std::mutex mutex;
  std::set<std::string, std::less<>> ignored_hosts;
  std::map<std::uint64_t, Progress> open;        // by exchange number
  std::map<std::uint64_t, TruthEntry> finished;  // by exchange number
  std::uint64_t dropped = 0;
  std::uint64_t next_order = 1;

  Progress* find(const http::Request& request) {
    const auto found = open.find(request.exchange_number);
    return found == open.end() ? nullptr : &found->second;
  }
};

TruthLog::TruthLog() : state_(std::make_unique<State>()) {}
TruthLog::~TruthLog() = default;

std::vector<TruthEntry> TruthLog::entries() const {
  const std::lock_guard lock(state_->mutex);
  std::map<std::uint64_t, TruthEntry> all = state_->finished;
  for (const auto& [number, progress] : state_->open) {
    all[number] = progress.entry;
    all[number].is_open = true;
  }
  std::vector<TruthEntry> result;
  for (auto& [number, entry] : all) result.push_back(std::move(entry));
  return result;
}

std::uint64_t TruthLog::dropped_entries() const {
  const std::lock_guard lock(state_->mutex);
  return state_->dropped;
}

void TruthLog::reset() {
  const std::lock_guard lock(state_->mutex);
  state_->open.clear();
  state_->finished.clear();
  state_->dropped = 0;
  state_->next_order = 1;
}

void TruthLog::ignore_host(std::string host) {
  const std::lock_guard lock(state_->mutex);
  state_->ignored_hosts.insert(std::move(host));
}

void TruthLog::on_request(const http::Request& request) {
  const std::lock_guard lock(state_->mutex);
  if (state_->ignored_hosts.contains(request.host)) return;
  if (state_->open.size() + state_->finished.size() >= kMaxTruthEntries) {
    ++state_->dropped;
    return;
  }
  TruthEntry& entry = state_->open[request.exchange_number].entry;
  entry.order = state_->next_order++;
  entry.connection = request.connection_number;
  entry.host = request.host;
  entry.method = request.method;
  entry.target = request.target;
  entry.version = request.version;
  entry.is_tls = request.is_tls;
  entry.server_certificate_sha256 = request.server_certificate_sha256;
  entry.request_headers = request.headers;
  entry.request_body = body_of(request.body);
}

void TruthLog::on_response_head(const http::Request& request, const http::Response& head) {
  const std::lock_guard lock(state_->mutex);
  Progress* progress = state_->find(request);
  if (progress == nullptr) return;
  progress->entry.status = head.status;
  progress->entry.reason =
      head.reason.empty() ? std::string(http::reason_phrase(head.status)) : head.reason;
  progress->entry.response_headers = head.headers;
  const std::string* coding = http::find_header(head.headers, "Content-Encoding");
  progress->decoder = ContentDecoder::create(coding == nullptr ? "" : *coding);
}

void TruthLog::on_response_body(const http::Request& request, ByteView data) {
  const std::lock_guard lock(state_->mutex);
  if (Progress* progress = state_->find(request)) progress->add_body(data);
}

void TruthLog::on_message(const http::Request& request, Direction direction,
                          const http::WebSocketMessage& message) {
  const std::lock_guard lock(state_->mutex);
  Progress* progress = state_->find(request);
  if (progress == nullptr) return;
  if (progress->entry.messages.size() >= kMaxTruthMessages) {
    ++progress->entry.dropped_messages;
    return;
  }
  progress->entry.messages.push_back(
      {direction == Direction::kToClient, message.is_text, body_of(as_bytes(message.data))});
}

void TruthLog::on_end(const http::Request& request, bool is_complete) {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->open.find(request.exchange_number);
  if (found == state_->open.end()) return;
  state_->finished.emplace(found->first, found->second.finish(is_complete));
  state_->open.erase(found);
}

json::Value format_truth(const std::vector<TruthEntry>& entries, std::uint64_t dropped_entries) {
  json::Array array;
  for (const TruthEntry& entry : entries) array.push_back(format_entry(entry));
  json::Object object;
  object.set("format", "sanad-range-truth/1");
  object.set("dropped", dropped_entries);
  object.set("exchanges", std::move(array));
  return object;
}

}  // namespace sanad::range
