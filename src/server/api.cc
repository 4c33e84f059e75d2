#include "api.h"

#include <fmt/format.h>

#include "base/numbers.h"
#include "corroboration_routes.h"
#include "exercise_routes.h"
#include "file_export_routes.h"
#include "hma_routes.h"
#include "redaction_routes.h"
#include "service/bundles.h"
#include "service/certificates.h"
#include "service/evidence.h"
#include "service/exhibits.h"
#include "service/file_exports.h"
#include "service/hand_work.h"
#include "service/lists.h"
#include "service/packages.h"
#include "service/part_views.h"
#include "service/reports.h"
#include "service/requests.h"
#include "service/sight.h"
#include "streaming.h"
#include "validation_routes.h"
#include "verifier/page.h"

namespace sanad::server {
namespace {

bool changes_something(std::string_view method) { return method != "GET" && method != "HEAD"; }

bool is_json(std::string_view content_type) {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return http::equal_ignoring_case(type, "application/json");
}

Error too_long(std::size_t most) {
  const std::string limit =
      most < (1U << 20U) ? fmt::format("{} KiB", most >> 10U) : fmt::format("{} MiB", most >> 20U);
  return {ErrorCode::kLimit,
          fmt::format("the request is longer than the {} that are taken here; send less", limit)};
}

http::Response wait_response(std::uint32_t seconds, std::string_view message) {
  http::Response response = error_response(429, "limit", message);
  response.headers.push_back({"Retry-After", std::to_string(seconds)});
  return response;
}

Result<json::Value> parse_body(const http::Request& request, std::size_t most) {
  if (request.body.empty()) return json::Value(nullptr);
  if (request.body.size() > most) return too_long(most);
  if (!is_json(request.header("Content-Type")))
    return Error{ErrorCode::kInvalid, "send JSON, with Content-Type application/json"};
  SANAD_TRY_WITH(json::Value value, json::parse(as_text(request.body)), "the request's JSON");
  if (!value.as_object()) return Error{ErrorCode::kInvalid, "the request must be a JSON object"};
  return value;
}

std::size_t limit_of(const Route& route) {
  return route.needs == Needs::kNothing ? kMaxUnknownBytes : route.max_body_bytes;
}

// An image may be shown by the workbench; all else is handed over as a file. The policy keeps what
// is opened by itself from acting.
http::Headers file_headers(const records::ExhibitFile& file, bool inline_image) {
  return {{"Content-Type", inline_image ? file.media_type : "application/octet-stream"},
          {"Content-Disposition",
           fmt::format("{}; filename=\"{}\"", inline_image ? "inline" : "attachment",
                       http::percent_encode(file.name))},
          {"Content-Security-Policy", "default-src 'none'; sandbox"},
          {"X-Content-Type-Options", "nosniff"},
          {"Cache-Control", "no-store"}};
}

// What a stream route opened, on the pool, before anything is sent.
struct Opened {
  Result<void> outcome;
  std::unique_ptr<vault::ObjectReader> reader;
  http::Headers headers;
  std::optional<http::Response> whole;  // in place of a reader
};

void open_exhibit_file(service::Workspace& workspace, const authority::Officer& officer,
                       const http::Request& request, std::string_view exhibit_id,
                       std::string_view name, Opened& opened) {
  const auto exhibit = service::find_exhibit(workspace, officer, exhibit_id);
  if (!exhibit.ok()) {
    opened.outcome = exhibit.error();
    return;
  }
  const bool is_image = name.ends_with(".png");
  const std::string purpose(request.query_value("purpose"));
  auto file =
      service::open_file(workspace, officer, *exhibit, name,
                         is_image ? service::Access::kView : service::Access::kCopy, purpose);
  if (!file.ok()) {
    opened.outcome = file.error();
    return;
  }
  opened.headers = file_headers(file->file, is_image && file->file.media_type == "image/png");
  opened.reader = std::move(file->reader);
}

void open_bundle_file(service::Workspace& workspace, const authority::Officer& officer,
                      std::string_view id, Opened& opened) {
  auto bundle = service::open_bundle(workspace, officer, id);
  if (!bundle.ok()) {
    opened.outcome = bundle.error();
    return;
  }
  opened.headers = {
      {"Content-Type", "application/zip"},
      {"Content-Disposition", fmt::format("attachment; filename=\"{}.zip\"", bundle->bundle.id)},
      {"X-Content-Type-Options", "nosniff"},
      {"Cache-Control", "no-store"}};
  opened.reader = std::move(bundle->reader);
}

void open_export_file(service::Workspace& workspace, const authority::Officer& officer,
                      const std::map<std::string, std::string, std::less<>>& parameters,
                      Opened& opened) {
  auto file = service::open_files_export(workspace, officer, parameters.find("case")->second,
                                         parameters.find("export")->second);
  if (!file.ok()) {
    opened.outcome = file.error();
    return;
  }
  const bool is_linked_data = file->made.format == "case-uco";
  opened.headers = {
      {"Content-Type", std::string(is_linked_data ? "application/ld+json" : "application/zip")},
      {"Content-Disposition", fmt::format("attachment; filename=\"{}\"", file->made.name)},
      {"X-Content-Type-Options", "nosniff"},
      {"Cache-Control", "no-store"}};
  opened.reader = std::move(file->reader);
}

// Handed over as a file: a paper is read where it goes, not in the workbench's own origin.
void open_request_paper(service::Workspace& workspace, const authority::Officer& officer,
                        std::string_view id, std::string_view name, Opened& opened) {
  auto paper = service::open_paper(workspace, officer, id, name);
  if (!paper.ok()) {
    opened.outcome = paper.error();
    return;
  }
  opened.headers = file_headers(
      {paper->document.name, "", paper->document.media_type, 0, "", "", "", "", ""}, false);
  opened.reader = std::move(paper->reader);
}

void open_report_page(service::Workspace& workspace, const authority::Officer& officer,
                      const std::map<std::string, std::string, std::less<>>& of, Opened& opened) {
  auto page = service::open_report(workspace, officer, of.find("case")->second,
                                   of.find("report")->second, of.find("name")->second);
  if (!page.ok()) {
    opened.outcome = page.error();
    return;
  }
  opened.headers = file_headers(
      {page->document.name, "", page->document.media_type, 0, "", "", "", "", ""}, false);
  opened.reader = std::move(page->reader);
}

void open_certificate_page(service::Workspace& workspace, const authority::Officer& officer,
                           const std::map<std::string, std::string, std::less<>>& of,
                           Opened& opened) {
  auto page = service::open_certificate(workspace, officer, of.find("certificate")->second,
                                        of.find("name")->second);
  if (!page.ok()) {
    opened.outcome = page.error();
    return;
  }
  opened.headers = file_headers(
      {page->document.name, "", page->document.media_type, 0, "", "", "", "", ""}, false);
  opened.reader = std::move(page->reader);
}

void open_sealed_file(Result<service::OpenedObject> file, Opened& opened) {
  if (!file.ok()) {
    opened.outcome = file.error();
    return;
  }
  opened.headers = {{"Content-Type", "application/cms"},  // RFC 7193
                    {"Content-Disposition", fmt::format("attachment; filename=\"{}\"", file->name)},
                    {"X-Content-Type-Options", "nosniff"},
                    {"Cache-Control", "no-store"}};
  opened.reader = std::move(file->reader);
}

// In a header, since the file has the form of others.
std::string loss_text(const lists::Loss& loss) {
  std::string text = fmt::format("{} {}", loss.count, loss.sentence);
  for (char& c : text) {
    if (c < 0x20 || c > 0x7e) c = '?';
  }
  return text;
}

// A name that is safe on every system, whatever the list is called.
std::string export_name(const records::List& list, lists::Format format) {
  constexpr std::size_t kMaxStem = 80;
  std::string stem;
  for (const char c : list.name.substr(0, kMaxStem)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain) {
      stem += c;
    } else if (!stem.empty() && stem.back() != '-') {
      stem += '-';
    }
  }
  while (stem.ends_with('-')) stem.pop_back();
  const bool is_lines = format == lists::Format::kPlain;
  const bool is_table = format == lists::Format::kThreatExchangeCsv;
  return fmt::format("{}.{}.{}", stem.empty() ? list.id : stem, lists::format_name(format),
                     is_lines   ? "txt"
                     : is_table ? "csv"
                                : "json");
}

Result<http::Response> export_response(service::Workspace& workspace,
                                       const authority::Officer& officer,
                                       const http::Request& request, std::string_view id) {
  lists::Format format = lists::Format::kOwn;
  const std::string_view asked = request.query_value("format");
  if (!asked.empty()) {
    SANAD_TRY(format, parse_list_format(asked));
  }
  const std::string_view signal = request.query_value("signal");
  SANAD_TRY(const records::List list, service::find_list(workspace, officer, id));
  SANAD_TRY(const lists::Exported exported,
            service::export_list(workspace, officer, list.id, format,
                                 signal.empty() ? std::string_view("sha256") : signal));
  http::Response response{200,
                          "",
                          {{"Content-Type", "application/octet-stream"},
                           {"Content-Disposition",
                            fmt::format("attachment; filename=\"{}\"", export_name(list, format))},
                           {"Content-Security-Policy", "default-src 'none'; sandbox"},
                           {"X-Content-Type-Options", "nosniff"},
                           {"Cache-Control", "no-store"}},
                          to_bytes(exported.text)};
  for (const lists::Loss& loss : exported.losses)
    response.headers.push_back({"X-Sanad-Loss", loss_text(loss)});
  return response;
}

// Made of pixels alone (service/evidence.h), so that it may be shown in the workbench's own pages.
http::Response png_response(Bytes file) {
  return {200,
          "",
          {{"Content-Type", "image/png"},
           {"Content-Disposition", "inline; filename=\"picture.png\""},
           {"Content-Security-Policy", "default-src 'none'; sandbox"},
           {"X-Content-Type-Options", "nosniff"},
           {"Cache-Control", "no-store"}},
          std::move(file)};
}

Result<http::Response> picture_response(service::Workspace& workspace,
                                        const authority::Officer& officer,
                                        const http::Request& request, std::string_view match,
                                        std::string_view side_word) {
  SANAD_TRY(const service::Side side, service::parse_side(side_word));
  SANAD_TRY(const auto at_ms, service::parse_frame_time(request.query_value("seconds")));
  SANAD_TRY(Bytes file, service::match_picture(workspace, officer, match, side, at_ms));
  return png_response(std::move(file));
}

Result<http::Response> part_picture_response(service::Workspace& workspace,
                                             const authority::Officer& officer,
                                             const http::Request& request, std::string_view id,
                                             std::string_view number_word) {
  SANAD_TRY_WITH(const std::uint64_t number, parse_decimal(number_word), "the number of the part");
  SANAD_TRY(const auto at_ms, service::parse_frame_time(request.query_value("seconds")));
  SANAD_TRY(const auto exhibit, service::find_exhibit(workspace, officer, id));
  SANAD_TRY(Bytes file, service::part_picture(workspace, officer, exhibit, number, at_ms));
  return png_response(std::move(file));
}

// verify.html brings its own, strict policy; it is the same page that every bundle holds.
http::Response verify_page_response() {
  return {200,
          "",
          {{"Content-Type", "text/html; charset=utf-8"},
           {"X-Content-Type-Options", "nosniff"},
           {"Cache-Control", "no-store"}},
          to_bytes(verifier::verify_page())};
}

// To be looked at in a frame of the workbench: a page without a script, in an origin of its own.
Result<http::Response> report_preview_response(service::Workspace& workspace,
                                               const authority::Officer& officer,
                                               const http::Request& request,
                                               std::string_view of_case) {
  const std::string_view language = request.query_value("language");
  SANAD_TRY(const std::string html, service::preview_report(workspace, officer, of_case,
                                                            language.empty() ? "en" : language));
  return http::Response{
      200,
      "",
      {{"Content-Type", "text/html; charset=utf-8"},
       {"Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "frame-ancestors 'self'; sandbox"},
       {"X-Content-Type-Options", "nosniff"},
       {"Cache-Control", "no-store"}},
      to_bytes(html)};
}

}  // namespace

Api::Api(service::Workspace& workspace, Tickets& tickets, RateLimiter& failures,
         std::string archive_origin, std::string session_cookie)
    : workspace_(workspace),
      tickets_(tickets),
      failures_(failures),
      archive_origin_(std::move(archive_origin)),
      session_cookie_(std::move(session_cookie)) {
  for (const auto& table :
       {analysis_routes(),      assessment_routes(), fairness_routes(), unused_routes(),
        people_routes(),        case_routes(),       exhibit_routes(),  ledger_routes(),
        list_routes(),          match_routes(),      rule_routes(),     screening_routes(),
        token_routes(),         playing_routes(),    import_routes(),   search_routes(),
        sheet_routes(),         request_routes(),    clock_routes(),    planning_routes(),
        keeping_routes(),       oversight_routes(),  sharing_routes(),  validation_routes(),
        corroboration_routes(), redaction_routes(),  report_routes(),   certificate_routes(),
        exercise_routes(),      file_export_routes()})
    routes_.insert(routes_.end(), table.begin(), table.end());
}

http::Task<> Api::handle(http::Exchange& exchange, std::string path) {
  const bool is_streamed = co_await handle_stream(exchange, path);
  if (is_streamed) co_return;
  http::Response response;
  co_await exchange.blocking([&] { response = answer(exchange.request(), path); });
  co_await exchange.send(std::move(response));
}

Result<service::SignedIn> Api::session_of(const http::Request& request, std::string& token) {
  for (const auto& cookie : http::parse_cookies(request.header("Cookie"))) {
    if (cookie.name == session_cookie_) token = cookie.value;
  }
  if (token.empty()) return Error{ErrorCode::kDenied, "sign in first"};
  return service::signed_in(workspace_, token);
}

http::Task<bool> Api::handle_stream(http::Exchange& exchange, const std::string& path) {
  const http::Request& request = exchange.request();
  const auto events = match_pattern(kEventsPattern, path);
  const auto file = match_pattern(kExhibitFilePattern, path);
  const auto bundle = match_pattern(kBundleFilePattern, path);
  const auto exported = match_pattern(kExportFilePattern, path);
  const auto page = match_pattern(kVerifyPagePattern, path);
  const auto list = match_pattern(kListExportPattern, path);
  const auto picture = match_pattern(kMatchPicturePattern, path);
  const auto of_part = match_pattern(kPartPicturePattern, path);
  const auto paper = match_pattern(kRequestPaperPattern, path);
  const auto report = match_pattern(kReportPagePattern, path);
  const auto preview = match_pattern(kReportPreviewPattern, path);
  const auto certificate = match_pattern(kCertificatePagePattern, path);
  const auto package = match_pattern(kPackageFilePattern, path);
  const auto receipt = match_pattern(kReceiptFilePattern, path);
  if (!package && !receipt && !events && !file && !bundle && !page && !list && !picture &&
      !of_part && !paper && !report && !preview && !certificate && !exported)
    co_return false;
  if (changes_something(request.method)) {
    co_await exchange.send(method_not_allowed("GET, HEAD"));
    co_return true;
  }
  Opened opened;
  bool is_signed_in = false;
  co_await exchange.blocking([&] {
    std::string token;
    const auto session = session_of(request, token);
    is_signed_in = session.ok();
    if (!session.ok()) return;
    const auto& officer = session->officer;
    if (file)
      open_exhibit_file(workspace_, officer, request, file->find("exhibit")->second,
                        file->find("name")->second, opened);
    if (bundle) open_bundle_file(workspace_, officer, bundle->find("bundle")->second, opened);
    if (exported) open_export_file(workspace_, officer, *exported, opened);
    if (paper)
      open_request_paper(workspace_, officer, paper->find("request")->second,
                         paper->find("name")->second, opened);
    if (report) open_report_page(workspace_, officer, *report, opened);
    if (certificate) open_certificate_page(workspace_, officer, *certificate, opened);
    if (package)
      open_sealed_file(service::copy_package(workspace_, officer, package->find("package")->second),
                       opened);
    if (receipt)
      open_sealed_file(service::open_receipt(workspace_, officer, receipt->find("receipt")->second),
                       opened);
    if (list) {
      auto made = export_response(workspace_, officer, request, list->find("list")->second);
      if (made.ok()) opened.whole = std::move(*made);
      if (!made.ok()) opened.outcome = made.error();
    }
    if (picture) {
      auto made = picture_response(workspace_, officer, request, picture->find("match")->second,
                                   picture->find("side")->second);
      if (made.ok()) opened.whole = std::move(*made);
      if (!made.ok()) opened.outcome = made.error();
    }
    if (of_part) {
      auto made =
          part_picture_response(workspace_, officer, request, of_part->find("exhibit")->second,
                                of_part->find("number")->second);
      if (made.ok()) opened.whole = std::move(*made);
      if (!made.ok()) opened.outcome = made.error();
    }
    if (preview) {
      auto made =
          report_preview_response(workspace_, officer, request, preview->find("case")->second);
      if (made.ok()) opened.whole = std::move(*made);
      if (!made.ok()) opened.outcome = made.error();
    }
    if (page) {
      const auto found = workspace_.records().bundle(page->find("bundle")->second);
      opened.outcome = service::require_case_reader(workspace_, officer);
      if (opened.outcome.ok() && !found.ok()) opened.outcome = found.error();
      if (opened.outcome.ok())
        opened.outcome = service::require_sight(workspace_, officer, found->case_id);
    }
    if (events) {
      const auto job = service::find_job(workspace_, officer, events->find("job")->second);
      if (!job.ok()) opened.outcome = job.error();
    }
  });
  if (!is_signed_in) {
    co_await exchange.send(error_response(401, "unauthenticated", "sign in first"));
  } else if (!opened.outcome.ok()) {
    co_await exchange.send(error_response(opened.outcome.error()));
  } else if (events) {
    co_await send_job_events(exchange, workspace_, events->find("job")->second);
  } else if (page) {
    co_await exchange.send(verify_page_response());
  } else if (opened.whole) {
    co_await exchange.send(std::move(*opened.whole));
  } else {
    co_await send_object(exchange, *opened.reader, std::move(opened.headers));
  }
  co_return true;
}

http::Response Api::answer(const http::Request& request, const std::string& path) {
  std::string allowed;
  const std::string_view method =
      request.method == "HEAD" ? "GET" : std::string_view(request.method);
  for (const auto& route : routes_) {
    auto parameters = match_pattern(route.pattern, path);
    if (!parameters) continue;
    allowed += fmt::format("{}{}", allowed.empty() ? "" : ", ", route.method);
    if (route.method != method) continue;
    Call call{workspace_,
              tickets_,
              request,
              std::move(*parameters),
              nullptr,
              archive_origin_,
              session_cookie_,
              std::nullopt,
              "",
              {}};
    return run(route, call);
  }
  if (!allowed.empty()) return method_not_allowed(allowed);
  return error_response(404, "not_found", "there is nothing at this address");
}

std::optional<http::Response> Api::refuse_stranger(const http::Request& request,
                                                   std::optional<service::SignedIn>& signed_in,
                                                   std::string& token) {
  auto session = session_of(request, token);
  if (!session.ok()) return error_response(401, "unauthenticated", session.error().message);
  const std::string_view csrf = request.header("X-Sanad-CSRF");
  if (changes_something(request.method) &&
      !equal_constant_time(as_bytes(csrf), as_bytes(session->session.csrf))) {
    return error_response(403, "denied", "the page is out of date; reload it and try again");
  }
  signed_in = std::move(*session);
  return std::nullopt;
}

http::BodyLeave Api::check_head(const http::Request& head, const std::string& path) {
  std::size_t most = kMaxUnknownBytes;
  for (const Route& route : routes_) {
    if (route.method != head.method || !match_pattern(route.pattern, path)) continue;
    most = limit_of(route);
    std::optional<service::SignedIn> signed_in;
    std::string token;
    if (route.needs == Needs::kNothing) continue;
    auto refusal = refuse_stranger(head, signed_in, token);
    if (refusal) return {std::move(refusal), 0, {}};
  }
  return {std::nullopt, most, error_response(too_long(most))};
}

http::Response Api::run(const Route& route, Call& call) {
  const Timestamp now = workspace_.clock().now();
  const std::string& address = call.request.remote_address;
  if (route.needs == Needs::kSession) {
    auto refusal = refuse_stranger(call.request, call.signed_in, call.session_token);
    if (refusal) return std::move(*refusal);
  } else if (const auto wait = failures_.wait_s(address, kFailuresPerMinute, now); wait > 0) {
    return wait_response(wait, "too many failed tries from this address; wait");
  }
  if (route.body == Body::kJson) {
    auto body = parse_body(call.request, limit_of(route));
    if (!body.ok()) return error_response(body.error());
    call.body = std::move(*body);
  } else if (call.request.body.size() > limit_of(route)) {
    return error_response(too_long(limit_of(route)));
  }
  const Result<json::Value> result = route.handle(call);
  if (!result.ok()) {
    if (route.needs == Needs::kNothing && result.error().code == ErrorCode::kDenied)
      failures_.take(address, kFailuresPerMinute, now);
    // Of those who are not signed in, it is tries that are limited, not what they send.
    const bool is_too_often =
        route.needs == Needs::kNothing && result.error().code == ErrorCode::kLimit;
    return is_too_often ? error_response(429, "limit", result.error().message)
                        : error_response(result.error());
  }
  http::Response response = json_response(route.status, *result);
  if (route.status == 204) response = {204, "", {{"Cache-Control", "no-store"}}, {}};
  response.headers.insert(response.headers.end(), call.extra_headers.begin(),
                          call.extra_headers.end());
  return response;
}

}  // namespace sanad::server
