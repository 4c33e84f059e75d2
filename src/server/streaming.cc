#include "streaming.h"

#include <fmt/format.h>

#include "call.h"
#include "service/views.h"

namespace sanad::server {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;
constexpr std::uint32_t kEventEveryMs = 250;
// Proxies and browsers drop a silent connection.
constexpr int kSilentRoundsBeforeComment = 60;

}  // namespace

http::Task<> send_object(http::Exchange& exchange, vault::ObjectReader& reader,
                         http::Headers headers) {
  const std::uint64_t size = reader.size();
  std::uint64_t first = 0;
  std::uint64_t end = size;
  http::Response head{200, "", std::move(headers), {}};
  head.headers.push_back({"Accept-Ranges", "bytes"});
  const std::string_view asked = exchange.request().header("Range");
  if (!asked.empty()) {
    const auto range = http::parse_range(asked, size);
    if (!range.ok()) {
      head.status = 416;
      head.headers.push_back({"Content-Range", fmt::format("bytes */{}", size)});
      co_await exchange.send(std::move(head));
      co_return;
    }
    if (range->has_value()) {
      first = (*range)->first;
      end = (*range)->last + 1;
      head.status = 206;
      head.headers.push_back(
          {"Content-Range", fmt::format("bytes {}-{}/{}", first, end - 1, size)});
    }
  }
  head.headers.push_back({"Content-Length", std::to_string(end - first)});
  co_await exchange.begin(std::move(head), http::Framing::kContentLength);
  Bytes piece(kPieceBytes);
  while (first < end) {
    Result<std::size_t> got = std::size_t{0};
    co_await exchange.blocking([&] {
      got = reader.read_at(first, {piece.data(), static_cast<std::size_t>(std::min<std::uint64_t>(
                                                     kPieceBytes, end - first))});
    });
    if (!got.ok() || *got == 0) co_await exchange.abandon(http::Ending::kReset);
    co_await exchange.write(ByteView(piece.data(), *got));
    first += *got;
  }
  co_await exchange.end();
}

http::Task<> send_job_events(http::Exchange& exchange, service::Workspace& workspace,
                             std::string job) {
  http::Response head{200,
                      "",
                      {{"Content-Type", "text/event-stream"},
                       {"Cache-Control", "no-store"},
                       {"X-Content-Type-Options", "nosniff"}},
                      {}};
  co_await exchange.begin(std::move(head), http::Framing::kChunked);
  if (exchange.request().method == "HEAD") co_return co_await exchange.end();
  std::string sent;
  int silent = 0;
  while (true) {
    std::string text;
    bool is_over = true;
    co_await exchange.blocking([&] {
      const auto found = workspace.jobs().find(job);
      if (!found.ok()) return;
      text = json::format_canonical(service::view(*found));
      is_over = records::is_final(found->state);
    });
    if (!text.empty() && text != sent) {
      const std::string event = fmt::format("event: job\ndata: {}\n\n", text);
      co_await exchange.write(event);
      sent = std::move(text);
      silent = 0;
    } else if (++silent % kSilentRoundsBeforeComment == 0) {
      co_await exchange.write(std::string_view(":\n\n"));
    }
    if (is_over) break;
    co_await exchange.wait_ms(kEventEveryMs);
  }
  co_await exchange.end();
}

}  // namespace sanad::server
