#include "describe.h"

#include "archive.h"
#include "base/utf8.h"
#include "crypto/crypto.h"

namespace sanad::capture {
namespace {

json::Value time_or_null(const std::optional<Timestamp>& at) {
  return at ? json::Value(format_timestamp(*at)) : json::Value(nullptr);
}

json::Value text(std::string_view bytes) { return replace_malformed_utf8(bytes); }

json::Value digest_or_null(const std::string& digest) {
  return digest.empty() ? json::Value(nullptr) : json::Value(digest);
}

std::string_view protocol_name(netlog::Protocol protocol) {
  switch (protocol) {
    case netlog::Protocol::kHttp1:
      return "http/1.1";
    case netlog::Protocol::kHttp2:
      return "h2";
    case netlog::Protocol::kHttp3:
      return "h3";
    case netlog::Protocol::kNone:
      break;
  }
  return "";
}

std::string_view provenance_name(netlog::Provenance provenance) {
  switch (provenance) {
    case netlog::Provenance::kNetwork:
      return "network";
    case netlog::Provenance::kCache:
      return "cache";
    case netlog::Provenance::kRevalidated:
      return "revalidated";
    case netlog::Provenance::kNone:
      break;
  }
  return "none";
}

json::Object verdict_json(const netlog::CertificateVerdict& verdict) {
  return json::Object{
      {"net_error", verdict.net_error},         {"net_error_name", verdict.net_error_name},
      {"status", strings_json(verdict.status)}, {"known_root", verdict.known_root},
      {"ct_compliance", verdict.ct_compliance}, {"scts", text(verdict.scts_json)}};
}

json::Object tls_json(const netlog::TlsInfo& tls, bool whole) {
  json::Array certificates;
  for (const Bytes& der : tls.certificates) {
    json::Object one{{"sha256", format_hex(crypto::sha256(der))}};
    if (whole) one.set("der", format_base64(der));
    certificates.emplace_back(std::move(one));
  }
  json::Object object{
      {"version", tls.version},
      {"cipher_suite", tls.cipher_suite},
      {"key_exchange_group", tls.key_exchange_group},
      {"peer_signature_algorithm", tls.peer_signature_algorithm},
      {"alpn", tls.alpn},
      {"resumed", tls.resumed},
      {"encrypted_client_hello", tls.encrypted_client_hello},
      {"certificates", std::move(certificates)},
      {"verdict", tls.verdict ? json::Value(verdict_json(*tls.verdict)) : json::Value(nullptr)},
      {"net_error", tls.net_error},
      {"net_error_name", tls.net_error_name}};
  if (!whole) return object;
  json::Array handshake;
  for (const netlog::HandshakeMessage& message : tls.handshake) {
    handshake.emplace_back(json::Object{
        {"sent", message.sent}, {"type", message.type}, {"bytes", format_base64(message.bytes)}});
  }
  object.set("handshake", std::move(handshake));
  return object;
}

json::Object message_json(const browser::WebSocketMessage& message) {
  return json::Object{
      {"at", format_timestamp(message.at)},
      {"direction", message.direction == browser::Direction::kSent ? "sent" : "received"},
      {"opcode", message.opcode},
      {"payload", message.payload},
      {"payload_bytes", message.payload_bytes},
      {"truncated", message.truncated}};
}

}  // namespace

json::Array strings_json(const std::vector<std::string>& strings) {
  json::Array array;
  for (const std::string& one : strings) array.emplace_back(text(one));
  return array;
}

std::string truncation_name(warc::Truncation truncation) {
  switch (truncation) {
    case warc::Truncation::kLength:
      return "length";
    case warc::Truncation::kTime:
      return "time";
    case warc::Truncation::kDisconnect:
      return "disconnect";
    case warc::Truncation::kUnspecified:
      break;
  }
  return "unspecified";
}

std::string outcome_name(netlog::Outcome outcome) {
  switch (outcome) {
    case netlog::Outcome::kComplete:
      return "complete";
    case netlog::Outcome::kFailed:
      return "failed";
    case netlog::Outcome::kCancelled:
      return "cancelled";
    case netlog::Outcome::kLogCut:
      return "log-cut";
    case netlog::Outcome::kOpen:
      break;
  }
  return "open";
}

std::string cause_name(netlog::Cause cause) {
  switch (cause) {
    case netlog::Cause::kRedirect:
      return "redirect";
    case netlog::Cause::kAuthentication:
      return "authentication";
    case netlog::Cause::kRetry:
      return "retry";
    case netlog::Cause::kFirst:
      break;
  }
  return "first";
}

json::Object connection_json(const netlog::Connection& connection, bool whole) {
  return json::Object{{"connection", connection.id},
                      {"local_address", connection.local_address},
                      {"remote_address", connection.remote_address},
                      {"opened", format_timestamp(connection.opened)},
                      {"connected", time_or_null(connection.connected)},
                      {"closed", time_or_null(connection.closed)},
                      {"exchanges", connection.exchanges},
                      {"unattributed_bytes", connection.unattributed_bytes},
                      {"net_error", connection.net_error},
                      {"net_error_name", connection.net_error_name},
                      {"tls", connection.tls ? json::Value(tls_json(*connection.tls, whole))
                                             : json::Value(nullptr)}};
}

json::Object resolution_json(const netlog::Resolution& resolution) {
  json::Array results;
  for (const std::string& result : resolution.results_json) {
    auto parsed = json::parse_foreign(result);
    results.push_back(parsed.ok() ? std::move(*parsed) : text(result));
  }
  json::Array messages;
  for (const Bytes& message : resolution.dns_messages) {
    messages.emplace_back(format_base64(message));
  }
  return json::Object{{"host", text(resolution.host)},
                      {"started", format_timestamp(resolution.started)},
                      {"ended", format_timestamp(resolution.ended)},
                      {"net_error", resolution.net_error},
                      {"net_error_name", resolution.net_error_name},
                      {"results", std::move(results)},
                      {"dns_messages", std::move(messages)}};
}

json::Object exchange_json(const KeptExchange& kept, const Archived* archived) {
  const netlog::Exchange& facts = kept.facts;
  json::Object object{
      {"exchange", facts.id},
      {"url", text(facts.url)},
      {"method", text(facts.method)},
      {"status", facts.response ? json::Value(facts.response->status) : json::Value(nullptr)},
      {"party", facts.party == netlog::Party::kPage ? "page" : "browser"},
      {"cause", cause_name(facts.cause)},
      {"protocol", protocol_name(facts.protocol)},
      {"provenance", provenance_name(facts.provenance)},
      {"connection", facts.connection ? json::Value(*facts.connection) : json::Value(nullptr)},
      {"started", format_timestamp(facts.started)},
      {"responded", time_or_null(facts.responded)},
      {"ended", time_or_null(facts.ended)},
      {"outcome", outcome_name(facts.outcome)},
      {"net_error", facts.net_error_name},
      {"wire_received_bytes", facts.wire_received_bytes},
      {"wire_sent_bytes", facts.wire_sent_bytes},
      {"coding", facts.content_filters},
      {"coded_sha256", digest_or_null(kept.coded_sha256)},
      {"body_bytes", kept.body_bytes},
      {"body_sha256", digest_or_null(kept.body_sha256)}};
  if (facts.cause == netlog::Cause::kRedirect) object.set("hop", facts.hop);
  if (!facts.redirect_to.empty()) object.set("redirect_to", text(facts.redirect_to));
  // An archive's block for HTTP/2 has no place for them.
  if (!facts.trailers.empty()) object.set("trailers", strings_json(facts.trailers));
  if (!facts.interim.empty()) {
    json::Array interim;
    for (const netlog::ResponseHead& head : facts.interim) {
      interim.emplace_back(strings_json(head.lines));
    }
    object.set("interim", std::move(interim));
  }
  if (archived == nullptr) return object;
  object.set("request_record", digest_or_null(archived->request_record));
  object.set("response_record", digest_or_null(archived->response_record));
  object.set("payload_sha256", digest_or_null(archived->payload_sha256));
  if (!archived->truncated.empty()) object.set("truncated", archived->truncated);
  return object;
}

json::Object request_json(const browser::Request& request) {
  return json::Object{{"target", static_cast<std::int64_t>(request.target)},
                      {"url", text(request.url.substr(0, 2048))},
                      {"method", request.method},
                      {"type", request.resource_type},
                      {"frame", request.frame_id},
                      {"initiator", request.initiator.type},
                      {"initiator_url", text(request.initiator.url.substr(0, 2048))},
                      {"at", format_timestamp(request.at)},
                      {"outcome", browser::outcome_name(request.outcome)},
                      {"error", request.error_text},
                      {"blocked", request.blocked_reason},
                      {"cors_error", request.cors_error}};
}

json::Object web_socket_json(const browser::WebSocket& socket, bool whole) {
  json::Object object{{"url", socket.url},
                      {"status", socket.status},
                      {"closed", socket.closed},
                      {"errors", strings_json(socket.errors)},
                      {"message_count", static_cast<std::int64_t>(socket.messages.size())}};
  if (!whole) return object;
  json::Array messages;
  for (const auto& message : socket.messages) messages.emplace_back(message_json(message));
  object.set("messages", std::move(messages));
  return object;
}

}  // namespace sanad::capture
