// The log's own dictionary: numbers of this browser's version to what we call them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "netlog/model.h"

namespace sanad::netlog {

// Events that we read; every other is kIgnored.
enum class Kind : std::uint8_t {
  kIgnored,
  // URL_REQUEST
  kRequestAlive,
  kCreatedBy,
  kStartJob,
  kRedirected,
  kFiltersSet,
  kJobBytesRead,
  kJobFilteredBytesRead,
  kCancelled,
  kFailed,
  kStreamRequest,
  kStreamRequestBoundToJob,
  kStreamRequestBoundToQuic,
  kSendHeadersHttp1,
  kSendHeadersHttp2,
  kSendHeadersQuic,
  kReadResponseHeaders,
  kReadEarlyHints,
  kRestartAfterError,
  kUploadInit,
  kFrameReceived,
  kFrameSent,
  // HTTP_STREAM_JOB
  kStreamJob,
  kJobBoundToSocket,
  kJobBoundToConnectJob,
  kJobFoundSession,
  kJobFoundSessionFromPool,
  kJobImportedSession,
  kJobSessionAvailable,
  // SOCKET
  kSocketAlive,
  kSocketInUse,
  kTcpConnect,
  kTcpConnectAttempt,
  kSocketBytesReceived,
  kSocketBytesSent,
  kSslBytesReceived,
  kSslBytesSent,
  kSslConnect,
  kSslHandshakeReceived,
  kSslHandshakeSent,
  kSslCertificates,
  kVerifierRequestBound,
  kVerifierJob,
  // HTTP2_SESSION
  kSession,
  kSessionInitialized,
  kSessionSendHeaders,
  kSessionRecvHeaders,
  kSessionRecvReset,
  kSessionSendReset,
  // DNS
  kResolverJob,
  kResolverDnsTask,
  kResolverSystemTask,
  kResolverExtraction,
  kDnsTransaction,
  kDnsResponse,
  kCount,
};

enum class Phase : std::uint8_t { kNone, kBegin, kEnd };

struct Constants {
  LogInfo info;
  std::vector<Kind> kinds;  // by the log's event number
  std::map<std::int64_t, std::string> net_errors;
  std::map<std::string, std::int64_t> certificate_status;  // name to bit
  std::int64_t source_url_request = -1;
  std::int64_t phase_begin = -1;
  std::int64_t phase_end = -1;

  Kind kind(std::int64_t type) const {
    if (type < 0 || static_cast<std::size_t>(type) >= kinds.size()) return Kind::kIgnored;
    return kinds[static_cast<std::size_t>(type)];
  }
  Phase phase(std::int64_t number) const {
    if (number == phase_begin) return Phase::kBegin;
    return number == phase_end ? Phase::kEnd : Phase::kNone;
  }
  std::string error_name(std::int64_t net_error) const;  // "" for 0
};

// line: the log's first line, '{"constants":{…},'. Errors as in netlog/parser.h.
Result<Constants> parse_constants(std::string_view line);

// Chromium's name for a traffic annotation's hash, of those that a page's requests carry; "" if
// none.
std::string_view traffic_purpose(std::int64_t hash);

}  // namespace sanad::netlog
