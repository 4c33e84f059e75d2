// What Chromium's network log says, put together: exchanges, connections, resolutions.
//
// An exchange is one request as it went out, and what came back for it. A redirect, an answer to an
// authentication challenge and a retry on a fresh connection each begin an exchange of their own.
//
//   page asks /a ──▶ exchange 7 (302) ──▶ exchange 8 (200, cause kRedirect, same request, hop 1)
//
// Header lines are bytes as the server sent them, in order and case, one string a line without its
// line end; they need not be UTF-8. HTTP/2 and HTTP/3 have no such lines: there they are as decoded
// from HPACK or QPACK, and the status line is Chromium's reconstruction
// (status_line_reconstructed). How each field is read from the log: docs/formats/netlog.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"

namespace sanad::netlog {

// What the log says of itself.
struct LogInfo {
  std::int64_t format_version = 0;
  std::string capture_mode;     // "Everything" is the only one that holds bodies
  std::string browser_name;     // "Chromium"
  std::string browser_version;  // "156.0.8078.79"
  std::string command_line;     // as the browser was started
  std::string os;
  std::int64_t time_tick_offset_ms = 0;  // add to a tick for milliseconds since 1970
};

// Who asked. Decided by structure, not by name: a request with an initiating origin, or for a
// frame, is the page's; any other is the browser's own (updates, time, accounts).
enum class Party { kPage, kBrowser };

enum class Cause { kFirst, kRedirect, kAuthentication, kRetry };

enum class Protocol { kNone, kHttp1, kHttp2, kHttp3 };

// Where the response came from. kRevalidated: a 304 from the network, the body from the cache.
enum class Provenance { kNone, kNetwork, kCache, kRevalidated };

enum class Outcome {
  kOpen,  // not ended yet
  kComplete,
  kFailed,     // net_error says why
  kCancelled,  // by the page or the browser
  kLogCut,     // the log ends before the exchange does
};

struct ResponseHead {
  std::vector<std::string> lines;          // [0] the status line
  bool status_line_reconstructed = false;  // HTTP/2 and HTTP/3 send a number only
  int status = 0;                          // 0 if the status line has none
};

struct Exchange {
  std::uint64_t id = 0;             // 1, 2, 3… in the order in which exchanges began
  std::int64_t request_source = 0;  // the log's number of the URL request, shared by its hops
  std::uint32_t hop = 0;            // 0 for the first exchange of that request
  Cause cause = Cause::kFirst;
  std::optional<std::int64_t> created_by;  // request_source that this preflight serves

  std::string url;
  std::string method;
  std::string initiator;     // origin as the log writes it; "not an origin" if none
  std::string request_type;  // "main frame", "subframe", "other"
  std::string network_isolation_key;
  std::int64_t load_flags = 0;
  std::int64_t traffic_annotation = 0;  // hash of Chromium's own name for the purpose
  std::string traffic_purpose;          // that name if it is one we know, else empty
  Party party = Party::kBrowser;
  bool websocket = false;

  std::string request_line;                  // "GET /x HTTP/1.1"; empty for HTTP/2 and HTTP/3
  std::vector<std::string> request_headers;  // with pseudo-headers for HTTP/2 and HTTP/3
  std::optional<std::int64_t> upload_size_bytes;

  std::vector<ResponseHead> interim;     // 103 Early Hints
  std::optional<ResponseHead> response;  // absent for a cache hit: the log does not show its head
  std::vector<std::string> trailers;     // HTTP/2 only; HTTP/1.1 trailers are in the wire bytes
  std::string redirect_to;
  std::string content_filters;  // codings that Chromium removed ("GZIP"); empty: none

  Protocol protocol = Protocol::kNone;
  // Connection::id. Of an exchange that failed to connect: the attempt, which may have ended
  // before.
  std::optional<std::int64_t> connection;
  std::optional<std::int64_t> stream;  // HTTP/2 stream number
  bool connection_reused = false;
  Provenance provenance = Provenance::kNone;

  Timestamp started;
  std::optional<Timestamp> sent;
  std::optional<Timestamp> responded;
  std::optional<Timestamp> ended;

  Outcome outcome = Outcome::kOpen;
  std::int64_t net_error = 0;  // negative
  std::string net_error_name;  // "ERR_CONTENT_LENGTH_MISMATCH"

  std::uint64_t wire_received_bytes = 0;
  std::uint64_t wire_sent_bytes = 0;
  std::uint64_t coded_bytes = 0;
  std::uint64_t decoded_bytes = 0;  // 0 where content_filters is empty
};

// The bytes of an exchange, each channel in order. What each holds:
//   kWireReceived  HTTP/1.x: every byte from the socket while the exchange held it (after TLS):
//                  interim heads, status line, headers, chunk framing, trailers, websocket frames.
//                  HTTP/2: the payload of DATA frames, padding removed. HTTP/3: never.
//   kWireSent      the same of what was sent: request head and body, or the DATA frames' payload.
//   kCoded         the body without transfer coding, with content coding: what a WARC calls
//   payload.
//                  For a cache hit it is what the cache held. A redirect's body is not here, only
//                  on the wire, because the browser does not read it.
//   kDecoded       the body as the page got it; only if content_filters is not empty.
enum class Channel { kWireReceived, kWireSent, kCoded, kDecoded };

struct HandshakeMessage {
  bool sent = false;
  int type = 0;  // RFC 8446 section 4: 2 server_hello, 11 certificate, 15 certificate_verify
  Bytes bytes;   // whole message with its 4-byte header; the Certificate message holds stapled
                 // OCSP responses and SCTs
};

// Chromium's own verdict on the certificate. Absent where it did not ask (a session resumed, a
// certificate exempted on the command line, a verdict remembered).
struct CertificateVerdict {
  std::int64_t net_error = 0;  // 0: valid
  std::string net_error_name;
  std::vector<std::string> status;  // "AUTHORITY_INVALID", "DATE_INVALID"…
  bool known_root = false;
  std::string ct_compliance;
  std::vector<Bytes> verified_chain;  // DER, leaf first
  std::string scts_json;              // as the log shows them, JSON text
};

struct TlsInfo {
  std::string version;            // "TLS 1.3"
  std::int64_t cipher_suite = 0;  // IANA numbers
  std::int64_t key_exchange_group = 0;
  std::int64_t peer_signature_algorithm = 0;
  std::string alpn;
  bool resumed = false;  // then the server sent no certificate: certificates is the session's own
  bool encrypted_client_hello = false;
  std::vector<Bytes> certificates;          // DER as received, leaf first
  std::vector<HandshakeMessage> handshake;  // until the handshake ended, at most kMaxHandshakeBytes
  std::optional<CertificateVerdict> verdict;
  std::int64_t net_error = 0;
  std::string net_error_name;
};

struct Connection {
  std::int64_t id = 0;         // the log's number of the socket
  std::string local_address;   // "127.0.0.1:41884", "[::1]:443"
  std::string remote_address;  // the last one tried if none answered
  std::optional<TlsInfo> tls;
  std::int64_t net_error = 0;  // of connecting
  std::string net_error_name;
  Timestamp opened;
  std::optional<Timestamp> connected;
  std::optional<Timestamp> closed;
  std::uint64_t exchanges = 0;
  // Bytes that came while no exchange held the socket (HTTP/1.x only).
  std::uint64_t unattributed_bytes = 0;
};

// One look-up of a host name, not answered from a cache.
struct Resolution {
  std::int64_t id = 0;
  std::string host;  // as the log writes it, often with scheme
  Timestamp started;
  Timestamp ended;
  std::int64_t net_error = 0;
  std::string net_error_name;
  std::vector<std::string> results_json;  // what each task found, JSON text as in the log
  std::vector<Bytes> dns_messages;        // responses as received (RFC 1035); none from the system
};

struct WebSocketFrame {
  bool sent = false;
  bool final = false;
  bool masked = false;
  int opcode = 0;
  std::uint64_t payload_bytes = 0;  // the payload is in the wire bytes, as framed
  Timestamp at;
};

// Something in the log that is not as expected; the reading goes on.
struct Note {
  std::uint64_t offset = 0;  // of the line's first byte in the log
  std::string text;
};

struct LogEnd {
  bool complete = false;  // the log has its closing brackets: the browser ended by itself
  std::uint64_t bytes = 0;
  std::uint64_t events = 0;
  std::uint64_t damaged_lines = 0;
  std::uint64_t cut_bytes = 0;  // of a last line without its end
  std::optional<Timestamp> last_event;
};

}  // namespace sanad::netlog
