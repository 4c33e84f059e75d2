#include "server/server.h"

#include <fmt/format.h>

#include "api.h"
#include "hma_routes.h"
#include "http/server.h"
#include "pages.h"
#include "service/exhibits.h"
#include "streaming.h"
#include "taxii_routes.h"

namespace sanad::server {
namespace {

constexpr std::string_view kApiPrefix = "/api/v1";

struct ArchivePath {
  std::string ticket;  // empty: another path
  std::string name;
};

ArchivePath parse_archive_path(std::string_view path) {
  if (path.ends_with('/')) {
    const auto page = match_pattern("/replay/{ticket}", path.substr(0, path.size() - 1));
    return page ? ArchivePath{page->find("ticket")->second, "index.html"} : ArchivePath{};
  }
  const auto file = match_pattern("/replay/{ticket}/{name}", path);
  return file ? ArchivePath{file->find("ticket")->second, file->find("name")->second}
              : ArchivePath{};
}

// Without the query, not decoded.
std::string raw_path(const http::Request& request) {
  if (!request.target.starts_with('/')) return request.path;
  return request.target.substr(0, request.target.find('?'));
}

bool is_under(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) && path.substr(prefix.size()).starts_with('/');
}

// What of the path is for hma: behind the prefix; or all of it, for clients that know no prefix,
// where a bearer token says that it is not the workbench that asks.
std::optional<std::string> partner_path(const http::Request& request, std::string_view path) {
  if (is_under(path, kHmaPrefix)) return std::string(path.substr(kHmaPrefix.size()));
  const bool is_alike = is_under(path, "/h") || is_under(path, "/m") || is_under(path, "/c") ||
                        path == "/status" || path == "/status/live";
  if (!is_alike || !has_bearer(request)) return std::nullopt;
  return std::string(path);
}

bool only_reads(const http::Request& request) {
  return request.method == "GET" || request.method == "HEAD";
}

}  // namespace

struct WorkbenchServer::State {
  State(service::Workspace& opened, Options given) : workspace(opened), options(std::move(given)) {}
  http::Task<> handle_workbench(http::Exchange& exchange);
  http::Task<> handle_archive(http::Exchange& exchange);
  http::BodyLeave check_head(const http::Request& head);
  std::string archive_origin() const {
    if (!options.archive_host.empty())
      return fmt::format("{}:{}", options.archive_host, archive_port);
    return fmt::format("http://{}:{}", options.address, archive_port);
  }
  std::string origin() const { return fmt::format("http://{}:{}", options.address, port); }

  service::Workspace& workspace;
  Options options;
  std::uint16_t port = 0;
  std::uint16_t archive_port = 0;
  Tickets tickets;
  RateLimiter failures;  // by address
  Hma hma{workspace, failures};
  Taxii taxii{workspace, hma};
  std::unique_ptr<Api> api;
  // Last: their handlers use what stands above.
  std::unique_ptr<http::Server> workbench;
  std::unique_ptr<http::Server> archive;
};

http::BodyLeave WorkbenchServer::State::check_head(const http::Request& head) {
  const std::string path = raw_path(head);
  if (head.host != options.address)
    return {
        error_response(403, "denied", fmt::format("open the workbench as {}", origin())), 0, {}};
  if (partner_path(head, path)) return hma.check_head(head);
  if (path.starts_with(kApiPrefix)) return api->check_head(head, path.substr(kApiPrefix.size()));
  return {std::nullopt, kMaxUnknownBytes, std::nullopt};
}

http::Task<> WorkbenchServer::State::handle_workbench(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const std::string path = raw_path(request);
  // A name that an attacker made resolve to this machine must not reach the workbench (DNS
  // rebinding).
  if (request.host != options.address) {
    co_await exchange.send(
        error_response(403, "denied", fmt::format("open the workbench as {}", origin())));
  } else if (path == kTaxiiPrefix || is_under(path, kTaxiiPrefix)) {
    co_await taxii.handle(exchange, path);
  } else if (const auto partners = partner_path(request, path)) {
    co_await hma.handle(exchange, *partners);
  } else if (path.starts_with(kApiPrefix)) {
    co_await api->handle(exchange, path.substr(kApiPrefix.size()));
  } else if (!only_reads(request)) {
    co_await exchange.send(method_not_allowed("GET, HEAD"));
  } else {
    co_await exchange.send(workbench_file(request.path, archive_origin()));
  }
}

// /replay/TICKET/NAME: the archive that the ticket is for, else a file of the replay component.
http::Task<> WorkbenchServer::State::handle_archive(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const ArchivePath path = parse_archive_path(raw_path(request));
  const auto archived = tickets.archive_of(path.ticket, workspace.clock().now());
  std::optional<http::Response> answer;
  if (!archived || !only_reads(request)) {
    answer = error_response(404, "not_found",
                            "this view has ended; open the replay again in the workbench");
  } else if (path.name != archived->served_as) {
    answer = replay_file(path.name, origin());
  }
  if (answer) {
    co_await exchange.send(std::move(*answer));
    co_return;
  }
  Result<service::OpenedFile> opened = Error{ErrorCode::kNotFound, ""};
  co_await exchange.blocking([&] {
    const auto exhibit = workspace.records().exhibit(archived->exhibit);
    opened = exhibit.ok() ? service::open_recorded(workspace, *exhibit, archived->file)
                          : Result<service::OpenedFile>(exhibit.error());
  });
  if (!opened.ok()) {
    co_await exchange.send(error_response(opened.error()));
    co_return;
  }
  http::Headers headers{{"Content-Type", "application/octet-stream"},
                        {"X-Content-Type-Options", "nosniff"},
                        {"Cache-Control", "no-store"}};
  co_await send_object(exchange, *opened->reader, std::move(headers));
}

WorkbenchServer::WorkbenchServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
WorkbenchServer::~WorkbenchServer() = default;
std::uint16_t WorkbenchServer::port() const { return state_->port; }
std::uint16_t WorkbenchServer::archive_port() const { return state_->archive_port; }
std::string WorkbenchServer::origin() const { return state_->origin(); }

Result<std::unique_ptr<WorkbenchServer>> WorkbenchServer::start(service::Workspace& workspace,
                                                                const Options& options) {
  auto state = std::make_unique<State>(workspace, options);
  State* self = state.get();
  state->workbench = std::make_unique<http::Server>(
      http::ServerOptions{
          .max_body_bytes = kMaxRequestBytes,
          .check_head = [self](const http::Request& head) { return self->check_head(head); }},
      [self](http::Exchange& exchange) { return self->handle_workbench(exchange); });
  state->archive = std::make_unique<http::Server>(
      http::ServerOptions{},
      [self](http::Exchange& exchange) { return self->handle_archive(exchange); });
  SANAD_TRY_WITH(state->port, state->workbench->listen({options.address, options.port, false}),
                 "starting the workbench");
  SANAD_TRY_WITH(state->archive_port,
                 state->archive->listen({options.address, options.archive_port, false}),
                 "starting the archive origin");
  state->api = std::make_unique<Api>(workspace, state->tickets, state->failures,
                                     state->archive_origin(), options.session_cookie);
  SANAD_CHECK(state->workbench->start());
  SANAD_CHECK(state->archive->start());
  return std::unique_ptr<WorkbenchServer>(new WorkbenchServer(std::move(state)));
}

}  // namespace sanad::server
