// Puts events together to exchanges and connections. The chain that ties them, as the log writes
// it:
//
//   URL_REQUEST ──HTTP_STREAM_REQUEST_BOUND_TO_JOB──▶ HTTP_STREAM_JOB
//   HTTP_STREAM_JOB ──SOCKET_POOL_BOUND_TO_SOCKET / SOCKET_IN_USE──▶ SOCKET              (HTTP/1.x)
//   HTTP_STREAM_JOB ──HTTP2_SESSION_POOL_…──▶ HTTP2_SESSION ──…_INITIALIZED──▶ SOCKET    (HTTP/2)
//   HTTP_STREAM_JOB ──SOCKET_POOL_BOUND_TO_CONNECT_JOB──▶ connect job ◀──SOCKET_ALIVE── SOCKET
//
// Chromium never pipelines HTTP/1.x, so every byte of a socket while it is in use belongs to the
// exchange that uses it. Bytes of an HTTP/2 socket are told apart by their frames' stream numbers.
// An exchange ends when the request has ended and its bytes have: a redirect's body is still
// drained from the socket after the next hop began.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "constants.h"
#include "event_line.h"
#include "http2_frames.h"
#include "json/json.h"
#include "netlog/parser.h"
#include "resolutions.h"

namespace sanad::netlog {

class Assembler {
 public:
  Assembler(Listener& listener, Constants constants);
  Assembler(const Assembler&) = delete;  // its parts refer to each other
  Assembler& operator=(const Assembler&) = delete;

  // offset: of the line in the log, for notes.
  Result<void> event(const EventLine& line, std::uint64_t offset);
  // Ends all that is open.
  Result<void> finish();
  const std::optional<Timestamp>& last_event() const { return last_event_; }

 private:
  struct Live {
    Exchange exchange;
    bool announced = false;  // on_request was called
    bool head_sent = false;
    bool request_done = false;  // the URL request has moved on
    bool cancelled = false;
    bool wire_open = false;
    std::int64_t job = 0;
    std::int64_t session = 0;
  };
  struct Request {
    std::uint64_t current = 0;  // exchange, 0 before the first
    std::uint32_t hops = 0;
    std::string url;
    std::int64_t traffic_annotation = 0;
    std::optional<std::int64_t> created_by;
    std::int64_t restart_error = 0;
    bool done = false;
  };
  struct Job {
    std::uint64_t exchange = 0;
    std::int64_t socket = 0;
    std::int64_t session = 0;
    std::int64_t connect_job = 0;
  };
  struct Socket {
    Connection connection;
    std::uint64_t exchange = 0;  // HTTP/1.x: who holds it
    std::int64_t session = 0;    // HTTP/2
    std::int64_t connect_job = 0;
    std::int64_t verifier_job = 0;
    std::size_t handshake_bytes = 0;
    bool announced = false;
  };
  struct Session {
    std::int64_t socket = 0;
    std::map<std::uint32_t, std::uint64_t> streams;  // stream to exchange
    Http2Frames received{Http2Frames::Direction::kReceived};
    Http2Frames sent{Http2Frames::Direction::kSent};
  };

  // requests.cc
  Result<void> request_event(Kind kind, Phase phase, const EventLine& line);
  Result<void> request_alive(Phase phase, const EventLine& line);
  Result<void> start_job(Phase phase, const EventLine& line);
  Result<Live*> begin_exchange(std::int64_t source, Cause cause, Timestamp at);
  Result<Live*> split_exchange(std::int64_t source, Timestamp at);
  Result<void> redirected(Live& live, const EventLine& line);
  Result<void> send_headers(Kind kind, const EventLine& line);
  Result<void> response_headers(Live& live, bool interim, const EventLine& line);
  Result<void> body_bytes(Live& live, Kind kind, const EventLine& line);
  Result<void> frame(Live& live, Kind kind, const EventLine& line);
  Result<void> bind_job(Live& live, std::int64_t job_id);
  Result<void> stream_event(Live& live, Kind kind, Phase phase, const EventLine& line);
  void note_detail(Live& live, Kind kind, Phase phase, const EventLine& line);
  Result<void> end_request(Live& live, Outcome outcome, std::int64_t net_error, Timestamp at);
  Result<void> announce(Live& live);
  Result<void> give(Live& live, Channel channel, ByteView bytes);
  Result<void> close_if_done(Live& live);
  Result<void> close(Live& live);
  void adopt_failed_connection(Live& live);
  Live* live(std::uint64_t exchange);
  Live* live_of_request(std::int64_t source);

  // connections.cc
  Result<void> job_event(Kind kind, Phase phase, const EventLine& line);
  Result<void> socket_event(Kind kind, Phase phase, const EventLine& line);
  Result<void> socket_alive(Phase phase, const EventLine& line);
  Result<void> socket_in_use(Socket& socket, Phase phase, const EventLine& line);
  Result<void> socket_bytes(Socket& socket, Kind kind, const EventLine& line);
  Result<void> session_bytes(std::int64_t session, bool sent, ByteView bytes);
  void connect_event(Socket& socket, Kind kind, Phase phase, const EventLine& line);
  void tls_event(Socket& socket, Kind kind, Phase phase, const EventLine& line);
  void end_handshake(Socket& socket, const EventLine& line);
  void read_certificates(Socket& socket, const EventLine& line);
  void read_verdict(const EventLine& line);
  Result<void> session_event(Kind kind, Phase phase, const EventLine& line);
  Result<void> session_send_headers(Session& session, const EventLine& line);
  void session_recv_headers(Session& session, const EventLine& line);
  Result<void> end_session(std::int64_t id);
  Result<void> end_stream(Session& session, std::uint32_t stream);
  Result<void> attach(Live& live, Socket& socket);
  Result<void> release(std::uint64_t exchange);  // its bytes have ended
  Result<void> tell_connection(Socket& socket);
  Socket* socket(std::int64_t id);
  Result<Job*> job_of(std::int64_t id);  // made if new
  static bool has_failed(const Socket& socket);
  void remember_failed(const Socket& socket);

  // Shared.
  json::Value read_params(const EventLine& line);
  bool read_bytes(const EventLine& line);  // into buffer_
  Timestamp time_of(const EventLine& line) const;
  void note(std::string text);

  Listener& listener_;
  Constants constants_;
  Resolutions resolutions_;
  std::map<std::uint64_t, Live> exchanges_;
  std::map<std::int64_t, Request> requests_;
  std::map<std::int64_t, Job> jobs_;
  std::map<std::int64_t, Socket> sockets_;
  std::map<std::int64_t, Session> sessions_;
  std::map<std::int64_t, CertificateVerdict> verdicts_;
  std::deque<std::int64_t> verdict_order_;
  std::map<std::int64_t, std::int64_t> failed_;  // connect job to its failed socket, gone already
  std::deque<std::int64_t> failed_order_;
  std::uint64_t last_exchange_ = 0;
  std::uint64_t offset_ = 0;
  std::optional<Timestamp> last_event_;
  std::deque<Note> notes_;
  Bytes buffer_;
};

}  // namespace sanad::netlog
