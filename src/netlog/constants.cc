#include "constants.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "json/json.h"
#include "netlog/parser.h"

namespace sanad::netlog {
namespace {

using NamedKind = std::pair<std::string_view, Kind>;

// Without these an exchange cannot be told. A name that Chromium drops or renames stops the
// capture.
constexpr auto kRequiredEvents = std::to_array<NamedKind>({
    {"REQUEST_ALIVE", Kind::kRequestAlive},
    {"CREATED_BY", Kind::kCreatedBy},
    {"URL_REQUEST_START_JOB", Kind::kStartJob},
    {"URL_REQUEST_REDIRECTED", Kind::kRedirected},
    {"URL_REQUEST_FILTERS_SET", Kind::kFiltersSet},
    {"URL_REQUEST_JOB_BYTES_READ", Kind::kJobBytesRead},
    {"URL_REQUEST_JOB_FILTERED_BYTES_READ", Kind::kJobFilteredBytesRead},
    {"CANCELLED", Kind::kCancelled},
    {"FAILED", Kind::kFailed},
    {"HTTP_STREAM_REQUEST", Kind::kStreamRequest},
    {"HTTP_STREAM_REQUEST_BOUND_TO_JOB", Kind::kStreamRequestBoundToJob},
    {"HTTP_TRANSACTION_SEND_REQUEST_HEADERS", Kind::kSendHeadersHttp1},
    {"HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS", Kind::kSendHeadersHttp2},
    {"HTTP_TRANSACTION_QUIC_SEND_REQUEST_HEADERS", Kind::kSendHeadersQuic},
    {"HTTP_TRANSACTION_READ_RESPONSE_HEADERS", Kind::kReadResponseHeaders},
    {"HTTP_TRANSACTION_READ_EARLY_HINTS_RESPONSE_HEADERS", Kind::kReadEarlyHints},
    {"HTTP_TRANSACTION_RESTART_AFTER_ERROR", Kind::kRestartAfterError},
    {"WEBSOCKET_RECV_FRAME_HEADER", Kind::kFrameReceived},
    {"WEBSOCKET_SENT_FRAME_HEADER", Kind::kFrameSent},
    {"HTTP_STREAM_JOB", Kind::kStreamJob},
    {"SOCKET_POOL_BOUND_TO_SOCKET", Kind::kJobBoundToSocket},
    {"SOCKET_POOL_BOUND_TO_CONNECT_JOB", Kind::kJobBoundToConnectJob},
    {"HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION", Kind::kJobFoundSession},
    {"HTTP2_SESSION_POOL_IMPORTED_SESSION_FROM_SOCKET", Kind::kJobImportedSession},
    {"SOCKET_ALIVE", Kind::kSocketAlive},
    {"SOCKET_IN_USE", Kind::kSocketInUse},
    {"TCP_CONNECT", Kind::kTcpConnect},
    {"TCP_CONNECT_ATTEMPT", Kind::kTcpConnectAttempt},
    {"SOCKET_BYTES_RECEIVED", Kind::kSocketBytesReceived},
    {"SOCKET_BYTES_SENT", Kind::kSocketBytesSent},
    {"SSL_SOCKET_BYTES_RECEIVED", Kind::kSslBytesReceived},
    {"SSL_SOCKET_BYTES_SENT", Kind::kSslBytesSent},
    {"SSL_CONNECT", Kind::kSslConnect},
    {"SSL_HANDSHAKE_MESSAGE_RECEIVED", Kind::kSslHandshakeReceived},
    {"SSL_HANDSHAKE_MESSAGE_SENT", Kind::kSslHandshakeSent},
    {"SSL_CERTIFICATES_RECEIVED", Kind::kSslCertificates},
    {"CERT_VERIFIER_REQUEST_BOUND_TO_JOB", Kind::kVerifierRequestBound},
    {"CERT_VERIFIER_JOB", Kind::kVerifierJob},
    {"HTTP2_SESSION", Kind::kSession},
    {"HTTP2_SESSION_INITIALIZED", Kind::kSessionInitialized},
    {"HTTP2_SESSION_SEND_HEADERS", Kind::kSessionSendHeaders},
    {"HTTP2_SESSION_RECV_HEADERS", Kind::kSessionRecvHeaders},
    {"HTTP2_SESSION_RECV_RST_STREAM", Kind::kSessionRecvReset},
    {"HTTP2_SESSION_SEND_RST_STREAM", Kind::kSessionSendReset},
});

// Read where they are; their absence costs a detail that the record then lacks.
constexpr auto kOptionalEvents = std::to_array<NamedKind>({
    {"HTTP_STREAM_REQUEST_BOUND_TO_QUIC_SESSION", Kind::kStreamRequestBoundToQuic},
    {"UPLOAD_DATA_STREAM_INIT", Kind::kUploadInit},
    {"HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION_FROM_IP_POOL", Kind::kJobFoundSessionFromPool},
    {"HTTP_STREAM_JOB_HTTP2_SESSION_AVAILABLE", Kind::kJobSessionAvailable},
    {"HOST_RESOLVER_MANAGER_JOB", Kind::kResolverJob},
    {"HOST_RESOLVER_DNS_TASK", Kind::kResolverDnsTask},
    {"HOST_RESOLVER_SYSTEM_TASK", Kind::kResolverSystemTask},
    {"HOST_RESOLVER_DNS_TASK_EXTRACTION_RESULTS", Kind::kResolverExtraction},
    {"DNS_TRANSACTION", Kind::kDnsTransaction},
    {"DNS_TRANSACTION_RESPONSE", Kind::kDnsResponse},
});

constexpr std::int64_t kMaxEventNumber = 100'000;
constexpr std::int64_t kMaxTickOffset = std::int64_t{1} << 52;

Error lacks(std::string_view name) {
  return {ErrorCode::kUnavailable,
          fmt::format("This browser's network log lacks {}, so a capture cannot rely on it: use a "
                      "version of Chromium that Sanad has been checked with.",
                      name)};
}

Result<std::int64_t> require(const json::Value& table, std::string_view group,
                             std::string_view name) {
  const auto number = table[name].as_int();
  if (!number || *number < 0 || *number > kMaxEventNumber) {
    return lacks(fmt::format("{}.{}", group, name));
  }
  return *number;
}

Result<void> map_events(const json::Value& table, Constants& out) {
  const auto set = [&out](std::int64_t number, Kind kind) {
    const auto index = static_cast<std::size_t>(number);
    if (out.kinds.size() <= index) out.kinds.resize(index + 1, Kind::kIgnored);
    out.kinds[index] = kind;
  };
  for (const auto& [name, kind] : kRequiredEvents) {
    SANAD_TRY(const std::int64_t number, require(table, "logEventTypes", name));
    set(number, kind);
  }
  for (const auto& [name, kind] : kOptionalEvents) {
    const auto number = require(table, "logEventTypes", name);
    if (number.ok()) set(number.value(), kind);
  }
  return {};
}

LogInfo read_info(const json::Value& constants) {
  const json::Value& client = constants["clientInfo"];
  LogInfo info;
  info.format_version = constants["logFormatVersion"].int_or(0);
  info.capture_mode = constants["logCaptureMode"].string_or("");
  info.browser_name = client["name"].string_or("");
  info.browser_version = client["version"].string_or("");
  info.command_line = client["command_line"].string_or("");
  info.os = client["os_type"].string_or("");
  // Newer logs write it as a number, older ones as text.
  if (const auto* text = constants["timeTickOffset"].as_string()) {
    for (const char c : *text) {
      if (c < '0' || c > '9' || info.time_tick_offset_ms > 99'999'999'999'999) return info;
      info.time_tick_offset_ms = info.time_tick_offset_ms * 10 + (c - '0');
    }
  } else {
    info.time_tick_offset_ms = constants["timeTickOffset"].int_or(0);
  }
  return info;
}

Result<void> check_info(const LogInfo& info) {
  if (info.format_version != 1) return lacks("logFormatVersion 1");
  if (info.capture_mode != "Everything") {
    return Error{ErrorCode::kUnavailable,
                 "The network log was not taken in the mode Everything: start the browser with "
                 "--net-log-capture-mode=Everything."};
  }
  if (info.time_tick_offset_ms <= 0 || info.time_tick_offset_ms > kMaxTickOffset)
    return lacks("timeTickOffset");
  return {};
}

// The text of the constants object, between '{"constants":' and the comma that ends the line.
Result<std::string_view> constants_text(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  constexpr std::string_view kStart = "{\"constants\":";
  if (!line.starts_with(kStart)) {
    return Error{ErrorCode::kInvalid,
                 "This is not a network log of Chromium: it does not begin with its constants."};
  }
  line.remove_prefix(kStart.size());
  if (!line.empty() && line.back() == ',') line.remove_suffix(1);
  return line;
}

// How Chromium hashes a purpose's name.
constexpr std::int64_t annotation_hash(std::string_view name) {
  std::int64_t hash = 0;
  for (const char c : name) hash = (hash * 31 + c) % 138'003'713;
  return hash;
}

}  // namespace

std::string Constants::error_name(std::int64_t net_error) const {
  if (net_error == 0) return {};
  const auto found = net_errors.find(net_error);
  return found == net_errors.end() ? fmt::format("net error {}", net_error) : found->second;
}

Result<Constants> parse_constants(std::string_view line) {
  SANAD_TRY(const std::string_view text, constants_text(line));
  SANAD_TRY_WITH(const json::Value root, json::parse(text), "reading the network log's constants");
  Constants out;
  out.info = read_info(root);
  SANAD_CHECK(check_info(out.info));
  SANAD_CHECK(map_events(root["logEventTypes"], out));
  SANAD_TRY(out.phase_begin, require(root["logEventPhase"], "logEventPhase", "PHASE_BEGIN"));
  SANAD_TRY(out.phase_end, require(root["logEventPhase"], "logEventPhase", "PHASE_END"));
  SANAD_TRY(out.source_url_request, require(root["logSourceType"], "logSourceType", "URL_REQUEST"));
  const json::Object* errors = root["netError"].as_object();
  if (errors == nullptr || errors->find("ERR_FAILED") == nullptr) return lacks("netError");
  for (const auto& [name, value] : *errors) out.net_errors[value.int_or(0)] = name;
  if (const json::Object* flags = root["certStatusFlag"].as_object()) {
    for (const auto& [name, value] : *flags) out.certificate_status[name] = value.int_or(0);
  }
  return out;
}

Result<LogInfo> check_constants(std::string_view head) {
  const std::size_t end = head.find('\n');
  if (end == std::string_view::npos) {
    return Error{ErrorCode::kInvalid,
                 "The network log ends before its first line does: give the browser time to write "
                 "it, or check that it started."};
  }
  SANAD_TRY(Constants constants, parse_constants(head.substr(0, end)));
  return std::move(constants.info);
}

std::vector<std::string> required_constants() {
  std::vector<std::string> names = {"logFormatVersion",
                                    "logCaptureMode",
                                    "timeTickOffset",
                                    "netError",
                                    "logEventPhase.PHASE_BEGIN",
                                    "logEventPhase.PHASE_END",
                                    "logSourceType.URL_REQUEST"};
  for (const auto& [name, kind] : kRequiredEvents)
    names.push_back(fmt::format("logEventTypes.{}", name));
  return names;
}

std::string_view traffic_purpose(std::int64_t hash) {
  static constexpr auto kKnown = std::to_array<std::string_view>({
      "blink_resource_loader",
      "navigation_url_loader",
      "worker_script_load",
      "service_worker_script_load",
      "websocket_stream",
      "favicon_loader",
      "download_web_contents_frame",
      "speculation_rules_prefetch",
      "ping_manager",
  });
  for (const std::string_view name : kKnown) {
    if (annotation_hash(name) == hash) return name;
  }
  return {};
}

}  // namespace sanad::netlog
