// Requests, responses, event streams and websockets.
//
// The renderer tells of a request; the network service tells, in "ExtraInfo" events of its own and
// in any order, which headers really went over the wire. One request id stands for all hops of a
// chain of redirects, so the n-th ExtraInfo belongs to the n-th hop.
//
// An id is the browser's, not a session's: what a page asks for as the script of a worker or the
// document of a cross-site frame begins in the page's session and may end in that of the worker or
// frame, and an event told in both is taken once.
#include <algorithm>

#include "observer_state.h"

namespace sanad::browser {
namespace {

std::string text_of(const json::Value& value, std::string_view name) {
  return cut_text(value[name]);
}

double number_of(const json::Value& value, std::string_view name) {
  const double* number = value[name].as_number();
  return number == nullptr ? 0 : *number;
}

// Sizes may come as 1e9: any finite number becomes a whole one within the range of a double's.
std::int64_t whole(const json::Value& value, std::string_view name) {
  const double number = number_of(value, name);
  return number > -9e15 && number < 9e15 ? static_cast<std::int64_t>(number) : 0;
}

SecurityDetails read_security(const json::Value& value) {
  SecurityDetails details;
  details.protocol = text_of(value, "protocol");
  details.key_exchange = text_of(value, "keyExchangeGroup");
  details.cipher = text_of(value, "cipher");
  details.subject = text_of(value, "subjectName");
  details.issuer = text_of(value, "issuer");
  if (const json::Array* names = value["sanList"].as_array()) {
    for (const json::Value& name : *names) details.names.push_back(cut_text(name));
  }
  details.valid_from_unix_s = whole(value, "validFrom");
  details.valid_to_unix_s = whole(value, "validTo");
  details.transparency = text_of(value, "certificateTransparencyCompliance");
  return details;
}

Response read_response(const json::Value& value) {
  Response response;
  response.status = static_cast<int>(whole(value, "status"));
  response.status_text = text_of(value, "statusText");
  response.mime_type = text_of(value, "mimeType");
  response.protocol = text_of(value, "protocol");
  response.remote_address = text_of(value, "remoteIPAddress");
  std::erase_if(response.remote_address, [](char c) { return c == '[' || c == ']'; });
  response.remote_port = static_cast<int>(whole(value, "remotePort"));
  response.headers = read_headers(value["headers"]);
  response.from_disk_cache = value["fromDiskCache"].bool_or(false);
  response.from_service_worker = value["fromServiceWorker"].bool_or(false);
  response.from_prefetch_cache = value["fromPrefetchCache"].bool_or(false);
  response.service_worker_source = text_of(value, "serviceWorkerResponseSource");
  response.security_state = text_of(value, "securityState");
  if (value["securityDetails"].as_object() != nullptr) {
    response.security = read_security(value["securityDetails"]);
  }
  return response;
}

}  // namespace

std::string cut_text(const json::Value& value) {
  std::string text = value.string_or("");
  if (text.size() <= kMaxTextBytes) return text;
  std::size_t end = kMaxTextBytes;  // not inside a character
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text;
}

std::vector<Header> read_headers(const json::Value& object) {
  std::vector<Header> headers;
  if (const json::Object* members = object.as_object()) {
    for (const json::Member& member : *members) {
      headers.push_back({member.name, cut_text(member.value)});
    }
  }
  return headers;
}

Initiator read_initiator(const json::Value& value) {
  Initiator initiator;
  initiator.type = text_of(value, "type");
  initiator.url = text_of(value, "url");
  initiator.line = value["lineNumber"].as_int();
  initiator.request_id = text_of(value, "requestId");
  const json::Array* calls = value["stack"]["callFrames"].as_array();
  if (initiator.url.empty() && calls != nullptr && !calls->empty()) {
    initiator.url = text_of(calls->front(), "url");
    initiator.line = calls->front()["lineNumber"].as_int();
  }
  return initiator;
}

std::string Observer::State::key(const Message& event) const {
  return event.body["requestId"].string_or("");
}

Timestamp Observer::State::wall_time(const Message& event) const {
  const double seconds = number_of(event.body, "wallTime");
  return seconds > 0 ? Timestamp{static_cast<std::int64_t>(seconds * 1000)} : now();
}

Request* Observer::State::current(const Message& event) {
  const auto found = tracks.find(key(event));
  if (found == tracks.end() || found->second.hops.empty()) return nullptr;
  return &facts.requests[found->second.hops.back()];
}

// Gives waiting ExtraInfo to the hops in order. A hop that took its own is not given another.
void Observer::State::apply_extra(RequestTrack& track) {
  for (const std::size_t index : track.hops) {
    Request& request = facts.requests[index];
    if (!request.headers_as_sent && track.used_sent < track.sent.size()) {
      request.headers = std::move(track.sent[track.used_sent++].headers);
      request.headers_as_sent = true;
    }
    if (request.response && !request.response->headers_as_received &&
        track.used_received < track.received.size()) {
      ExtraInfo& extra = track.received[track.used_received++];
      request.response->headers = std::move(extra.headers);
      request.response->headers_as_received = true;
      if (extra.status) request.response->status = *extra.status;
    }
  }
}

void Observer::State::add_request(const Message& event) {
  const json::Value& body = event.body;
  RequestTrack& track = tracks[key(event)];
  const bool redirected = body["redirectResponse"].as_object() != nullptr;
  if (!redirected && !track.hops.empty()) return;  // told by a second session
  if (redirected && !track.hops.empty()) {
    Request& previous = facts.requests[track.hops.back()];
    previous.response = read_response(body["redirectResponse"]);
    previous.outcome = Outcome::kRedirected;
    previous.end_monotonic_s = number_of(body, "timestamp");
    previous.encoded_bytes = whole(body["redirectResponse"], "encodedDataLength");
    open.erase(track.hops.back());
  }
  if (!room(facts.requests.size(), kMaxRequests, "requests")) return;
  Request request;
  request.target = target_of(event.session);
  request.id = text_of(body, "requestId");
  request.hop = static_cast<int>(track.hops.size());
  request.loader_id = text_of(body, "loaderId");
  request.frame_id = text_of(body, "frameId");
  request.document_url = text_of(body, "documentURL");
  request.url = text_of(body["request"], "url");
  request.method = text_of(body["request"], "method");
  request.resource_type = text_of(body, "type");
  request.initiator = read_initiator(body["initiator"]);
  request.headers = read_headers(body["request"]["headers"]);
  request.has_body = body["request"]["hasPostData"].bool_or(false);
  request.at = wall_time(event);
  request.monotonic_s = number_of(body, "timestamp");
  track.hops.push_back(facts.requests.size());
  open.insert(facts.requests.size());
  facts.requests.push_back(std::move(request));
  apply_extra(track);
}

void Observer::State::add_response(const Message& event) {
  Request* request = current(event);
  if (request == nullptr || request->response) return;
  request->response = read_response(event.body["response"]);
  if (request->resource_type.empty()) request->resource_type = text_of(event.body, "type");
  apply_extra(tracks[key(event)]);
  // An event stream does not end: a page with one can still be quiet.
  if (request->response->mime_type == "text/event-stream") {
    open.erase(tracks[key(event)].hops.back());
  }
}

void Observer::State::end_request(const Message& event, Outcome outcome) {
  Request* request = current(event);
  if (request == nullptr || request->outcome != Outcome::kPending) return;
  request->outcome = outcome;
  request->end_monotonic_s = number_of(event.body, "timestamp");
  if (outcome == Outcome::kFinished) {
    request->encoded_bytes = whole(event.body, "encodedDataLength");
  } else {
    request->error_text = text_of(event.body, "errorText");
    request->blocked_reason = text_of(event.body, "blockedReason");
    request->cors_error = text_of(event.body["corsErrorStatus"], "corsError");
    request->cancelled = event.body["canceled"].bool_or(false);
  }
  open.erase(tracks[key(event)].hops.back());
}

void Observer::State::add_extra(const Message& event, bool sent) {
  RequestTrack& track = tracks[key(event)];
  ExtraInfo extra{read_headers(event.body["headers"]), {}};
  if (!sent) {
    const std::int64_t status = event.body["statusCode"].int_or(0);
    if (status > 0 && status < 1000) extra.status = static_cast<int>(status);
  }
  (sent ? track.sent : track.received).push_back(std::move(extra));
  apply_extra(track);
}

bool Observer::State::handle_network(const Message& event) {
  const std::string& method = event.method;
  if (method == "Network.requestWillBeSent") {
    add_request(event);
  } else if (method == "Network.requestWillBeSentExtraInfo") {
    add_extra(event, true);
  } else if (method == "Network.responseReceived") {
    add_response(event);
  } else if (method == "Network.responseReceivedExtraInfo") {
    add_extra(event, false);
  } else if (method == "Network.requestServedFromCache") {
    if (Request* request = current(event)) request->from_memory_cache = true;
  } else if (method == "Network.dataReceived") {
    if (Request* request = current(event)) {
      request->decoded_bytes += whole(event.body, "dataLength");
    }
  } else if (method == "Network.loadingFinished") {
    end_request(event, Outcome::kFinished);
  } else if (method == "Network.loadingFailed") {
    end_request(event, Outcome::kFailed);
  } else if (method == "Network.eventSourceMessageReceived") {
    if (room(facts.event_source_messages.size(), kMaxRecords, "event stream messages")) {
      facts.event_source_messages.push_back(
          {text_of(event.body, "requestId"), now(), text_of(event.body, "eventName"),
           text_of(event.body, "eventId"), text_of(event.body, "data")});
    }
  } else {
    return false;
  }
  return true;
}

}  // namespace sanad::browser
