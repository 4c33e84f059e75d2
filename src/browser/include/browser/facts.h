// What channel B saw: values, in the order in which they happened, as DevTools told them. They say
// who asked for what and what became of it; the bytes themselves are channel A's.
//
// Strings of the page (addresses, titles, messages) are hostile text. Each is cut at kMaxTextBytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace sanad::browser {

inline constexpr std::size_t kMaxRequests = 100'000;
inline constexpr std::size_t kMaxRecords = 100'000;         // of each other kind
inline constexpr std::size_t kMaxTextBytes = 64 * 1024;     // data: addresses are longer at times
inline constexpr std::size_t kMaxFrameBytes = 1024 * 1024;  // of one websocket message
inline constexpr std::uint64_t kMaxAllFrameBytes = 64ULL * 1024 * 1024;

// A page, cross-site frame or worker that was observed. Targets are numbered from 0.
struct Target {
  std::string type;  // "page", "iframe", "worker", "shared_worker", "service_worker", ...
  std::string id;    // the browser's
  std::string url;
  std::optional<std::size_t> parent;  // absent: found by the browser itself
  Timestamp attached_at;
  bool ended = false;
  bool crashed = false;
};

struct Header {
  std::string name;
  std::string value;  // repeated fields arrive joined by newlines
};

struct Initiator {
  std::string type;                  // "parser", "script", "preload", "preflight", "other", ...
  std::string url;                   // of the document or script, where known
  std::optional<std::int64_t> line;  // from 0
  std::string request_id;            // of the request that a preflight stands for
};

struct SecurityDetails {
  std::string protocol;
  std::string key_exchange;
  std::string cipher;
  std::string subject;
  std::string issuer;
  std::vector<std::string> names;
  std::int64_t valid_from_unix_s = 0;
  std::int64_t valid_to_unix_s = 0;
  std::string transparency;  // certificate transparency compliance
};

struct Response {
  int status = 0;
  std::string status_text;
  std::string mime_type;
  std::string protocol;        // "http/1.1", "h2", "data", "blob", ...
  std::string remote_address;  // IP literal without brackets, empty if none
  int remote_port = 0;
  std::vector<Header> headers;       // as received where the network service told them
  bool headers_as_received = false;  // false: as the renderer saw them
  bool from_disk_cache = false;
  bool from_service_worker = false;
  bool from_prefetch_cache = false;
  std::string service_worker_source;  // "cache-storage", "network", ...
  std::string security_state;
  std::optional<SecurityDetails> security;
};

enum class Outcome { kPending, kRedirected, kFinished, kFailed };
std::string outcome_name(Outcome outcome);

// One request and what became of it; a redirect is a request of its own with the same id.
struct Request {
  std::size_t target = 0;
  std::string id;
  int hop = 0;  // 0, then 1 for what a redirect led to ...
  std::string loader_id;
  std::string frame_id;
  std::string document_url;
  std::string url;
  std::string method;
  std::string resource_type;  // "Document", "Image", "Fetch", ...
  Initiator initiator;
  std::vector<Header> headers;
  bool headers_as_sent = false;
  bool has_body = false;
  Timestamp at;
  double monotonic_s = 0;
  std::optional<Response> response;
  Outcome outcome = Outcome::kPending;
  double end_monotonic_s = 0;
  std::int64_t encoded_bytes = -1;  // on the wire, with headers; -1 unknown
  std::int64_t decoded_bytes = 0;   // that the page was given
  bool from_memory_cache = false;
  bool cancelled = false;
  std::string error_text;      // "net::ERR_..."
  std::string blocked_reason;  // "mixed-content", "csp", ...
  std::string cors_error;
  bool is_local() const;  // data:, blob: or about: - nothing went over the network
};

enum class Direction { kSent, kReceived };

struct WebSocketMessage {
  Timestamp at;
  Direction direction = Direction::kReceived;
  int opcode = 0;                   // RFC 6455 section 5.2
  std::string payload;              // text, or base64 for opcodes other than 1
  std::uint64_t payload_bytes = 0;  // of what the payload stands for, also when it was not kept
  bool truncated = false;           // over a limit: payload is empty
};

struct WebSocket {
  std::size_t target = 0;
  std::string id;
  std::string url;
  Initiator initiator;
  int status = 0;  // of the handshake, 0 if none
  std::vector<Header> request_headers;
  std::vector<Header> response_headers;
  std::vector<WebSocketMessage> messages;
  std::vector<std::string> errors;
  bool closed = false;
};

struct EventSourceMessage {
  std::string request_id;
  Timestamp at;
  std::string name;
  std::string id;
  std::string data;
};

struct Navigation {
  Timestamp at;
  std::size_t target = 0;
  std::string frame_id;
  std::string parent_frame_id;  // empty: a main frame
  std::string loader_id;
  std::string url;
  std::string mime_type;
  bool within_document = false;
  std::string unreachable_url;  // what could not be shown when url is an error page
};

struct Dialog {
  Timestamp at;
  std::size_t target = 0;
  std::string type;  // "alert", "confirm", "prompt", "beforeunload"
  std::string url;
  std::string message;
  bool accepted = false;  // only beforeunload is
};

struct Download {
  Timestamp at;
  std::string guid;  // also the file's name in Process::download_directory()
  std::string frame_id;
  std::string url;
  std::string suggested_name;  // the site's words: never a path to write to
  std::string state;           // "inProgress", "completed", "canceled"
  std::int64_t total_bytes = 0;
  std::int64_t received_bytes = 0;
};

struct LogEntry {
  Timestamp at;
  std::size_t target = 0;
  std::string level;   // "error", "warning", ...
  std::string source;  // "network", "security", ...
  std::string text;
  std::string url;
};

struct Facts {
  std::vector<Target> targets;
  std::vector<Request> requests;
  std::vector<WebSocket> web_sockets;
  std::vector<EventSourceMessage> event_source_messages;
  std::vector<Navigation> navigations;
  std::vector<Dialog> dialogs;
  std::vector<Download> downloads;
  std::vector<LogEntry> log;
  // What was not kept, in words; empty when nothing was left out.
  std::vector<std::string> truncations;
};

}  // namespace sanad::browser
