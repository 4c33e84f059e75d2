// The connection side of the assembler: stream jobs, sockets, TLS, HTTP/2 sessions.
#include <fmt/format.h>

#include <utility>

#include "assembler.h"

namespace sanad::netlog {
namespace {

// Kept for who may still ask; the oldest is forgotten first.
constexpr std::size_t kMaxVerdicts = 256;
constexpr std::size_t kMaxFailed = 1024;

std::int64_t dependency(const json::Value& params) {
  return params["source_dependency"]["id"].int_or(0);
}

std::vector<Bytes> read_chain(const json::Value& certificates) {
  std::vector<Bytes> chain;
  if (const json::Array* array = certificates.as_array()) {
    for (const json::Value& pem : *array) {
      if (auto der = parse_pem(pem.string_or(""))) chain.push_back(std::move(*der));
    }
  }
  return chain;
}

}  // namespace

Result<void> Assembler::job_event(Kind kind, Phase phase, const EventLine& line) {
  if (kind == Kind::kStreamJob) {
    const auto found = jobs_.find(line.source_id);
    if (phase == Phase::kEnd && found != jobs_.end() && found->second.exchange == 0) {
      jobs_.erase(found);
    }
    return {};
  }
  const std::int64_t other = dependency(read_params(line));
  SANAD_TRY(Job * job, job_of(line.source_id));
  if (kind == Kind::kJobBoundToSocket) {
    job->socket = other;
  } else if (kind == Kind::kJobBoundToConnectJob) {
    job->connect_job = other;
  } else {
    job->session = other;
    Live* bound = live(job->exchange);
    if (bound != nullptr) return bind_job(*bound, line.source_id);
  }
  return {};
}

Result<Assembler::Job*> Assembler::job_of(std::int64_t id) {
  if (jobs_.size() >= kMaxOpen && !jobs_.contains(id)) {
    return Error{
        ErrorCode::kLimit,
        fmt::format("More than {} connections were tried at one time: capture less at once.",
                    kMaxOpen)};
  }
  return &jobs_[id];
}

Result<void> Assembler::socket_event(Kind kind, Phase phase, const EventLine& line) {
  if (kind == Kind::kSocketAlive) return socket_alive(phase, line);
  Socket* found = socket(line.source_id);
  if (found == nullptr) return {};
  switch (kind) {
    case Kind::kSocketInUse:
      return socket_in_use(*found, phase, line);
    case Kind::kSocketBytesReceived:
    case Kind::kSocketBytesSent:
      // Under TLS these are ciphertext; the plain text has events of its own.
      return found->connection.tls ? Result<void>() : socket_bytes(*found, kind, line);
    case Kind::kSslBytesReceived:
    case Kind::kSslBytesSent:
      return socket_bytes(*found, kind, line);
    case Kind::kTcpConnect:
    case Kind::kTcpConnectAttempt:
      connect_event(*found, kind, phase, line);
      return {};
    default:
      tls_event(*found, kind, phase, line);
      return {};
  }
}

Result<void> Assembler::socket_alive(Phase phase, const EventLine& line) {
  if (phase == Phase::kBegin) {
    if (line.source_type == constants_.source_url_request) return {};
    if (sockets_.size() >= kMaxOpen) {
      return Error{ErrorCode::kLimit,
                   fmt::format("More than {} sockets were open at one time: capture less at once.",
                               kMaxOpen)};
    }
    Socket& made = sockets_[line.source_id];
    made = Socket{};
    made.connection.id = line.source_id;
    made.connection.opened = time_of(line);
    made.connect_job = dependency(read_params(line));
    return {};
  }
  const auto found = sockets_.find(line.source_id);
  if (phase != Phase::kEnd || found == sockets_.end()) return {};
  found->second.connection.closed = time_of(line);
  const std::uint64_t holder = std::exchange(found->second.exchange, 0);
  SANAD_CHECK(release(holder));
  const Connection& connection = found->second.connection;
  if (!connection.remote_address.empty()) {  // else a datagram socket, or one never tried
    SANAD_CHECK(tell_connection(found->second));
    SANAD_CHECK(listener_.on_connection_end(connection));
  }
  if (has_failed(found->second)) remember_failed(found->second);
  sockets_.erase(found);
  return {};
}

bool Assembler::has_failed(const Socket& socket) {
  const Connection& connection = socket.connection;
  return connection.net_error != 0 || (connection.tls && connection.tls->net_error != 0);
}

void Assembler::remember_failed(const Socket& socket) {
  if (failed_.insert_or_assign(socket.connect_job, socket.connection.id).second) {
    failed_order_.push_back(socket.connect_job);
  }
  while (failed_order_.size() > kMaxFailed) {
    failed_.erase(failed_order_.front());
    failed_order_.pop_front();
  }
}

Result<void> Assembler::socket_in_use(Socket& used, Phase phase, const EventLine& line) {
  if (phase == Phase::kEnd) return release(std::exchange(used.exchange, 0));
  const std::int64_t job_id = dependency(read_params(line));
  SANAD_TRY(Job * job, job_of(job_id));
  job->socket = line.source_id;
  Live* bound = live(job->exchange);
  return bound == nullptr ? Result<void>() : bind_job(*bound, job_id);
}

Result<void> Assembler::socket_bytes(Socket& from, Kind kind, const EventLine& line) {
  const bool sent = kind == Kind::kSocketBytesSent || kind == Kind::kSslBytesSent;
  if (!read_bytes(line)) return {};
  if (from.session != 0) return session_bytes(from.session, sent, buffer_);
  if (Live* holder = live(from.exchange)) {
    return give(*holder, sent ? Channel::kWireSent : Channel::kWireReceived, buffer_);
  }
  from.connection.unattributed_bytes += buffer_.size();
  return {};
}

Result<void> Assembler::session_bytes(std::int64_t id, bool sent, ByteView bytes) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return {};
  Session& session = found->second;
  Http2Frames::Sink sink;
  sink.data = [&](std::uint32_t stream, ByteView payload) -> Result<void> {
    const auto exchange = session.streams.find(stream);
    Live* owner = exchange == session.streams.end() ? nullptr : live(exchange->second);
    if (owner == nullptr) return {};
    return give(*owner, sent ? Channel::kWireSent : Channel::kWireReceived, payload);
  };
  sink.end = [&](std::uint32_t stream) { return end_stream(session, stream); };
  SANAD_TRY(const bool readable, (sent ? session.sent : session.received).feed(bytes, sink));
  if (!readable) note("The frames of an HTTP/2 connection cannot be followed any further.");
  return {};
}

void Assembler::connect_event(Socket& to, Kind kind, Phase phase, const EventLine& line) {
  const json::Value params = read_params(line);
  Connection& connection = to.connection;
  if (kind == Kind::kTcpConnectAttempt) {
    if (phase == Phase::kBegin) connection.remote_address = params["address"].string_or("");
    return;
  }
  if (phase != Phase::kEnd) return;
  connection.net_error = params["net_error"].int_or(0);
  connection.net_error_name = constants_.error_name(connection.net_error);
  if (connection.net_error != 0) return;
  connection.local_address = params["local_address"].string_or("");
  connection.remote_address = params["remote_address"].string_or(connection.remote_address);
  connection.connected = time_of(line);
}

void Assembler::tls_event(Socket& on, Kind kind, Phase phase, const EventLine& line) {
  if (kind == Kind::kSslConnect && phase == Phase::kBegin) {
    on.connection.tls.emplace();
    return;
  }
  if (!on.connection.tls) return;
  if (kind == Kind::kSslConnect && phase == Phase::kEnd) {
    end_handshake(on, line);
  } else if (kind == Kind::kSslCertificates) {
    read_certificates(on, line);
  } else if (kind == Kind::kVerifierRequestBound) {
    on.verifier_job = dependency(read_params(line));
  } else if (!on.announced &&
             (kind == Kind::kSslHandshakeReceived || kind == Kind::kSslHandshakeSent)) {
    HandshakeMessage message;
    const json::Value params = read_params(line);
    message.sent = kind == Kind::kSslHandshakeSent;
    message.type = static_cast<int>(params["type"].int_or(0) & 0xFF);
    if (!append_base64(params["bytes"].string_or(""), message.bytes)) return;
    on.handshake_bytes += message.bytes.size();
    if (on.handshake_bytes > kMaxHandshakeBytes) return;
    on.connection.tls->handshake.push_back(std::move(message));
  }
}

void Assembler::end_handshake(Socket& on, const EventLine& line) {
  const json::Value params = read_params(line);
  TlsInfo& tls = *on.connection.tls;
  tls.net_error = params["net_error"].int_or(0);
  tls.net_error_name = constants_.error_name(tls.net_error);
  tls.version = params["version"].string_or("");
  tls.cipher_suite = params["cipher_suite"].int_or(0);
  tls.key_exchange_group = params["key_exchange_group"].int_or(0);
  tls.peer_signature_algorithm = params["peer_signature_algorithm"].int_or(0);
  tls.alpn = params["next_proto"].string_or("");
  tls.resumed = params["is_resumed"].bool_or(false);
  tls.encrypted_client_hello = params["encrypted_client_hello"].bool_or(false);
  const auto verdict = verdicts_.find(on.verifier_job);
  if (verdict != verdicts_.end()) tls.verdict = verdict->second;
}

void Assembler::read_certificates(Socket& on, const EventLine& line) {
  on.connection.tls->certificates = read_chain(read_params(line)["certificates"]);
}

void Assembler::read_verdict(const EventLine& line) {
  const json::Value params = read_params(line);
  CertificateVerdict verdict;
  verdict.net_error = params["net_error"].int_or(0);
  verdict.net_error_name = constants_.error_name(verdict.net_error);
  verdict.known_root = params["is_issued_by_known_root"].bool_or(false);
  verdict.ct_compliance = params["ct_compliance_status"].string_or("");
  verdict.verified_chain = read_chain(params["verified_cert"]["certificates"]);
  if (!params["scts"].is_null()) verdict.scts_json = json::format_canonical(params["scts"]);
  const std::int64_t status = params["cert_status"].int_or(0);
  for (const auto& [name, bit] : constants_.certificate_status) {
    if (bit != 0 && (status & bit) == bit) verdict.status.push_back(name);
  }
  if (verdicts_.emplace(line.source_id, std::move(verdict)).second) {
    verdict_order_.push_back(line.source_id);
  }
  while (verdict_order_.size() > kMaxVerdicts) {
    verdicts_.erase(verdict_order_.front());
    verdict_order_.pop_front();
  }
}

Result<void> Assembler::session_event(Kind kind, Phase phase, const EventLine& line) {
  if (kind == Kind::kSessionInitialized) {
    const std::int64_t id = dependency(read_params(line));
    Socket* under = socket(id);
    if (under == nullptr || sessions_.size() >= kMaxOpen) return {};
    sessions_[line.source_id].socket = id;
    under->session = line.source_id;
    return release(std::exchange(under->exchange, 0));
  }
  if (kind == Kind::kSession) {
    return phase == Phase::kEnd ? end_session(line.source_id) : Result<void>();
  }
  const auto found = sessions_.find(line.source_id);
  if (found == sessions_.end()) return {};
  if (kind == Kind::kSessionSendHeaders) return session_send_headers(found->second, line);
  if (kind == Kind::kSessionRecvHeaders) {
    session_recv_headers(found->second, line);
    return {};
  }
  const auto stream = read_params(line)["stream_id"].int_or(0);
  return end_stream(found->second, static_cast<std::uint32_t>(stream));
}

Result<void> Assembler::session_send_headers(Session& session, const EventLine& line) {
  const json::Value params = read_params(line);
  const auto stream = static_cast<std::uint32_t>(params["stream_id"].int_or(0));
  const auto job = jobs_.find(dependency(params));
  Live* owner = live(job == jobs_.end() ? 0 : job->second.exchange);
  if (owner == nullptr) owner = live_of_request(dependency(params));
  if (owner == nullptr || stream == 0) return {};
  owner->exchange.stream = stream;
  owner->session = line.source_id;
  owner->wire_open = true;
  session.streams[stream] = owner->exchange.id;
  return {};
}

// The final head is told by the request's own event; interim heads and trailers are shown for
// certain only here.
void Assembler::session_recv_headers(Session& session, const EventLine& line) {
  const json::Value params = read_params(line);
  const auto stream = static_cast<std::uint32_t>(params["stream_id"].int_or(0));
  const auto exchange = session.streams.find(stream);
  Live* owner = exchange == session.streams.end() ? nullptr : live(exchange->second);
  const json::Array* headers = params["headers"].as_array();
  if (owner == nullptr || headers == nullptr || headers->empty()) return;
  constexpr std::string_view kStatus = ":status: ";
  const std::string first = headers->front().string_or("");
  if (!first.starts_with(kStatus)) {
    for (const json::Value& header : *headers) {
      owner->exchange.trailers.push_back(unescape(header.string_or("")));
    }
  } else if (first.size() == kStatus.size() + 3 && first[kStatus.size()] == '1') {
    ResponseHead head;
    head.status_line_reconstructed = true;
    head.status = (first[kStatus.size()] - '0') * 100 + (first[kStatus.size() + 1] - '0') * 10 +
                  (first[kStatus.size() + 2] - '0');
    head.lines.push_back("HTTP/1.1 " + first.substr(kStatus.size()));
    for (std::size_t i = 1; i < headers->size(); ++i) {
      head.lines.push_back(unescape((*headers)[i].string_or("")));
    }
    owner->exchange.interim.push_back(std::move(head));
  }
}

Result<void> Assembler::end_session(std::int64_t id) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return {};
  if (Socket* under = socket(found->second.socket)) under->session = 0;
  const auto streams = std::move(found->second.streams);
  sessions_.erase(found);
  for (const auto& [stream, exchange] : streams) SANAD_CHECK(release(exchange));
  return {};
}

Result<void> Assembler::end_stream(Session& session, std::uint32_t stream) {
  const auto found = session.streams.find(stream);
  return found == session.streams.end() ? Result<void>() : release(found->second);
}

Result<void> Assembler::attach(Live& live, Socket& to) {
  Exchange& exchange = live.exchange;
  if (exchange.connection != to.connection.id) {
    exchange.connection = to.connection.id;
    exchange.connection_reused = to.connection.exchanges > 0;
    ++to.connection.exchanges;
  }
  if (to.session != 0) return {};  // its bytes are told apart by stream
  const std::uint64_t before = std::exchange(to.exchange, exchange.id);
  live.wire_open = true;
  return before == exchange.id ? Result<void>() : release(before);
}

Result<void> Assembler::release(std::uint64_t exchange) {
  Live* holder = live(exchange);
  if (holder == nullptr) return {};
  holder->wire_open = false;
  return close_if_done(*holder);
}

Result<void> Assembler::tell_connection(Socket& about) {
  if (about.announced) return {};
  about.announced = true;
  SANAD_CHECK(listener_.on_connection(about.connection));
  if (about.connection.tls) about.connection.tls->handshake.clear();
  return {};
}

Assembler::Socket* Assembler::socket(std::int64_t id) {
  const auto found = sockets_.find(id);
  return found == sockets_.end() ? nullptr : &found->second;
}

}  // namespace sanad::netlog
