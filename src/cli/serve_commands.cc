#include <fmt/format.h>
#include <stdio.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "base/numbers.h"
#include "command.h"
#include "range/range.h"
#include "server/server.h"
#include "service/audit.h"
#include "service/worker.h"
#include "story/world.h"

namespace sanad::cli {
namespace {

constexpr auto kWaitStep = std::chrono::milliseconds(100);
constexpr std::uint64_t kMaxSeat = 1'000'000;
constexpr std::int64_t kTimestampEveryMs = 10LL * 60 * 1000;

Result<std::uint16_t> port_option(const Arguments& arguments, std::string_view name,
                                  std::uint64_t fallback) {
  SANAD_TRY(const std::uint64_t port, arguments.number(name, fallback));
  if (port > 65535)
    return Error{ErrorCode::kInvalid, fmt::format("{} must be at most 65535", name)};
  return static_cast<std::uint16_t>(port);
}

// Timestamps on what was added since, again and again. An authority that does not answer is asked
// the next time.
void keep_timestamping(service::Workspace& workspace) {
  std::int64_t asked_at_ms = workspace.clock().now().unix_ms;
  while (!stop_requested) {
    std::this_thread::sleep_for(kWaitStep);
    const std::int64_t now_ms = workspace.clock().now().unix_ms;
    if (now_ms < asked_at_ms + kTimestampEveryMs) continue;
    asked_at_ms = now_ms;
    (void)service::timestamp_ledger(workspace);
  }
}

Result<int> serve(Context& context) {
  server::Options options;
  const std::string listen = context.arguments.value("--listen", "127.0.0.1:8470");
  const std::size_t colon = listen.rfind(':');
  if (colon == std::string::npos) return Error{ErrorCode::kInvalid, "--listen takes ADDRESS:PORT"};
  options.address = listen.substr(0, colon);
  SANAD_TRY_WITH(const std::uint64_t port, parse_decimal(listen.substr(colon + 1)),
                 "the port of --listen");
  if (port > 65534) return Error{ErrorCode::kInvalid, "the port of --listen must be below 65535"};
  options.port = static_cast<std::uint16_t>(port);
  SANAD_TRY(options.archive_port,
            port_option(context.arguments, "--archive-port", port == 0 ? 0 : port + 1));
  options.archive_host = context.arguments.value("--archive-host", options.archive_host);
  SANAD_TRY(auto* workspace, context.workspace());
  const service::Workers workers(*workspace);
  SANAD_TRY(const auto running, server::WorkbenchServer::start(*workspace, options));
  context.print(json::Object{{"origin", running->origin()},
                             {"archive_port", std::int64_t{running->archive_port()}}},
                fmt::format("The workbench is at {}. Stop it with Ctrl-C.", running->origin()));
  fflush(stdout);
  keep_timestamping(*workspace);
  return 0;
}

json::Object describe_range(const range::Range& range) {
  json::Array hosts;
  for (const auto& host : range.hosts()) hosts.emplace_back(host);
  return json::Object{{"hosts", std::move(hosts)},
                      {"http_port", std::int64_t{range.http_port()}},
                      {"https_port", std::int64_t{range.https_port()}},
                      {"host_resolver_rules", range.resolver_rules()},
                      {"trusted_spki_sha256", range.authority_spki_sha256()},
                      {"authority_path", range.authority_path().string()},
                      {"timestamp_url", range.timestamp_url()}};
}

// The files of a world, by their paths within its folder. Files whose names begin with "." are
// other programs'.
Result<story::Files> read_folder(const std::filesystem::path& folder) {
  story::Files files;
  std::error_code error;
  std::size_t total = 0;
  for (std::filesystem::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with('.')) {
      if (at->is_directory()) at.disable_recursion_pending();
      continue;
    }
    if (!at->is_regular_file()) continue;
    total += at->file_size(error);
    if (total > story::kMaxWorldBytes || files.size() >= story::kMaxFiles)
      return Error{ErrorCode::kLimit,
                   fmt::format("{} holds more than a world: at most {} files of {} bytes together",
                               folder.string(), story::kMaxFiles, story::kMaxWorldBytes)};
    std::ifstream file(at->path(), std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file) return io_error(fmt::format("reading {}", at->path().string()), errno);
    files.emplace(at->path().lexically_relative(folder).generic_string(), std::move(bytes));
  }
  if (error) return io_error(fmt::format("reading {}", folder.string()), error.value());
  return files;
}

Result<int> range_serve(Context& context) {
  range::Options options;
  options.directory = context.arguments.value("--keys", "range-keys");
  SANAD_TRY(options.http_port, port_option(context.arguments, "--http-port", 0));
  SANAD_TRY(options.https_port, port_option(context.arguments, "--https-port", 0));
  SANAD_TRY(options.seed, context.arguments.number("--seed", 1));
  SANAD_TRY(const std::uint64_t seat, context.arguments.number("--seat", 1));
  if (seat > kMaxSeat)
    return Error{ErrorCode::kInvalid, fmt::format("--seat must be at most {}", kMaxSeat)};
  options.seat = static_cast<std::uint32_t>(seat);
  if (context.arguments.has("--world")) {
    SANAD_TRY(story::Files files, read_folder(context.arguments.value("--world")));
    SANAD_TRY(options.world, story::World::read(std::move(files)));
  }
  SANAD_TRY(const auto running, range::Range::start(options));
  const json::Object description = describe_range(*running);
  if (context.arguments.has("--ready-file")) {
    // Written under another name first, so that whoever waits for it never reads a part.
    const std::string path = context.arguments.value("--ready-file");
    std::ofstream(path + ".tmp") << json::format_pretty(description) << "\n";
    if (::rename((path + ".tmp").c_str(), path.c_str()) != 0)
      return io_error(fmt::format("writing {}", path), errno);
  }
  context.print(
      description,
      fmt::format("The range answers on ports {} (http) and {} (https) of 127.0.0.1, for browsers "
                  "with these resolver rules:\n{}\nStop it with Ctrl-C.",
                  running->http_port(), running->https_port(), running->resolver_rules()));
  fflush(stdout);
  while (!stop_requested) std::this_thread::sleep_for(kWaitStep);
  if (context.arguments.has("--truth"))
    std::ofstream(context.arguments.value("--truth"))
        << json::format_pretty(
               range::format_truth(running->truth().entries(), running->truth().dropped_entries()))
        << "\n";
  return 0;
}

}  // namespace

std::vector<Command> serve_commands() {
  return {
      {"serve",
       "[--listen ADDR:PORT]",
       "Serves the workbench and runs jobs.",
       "sanad serve --listen 127.0.0.1:8470",
       {{"--listen", "ADDR:PORT", "where (127.0.0.1:8470); port 0: any", false},
        {"--archive-port", "PORT", "of the origin that shows archives (the next one)", false},
        {"--archive-host", "URL", "what browsers call that origin, without port (as the workbench)",
         false}},
       serve},
      {"range serve",
       "[--keys DIR]",
       "Serves the fictional internet on loopback.",
       "sanad range serve --keys range-keys",
       {{"--keys", "DIR", "where its certificates are kept (range-keys)", false},
        {"--http-port", "PORT", "0: any", false},
        {"--https-port", "PORT", "0: any", false},
        {"--seed", "N", "of the class: what its stories say follows from it (1)", false},
        {"--seat", "N", "number of the seat: neighbours find other answers (1)", false},
        {"--world", "DIR", "a world of your own (docs/formats/world.md)", false},
        {"--ready-file", "FILE", "write ports and rules there once it answers", false},
        {"--truth", "FILE", "at the end, write what was asked and served", false}},
       range_serve},
  };
}

}  // namespace sanad::cli
