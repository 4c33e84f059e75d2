// The URL_REQUEST side of the assembler: hops, heads, bodies, ends.
#include <fmt/format.h>

#include <utility>

#include "assembler.h"

namespace sanad::netlog {
namespace {

constexpr std::string_view kNoOrigin = "not an origin";

std::vector<std::string> read_lines(const json::Value& headers) {
  std::vector<std::string> lines;
  if (const json::Array* array = headers.as_array()) {
    for (const json::Value& line : *array) lines.push_back(unescape(line.string_or("")));
  }
  return lines;
}

std::string trim_line_end(std::string line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
  return line;
}

// The number after the first space of "HTTP/1.1 200 OK".
int status_of(std::string_view line) {
  const std::size_t space = line.find(' ');
  if (!line.starts_with("HTTP/") || space == std::string_view::npos) return 0;
  int status = 0;
  int digits = 0;
  for (const char c : line.substr(space + 1)) {
    if (c < '0' || c > '9' || digits == 3) break;
    status = status * 10 + (c - '0');
    ++digits;
  }
  return digits == 3 ? status : 0;
}

Protocol protocol_of(Kind kind) {
  if (kind == Kind::kSendHeadersHttp2) return Protocol::kHttp2;
  return kind == Kind::kSendHeadersQuic ? Protocol::kHttp3 : Protocol::kHttp1;
}

}  // namespace

Result<void> Assembler::request_event(Kind kind, Phase phase, const EventLine& line) {
  if (kind == Kind::kRequestAlive) return request_alive(phase, line);
  if (kind == Kind::kStartJob) return start_job(phase, line);
  if (kind == Kind::kCreatedBy) {
    const auto found = requests_.find(line.source_id);
    if (found != requests_.end()) {
      found->second.created_by = read_params(line)["source_dependency"]["id"].as_int();
    }
    return {};
  }
  Live* live = live_of_request(line.source_id);
  if (live == nullptr) return {};
  if (kind == Kind::kRedirected) return redirected(*live, line);
  if (kind == Kind::kJobBytesRead || kind == Kind::kJobFilteredBytesRead) {
    return body_bytes(*live, kind, line);
  }
  if (kind == Kind::kReadResponseHeaders || kind == Kind::kReadEarlyHints) {
    return response_headers(*live, kind == Kind::kReadEarlyHints, line);
  }
  if (kind == Kind::kFrameReceived || kind == Kind::kFrameSent) return frame(*live, kind, line);
  if (kind >= Kind::kStreamRequest && kind <= Kind::kSendHeadersQuic) {
    return stream_event(*live, kind, phase, line);
  }
  note_detail(*live, kind, phase, line);
  return {};
}

Result<void> Assembler::stream_event(Live& live, Kind kind, Phase phase, const EventLine& line) {
  if (kind == Kind::kStreamRequest) {
    if (phase != Phase::kBegin || !live.head_sent) return {};
    SANAD_TRY([[maybe_unused]] Live * next, split_exchange(line.source_id, time_of(line)));
    return {};
  }
  if (kind == Kind::kStreamRequestBoundToJob) {
    return bind_job(live, read_params(line)["source_dependency"]["id"].int_or(0));
  }
  if (kind == Kind::kStreamRequestBoundToQuic) {
    live.exchange.protocol = Protocol::kHttp3;
    return {};
  }
  return send_headers(kind, line);
}

// What changes no state of the exchange and calls nobody.
void Assembler::note_detail(Live& live, Kind kind, Phase phase, const EventLine& line) {
  const json::Value params = read_params(line);
  const std::int64_t error = params["net_error"].int_or(0);
  if (kind == Kind::kFiltersSet) {
    live.exchange.content_filters = unescape(params["filters"].string_or(""));
  } else if (kind == Kind::kRestartAfterError) {
    requests_[line.source_id].restart_error = error;
  } else if (kind == Kind::kUploadInit && phase == Phase::kEnd) {
    live.exchange.upload_size_bytes = params["total_size"].as_int();
  } else if (kind == Kind::kCancelled || kind == Kind::kFailed) {
    if (kind == Kind::kCancelled) live.cancelled = true;
    if (error != 0 && !live.request_done) live.exchange.net_error = error;
  }
}

Result<void> Assembler::request_alive(Phase phase, const EventLine& line) {
  const json::Value params = read_params(line);
  if (phase == Phase::kBegin) {
    if (requests_.size() >= kMaxOpen) {
      return Error{ErrorCode::kLimit,
                   fmt::format("More than {} requests were open at one time: capture less at once.",
                               kMaxOpen)};
    }
    Request& request = requests_[line.source_id];
    request = Request{};
    request.url = unescape(params["url"].string_or(""));
    request.traffic_annotation = params["traffic_annotation"].int_or(0);
    return {};
  }
  const auto found = requests_.find(line.source_id);
  if (phase != Phase::kEnd || found == requests_.end()) return {};
  if (found->second.current == 0) {  // refused before it began
    SANAD_TRY([[maybe_unused]] Live * begun,
              begin_exchange(line.source_id, Cause::kFirst, time_of(line)));
  }
  found->second.done = true;
  Live* live = live_of_request(line.source_id);
  if (live == nullptr) {
    requests_.erase(found);
    return {};
  }
  const std::int64_t error = params["net_error"].int_or(0);
  const bool upgraded =
      live->exchange.websocket && live->exchange.response &&
      (live->exchange.response->status == 101 || live->exchange.protocol == Protocol::kHttp2);
  if (upgraded) return end_request(*live, Outcome::kComplete, 0, time_of(line));
  if (error != 0 && error != live->exchange.net_error) live->exchange.net_error = error;
  if (live->exchange.net_error != 0) {
    return end_request(*live, Outcome::kFailed, live->exchange.net_error, time_of(line));
  }
  const Outcome outcome = live->cancelled ? Outcome::kCancelled : Outcome::kComplete;
  return end_request(*live, outcome, 0, time_of(line));
}

Result<void> Assembler::start_job(Phase phase, const EventLine& line) {
  if (phase != Phase::kBegin) return {};
  const auto found = requests_.find(line.source_id);
  if (found == requests_.end()) return {};
  const json::Value params = read_params(line);
  Cause cause = Cause::kFirst;
  if (Live* previous = live_of_request(line.source_id)) {
    cause = previous->exchange.redirect_to.empty() ? Cause::kRetry : Cause::kRedirect;
    if (!previous->request_done) {
      SANAD_CHECK(end_request(*previous, Outcome::kComplete, 0, time_of(line)));
    }
  } else if (found->second.hops > 0) {
    cause = Cause::kRedirect;
  }
  SANAD_TRY(Live * live, begin_exchange(line.source_id, cause, time_of(line)));
  Exchange& exchange = live->exchange;
  exchange.url = unescape(params["url"].string_or(exchange.url));
  exchange.method = unescape(params["method"].string_or(""));
  exchange.initiator = unescape(params["initiator"].string_or(""));
  exchange.request_type = params["request_type"].string_or("");
  exchange.network_isolation_key = unescape(params["network_isolation_key"].string_or(""));
  exchange.load_flags = params["load_flags"].int_or(0);
  exchange.websocket = exchange.url.starts_with("ws:") || exchange.url.starts_with("wss:");
  const bool for_frame =
      exchange.request_type == "main frame" || exchange.request_type == "subframe";
  const bool asked = !exchange.initiator.empty() && exchange.initiator != kNoOrigin;
  exchange.party = for_frame || asked ? Party::kPage : Party::kBrowser;
  return {};
}

Result<Assembler::Live*> Assembler::begin_exchange(std::int64_t source, Cause cause, Timestamp at) {
  Request& request = requests_[source];
  const std::uint64_t id = ++last_exchange_;
  Live& live = exchanges_[id];
  Exchange& exchange = live.exchange;
  exchange.id = id;
  exchange.request_source = source;
  exchange.hop = request.hops++;
  exchange.cause = cause;
  exchange.created_by = request.created_by;
  exchange.url = request.url;
  exchange.traffic_annotation = request.traffic_annotation;
  exchange.traffic_purpose = std::string(traffic_purpose(request.traffic_annotation));
  exchange.started = at;
  request.current = id;
  return &live;
}

// A head goes out a second time within one hop: after a challenge, or on a fresh connection.
Result<Assembler::Live*> Assembler::split_exchange(std::int64_t source, Timestamp at) {
  Live& before = *live_of_request(source);
  const int status = before.exchange.response ? before.exchange.response->status : 0;
  const bool challenged = status == 401 || status == 407;
  SANAD_TRY(Live * next,
            begin_exchange(source, challenged ? Cause::kAuthentication : Cause::kRetry, at));
  Exchange& to = next->exchange;
  const Exchange& from = before.exchange;
  to.url = from.url;
  to.method = from.method;
  to.initiator = from.initiator;
  to.request_type = from.request_type;
  to.network_isolation_key = from.network_isolation_key;
  to.load_flags = from.load_flags;
  to.websocket = from.websocket;
  to.party = from.party;
  const std::int64_t error = std::exchange(requests_[source].restart_error, 0);
  const Outcome outcome = status != 0 ? Outcome::kComplete : Outcome::kFailed;
  SANAD_CHECK(end_request(before, outcome, status != 0 ? 0 : error, at));
  return next;
}

Result<void> Assembler::redirected(Live& live, const EventLine& line) {
  live.exchange.redirect_to = unescape(read_params(line)["location"].string_or(""));
  return end_request(live, Outcome::kComplete, 0, time_of(line));
}

Result<void> Assembler::send_headers(Kind kind, const EventLine& line) {
  Live* live = live_of_request(line.source_id);
  if (live->head_sent) {  // the same connection again, after a challenge
    const std::int64_t job = live->job;
    SANAD_TRY(live, split_exchange(line.source_id, time_of(line)));
    SANAD_CHECK(bind_job(*live, job));
  }
  const json::Value params = read_params(line);
  Exchange& exchange = live->exchange;
  exchange.protocol = protocol_of(kind);
  exchange.request_line = trim_line_end(unescape(params["line"].string_or("")));
  exchange.request_headers = read_lines(params["headers"]);
  exchange.sent = time_of(line);
  live->head_sent = true;
  if (exchange.protocol != Protocol::kHttp3 && !exchange.connection) {
    note(
        "A request cannot be tied to its connection: start the browser without the feature "
        "HappyEyeballsV3.");
  }
  return announce(*live);
}

Result<void> Assembler::response_headers(Live& live, bool interim, const EventLine& line) {
  ResponseHead head;
  head.lines = read_lines(read_params(line)["headers"]);
  head.status = head.lines.empty() ? 0 : status_of(head.lines[0]);
  head.status_line_reconstructed =
      live.exchange.protocol == Protocol::kHttp2 || live.exchange.protocol == Protocol::kHttp3;
  SANAD_CHECK(announce(live));
  if (interim) {
    if (live.exchange.protocol == Protocol::kHttp2) return {};  // told by its session
    live.exchange.interim.push_back(std::move(head));
    return {};
  }
  live.exchange.response = std::move(head);
  live.exchange.responded = time_of(line);
  live.exchange.provenance = Provenance::kNetwork;
  return listener_.on_response(live.exchange);
}

Result<void> Assembler::body_bytes(Live& live, Kind kind, const EventLine& line) {
  if (!read_bytes(line)) return {};
  Exchange& exchange = live.exchange;
  if (exchange.response && exchange.response->status == 304) {
    exchange.provenance = Provenance::kRevalidated;
  } else if (!live.head_sent) {
    exchange.provenance = Provenance::kCache;
  }
  const bool decoded = kind == Kind::kJobFilteredBytesRead && !exchange.content_filters.empty();
  return give(live, decoded ? Channel::kDecoded : Channel::kCoded, buffer_);
}

Result<void> Assembler::frame(Live& live, Kind kind, const EventLine& line) {
  const json::Value params = read_params(line);
  WebSocketFrame frame;
  frame.sent = kind == Kind::kFrameSent;
  frame.final = params["final"].bool_or(false);
  frame.masked = params["masked"].bool_or(false);
  frame.opcode = static_cast<int>(params["opcode"].int_or(0) & 0xF);
  frame.payload_bytes = static_cast<std::uint64_t>(params["payload_length"].int_or(0));
  frame.at = time_of(line);
  SANAD_CHECK(announce(live));
  return listener_.on_websocket_frame(live.exchange, frame);
}

Result<void> Assembler::bind_job(Live& live, std::int64_t job_id) {
  if (job_id == 0) return {};
  SANAD_TRY(Job * job, job_of(job_id));
  job->exchange = live.exchange.id;
  live.job = job_id;
  const auto session = sessions_.find(job->session);
  const std::int64_t id = session != sessions_.end() ? session->second.socket : job->socket;
  Socket* found = socket(id);
  return found == nullptr ? Result<void>() : attach(live, *found);
}

Result<void> Assembler::end_request(Live& live, Outcome outcome, std::int64_t net_error,
                                    Timestamp at) {
  if (live.request_done) return {};
  Exchange& exchange = live.exchange;
  live.request_done = true;
  exchange.outcome = outcome;
  exchange.net_error = net_error;
  exchange.net_error_name = constants_.error_name(net_error);
  exchange.ended = at;
  if (outcome == Outcome::kComplete && !live.head_sent && exchange.redirect_to.empty()) {
    exchange.provenance = Provenance::kCache;
  }
  return close_if_done(live);
}

Result<void> Assembler::announce(Live& live) {
  if (live.announced) return {};
  live.announced = true;
  if (live.exchange.connection) {
    if (Socket* found = socket(*live.exchange.connection)) SANAD_CHECK(tell_connection(*found));
  }
  return listener_.on_request(live.exchange);
}

Result<void> Assembler::give(Live& live, Channel channel, ByteView bytes) {
  if (bytes.empty()) return {};
  SANAD_CHECK(announce(live));
  Exchange& exchange = live.exchange;
  std::uint64_t* const count = channel == Channel::kWireReceived ? &exchange.wire_received_bytes
                               : channel == Channel::kWireSent   ? &exchange.wire_sent_bytes
                               : channel == Channel::kCoded      ? &exchange.coded_bytes
                                                                 : &exchange.decoded_bytes;
  *count += bytes.size();
  return listener_.on_bytes(exchange, channel, bytes);
}

Result<void> Assembler::close_if_done(Live& live) {
  return live.request_done && !live.wire_open ? close(live) : Result<void>();
}

Result<void> Assembler::close(Live& live) {
  adopt_failed_connection(live);
  Exchange& exchange = live.exchange;
  // An answer that Chromium refused to read has no head of its own in the log, only wire bytes.
  if (exchange.provenance == Provenance::kNone && exchange.wire_received_bytes > 0) {
    exchange.provenance = Provenance::kNetwork;
  }
  SANAD_CHECK(announce(live));
  SANAD_CHECK(listener_.on_exchange_end(exchange));
  const auto session = sessions_.find(live.session);
  if (session != sessions_.end() && exchange.stream) {
    session->second.streams.erase(static_cast<std::uint32_t>(*exchange.stream));
  }
  const auto job = jobs_.find(live.job);
  if (job != jobs_.end() && job->second.exchange == exchange.id) jobs_.erase(job);
  const auto request = requests_.find(exchange.request_source);
  if (request != requests_.end() && request->second.current == exchange.id) {
    request->second.current = 0;
    if (request->second.done) requests_.erase(request);
  }
  exchanges_.erase(exchange.id);
  return {};
}

// A connection that failed is never given to the request; it is found by the job that tried it.
void Assembler::adopt_failed_connection(Live& live) {
  const auto job = jobs_.find(live.job);
  if (live.exchange.connection || job == jobs_.end() || job->second.connect_job == 0) return;
  for (auto& [id, candidate] : sockets_) {
    if (candidate.connect_job != job->second.connect_job || !has_failed(candidate)) continue;
    live.exchange.connection = id;
    ++candidate.connection.exchanges;
  }
  const auto ended = failed_.find(job->second.connect_job);
  if (!live.exchange.connection && ended != failed_.end()) live.exchange.connection = ended->second;
}

Assembler::Live* Assembler::live(std::uint64_t exchange) {
  const auto found = exchanges_.find(exchange);
  return found == exchanges_.end() ? nullptr : &found->second;
}

Assembler::Live* Assembler::live_of_request(std::int64_t source) {
  const auto found = requests_.find(source);
  return found == requests_.end() ? nullptr : live(found->second.current);
}

}  // namespace sanad::netlog
