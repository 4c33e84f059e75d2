#include "assembler.h"

#include <fmt/format.h>

#include <utility>

namespace sanad::netlog {

Assembler::Assembler(Listener& listener, Constants constants)
    : listener_(listener), constants_(std::move(constants)), resolutions_(listener_, constants_) {}

Result<void> Assembler::event(const EventLine& line, std::uint64_t offset) {
  offset_ = offset;
  last_event_ = time_of(line);
  const Kind kind = constants_.kind(line.type);
  if (kind == Kind::kIgnored) return {};
  const Phase phase = constants_.phase(line.phase);
  if (kind == Kind::kVerifierJob) {
    if (phase == Phase::kEnd) read_verdict(line);
  } else if (kind >= Kind::kSession && kind <= Kind::kSessionSendReset) {
    SANAD_CHECK(session_event(kind, phase, line));
  } else if (kind >= Kind::kSocketAlive && kind <= Kind::kVerifierRequestBound) {
    SANAD_CHECK(socket_event(kind, phase, line));
  } else if (kind >= Kind::kStreamJob && kind <= Kind::kJobSessionAvailable) {
    SANAD_CHECK(job_event(kind, phase, line));
  } else if (kind >= Kind::kResolverJob) {
    SANAD_TRY([[maybe_unused]] const bool ours, resolutions_.event(kind, phase, line));
  } else if (line.source_type == constants_.source_url_request) {
    SANAD_CHECK(request_event(kind, phase, line));
  }
  while (!notes_.empty()) {
    SANAD_CHECK(listener_.on_note(notes_.front()));
    notes_.pop_front();
  }
  return {};
}

Result<void> Assembler::finish() {
  while (!exchanges_.empty()) {
    Live& live = exchanges_.begin()->second;
    if (!live.request_done) live.exchange.outcome = Outcome::kLogCut;
    SANAD_CHECK(close(live));
  }
  while (!sockets_.empty()) {
    Socket& socket = sockets_.begin()->second;
    SANAD_CHECK(tell_connection(socket));
    SANAD_CHECK(listener_.on_connection_end(socket.connection));
    sockets_.erase(sockets_.begin());
  }
  return {};
}

json::Value Assembler::read_params(const EventLine& line) {
  if (line.params.empty()) return {};
  auto value = json::parse(line.params);
  if (value.ok()) return std::move(value).value();
  note(fmt::format("An event of the network log could not be read: {}", value.error().message));
  return {};
}

bool Assembler::read_bytes(const EventLine& line) {
  buffer_.clear();
  const auto bytes = find_member(line.params, "bytes");
  const auto count = find_member(line.params, "byte_count");
  if (!bytes && count == "0") return true;  // the peer closed its side
  const bool quoted = bytes && bytes->size() >= 2 && bytes->front() == '"';
  if (!quoted || !append_base64(bytes->substr(1, bytes->size() - 2), buffer_)) {
    buffer_.clear();
    note("Bytes of the network log could not be read, so they are missing from the record.");
    return false;
  }
  if (!count || *count != fmt::format_int(buffer_.size()).c_str()) {
    note("Bytes of the network log are not as many as it says.");
  }
  return true;
}

Timestamp Assembler::time_of(const EventLine& line) const {
  return {line.time_ms + constants_.info.time_tick_offset_ms};
}

void Assembler::note(std::string text) { notes_.push_back({offset_, std::move(text)}); }

}  // namespace sanad::netlog
