// The API under /api/v1: finds the route, the session and the body, and runs the handler off the
// network threads.
#pragma once

#include <string>
#include <vector>

#include "call.h"
#include "http/server.h"
#include "rate_limit.h"

namespace sanad::server {

// What is not in the tables of call.h, since its answer is no JSON; all by GET.
inline constexpr std::string_view kEventsPattern = "/jobs/{job}/events";
inline constexpr std::string_view kExhibitFilePattern = "/exhibits/{exhibit}/files/{name}";
inline constexpr std::string_view kPartPicturePattern =
    "/exhibits/{exhibit}/parts/{number}/picture";
inline constexpr std::string_view kBundleFilePattern = "/bundles/{bundle}/file";
inline constexpr std::string_view kExportFilePattern = "/cases/{case}/file-exports/{export}/file";
inline constexpr std::string_view kListExportPattern = "/lists/{list}/export";
inline constexpr std::string_view kMatchPicturePattern = "/matches/{match}/pictures/{side}";
inline constexpr std::string_view kPackageFilePattern = "/packages/{package}/file";
inline constexpr std::string_view kReceiptFilePattern = "/receipts/{receipt}/file";
inline constexpr std::string_view kReportPagePattern =
    "/cases/{case}/reports/{report}/pages/{name}";
inline constexpr std::string_view kReportPreviewPattern = "/cases/{case}/report/preview.html";
inline constexpr std::string_view kCertificatePagePattern =
    "/certificates/{certificate}/pages/{name}";
inline constexpr std::string_view kRequestPaperPattern = "/requests/{request}/papers/{name}";
inline constexpr std::string_view kVerifyPagePattern = "/bundles/{bundle}/verify.html";

class Api {
 public:
  // failures: by address; borrowed like the others.
  Api(service::Workspace& workspace, Tickets& tickets, RateLimiter& failures,
      std::string archive_origin, std::string session_cookie);
  // path: the request's, as received, without /api/v1.
  http::Task<> handle(http::Exchange& exchange, std::string path);
  // Whether a body is worth reading: who is not signed in, or does not mean it, is told so before
  // he has sent it.
  http::BodyLeave check_head(const http::Request& head, const std::string& path);

 private:
  http::Task<bool> handle_stream(http::Exchange& exchange, const std::string& path);
  http::Response answer(const http::Request& request, const std::string& path);
  http::Response run(const Route& route, Call& call);
  Result<service::SignedIn> session_of(const http::Request& request, std::string& token);
  // Absent where the request may go on. signed_in and token are set then.
  std::optional<http::Response> refuse_stranger(const http::Request& request,
                                                std::optional<service::SignedIn>& signed_in,
                                                std::string& token);

  service::Workspace& workspace_;
  Tickets& tickets_;
  RateLimiter& failures_;
  std::string archive_origin_;
  std::string session_cookie_;
  std::vector<Route> routes_;
};

}  // namespace sanad::server
