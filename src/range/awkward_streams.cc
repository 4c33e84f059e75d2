// Bodies that are long, slow, cut short or never end.
#include <fmt/format.h>

#include "media.h"
#include "sites.h"

namespace sanad::range {
namespace {

constexpr std::uint64_t kPieceBytes = 64 * 1024;
constexpr std::uint64_t kMebibyte = 1024 * 1024;
constexpr std::uint64_t kMaxStreamBytes = 4096 * kMebibyte;
constexpr std::uint64_t kMaxDelayMs = 600'000;

http::Response head_of(std::string_view content_type) {
  return http::make_response(200, content_type, "");
}

// Writes size bytes of the pattern; memory does not grow with size.
http::Task<> write_pattern(http::Exchange& exchange, std::uint64_t size, std::uint32_t pause_ms) {
  Bytes piece(kPieceBytes);
  for (std::uint64_t offset = 0; offset < size; offset += kPieceBytes) {
    const std::uint64_t count = std::min(kPieceBytes, size - offset);
    fill_pattern(offset, piece.data(), count);
    co_await exchange.write(ByteView(piece).first(count));
    if (pause_ms > 0) co_await exchange.wait_ms(pause_ms);
  }
}

// ?bytes=N&pause_ms=N(after each 64 KiB)
http::Task<> send_download(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const std::uint64_t size = query_number(request, "bytes", kMebibyte, kMaxStreamBytes);
  const auto pause_ms =
      static_cast<std::uint32_t>(query_number(request, "pause_ms", 0, kMaxDelayMs));
  http::Response head = head_of("application/octet-stream");
  head.headers.push_back({"Content-Length", std::to_string(size)});
  head.headers.push_back(
      {"Content-Disposition", fmt::format("attachment; filename=\"pattern-{}.bin\"", size)});
  co_await exchange.begin(std::move(head), http::Framing::kContentLength);
  co_await write_pattern(exchange, size, pause_ms);
  co_await exchange.end();
}

// ?mib=N, fetched by big.html.
http::Task<> send_big(http::Exchange& exchange) {
  const std::uint64_t size =
      query_number(exchange.request(), "mib", 64, kMaxStreamBytes / kMebibyte) * kMebibyte;
  http::Response head = head_of("application/octet-stream");
  head.headers.push_back({"Content-Length", std::to_string(size)});
  head.headers.push_back({"Cache-Control", "no-store"});
  co_await exchange.begin(std::move(head), http::Framing::kContentLength);
  co_await write_pattern(exchange, size, 0);
  co_await exchange.end();
}

http::Task<> send_lines(http::Exchange& exchange, http::Framing framing) {
  co_await exchange.begin(head_of("text/plain; charset=utf-8"), framing);
  for (int i = 1; i <= 5; ++i) {
    const std::string line = fmt::format("line {} of 5\n", i);
    co_await exchange.write(line);
  }
  co_await exchange.end();
}

http::Task<> send_chunked(http::Exchange& exchange) {
  return send_lines(exchange, http::Framing::kChunked);
}

http::Task<> send_close_delimited(http::Exchange& exchange) {
  return send_lines(exchange, http::Framing::kUntilClose);
}

// Promises more than it sends.
http::Task<> send_truncated(http::Exchange& exchange) {
  http::Response head = head_of("text/plain; charset=utf-8");
  head.headers.push_back({"Content-Length", "1000"});
  co_await exchange.begin(std::move(head), http::Framing::kContentLength);
  co_await exchange.write("The rest of these 1000 bytes never comes.\n");
  co_await exchange.end();
}

// Ends a chunked body in the middle, with RST.
http::Task<> send_reset(http::Exchange& exchange) {
  co_await exchange.begin(head_of("text/plain; charset=utf-8"), http::Framing::kChunked);
  co_await exchange.write("The connection is reset after this line.\n");
  co_await exchange.wait_ms(100);  // or RST would overtake the line
  co_await exchange.abandon(http::Ending::kReset);
}

// Closes without any answer.
http::Task<> send_nothing(http::Exchange& exchange) {
  co_await exchange.abandon(http::Ending::kClose);
}

// ?ms=N before the head.
http::Task<> send_late(http::Exchange& exchange) {
  const std::uint64_t delay_ms = query_number(exchange.request(), "ms", 1000, kMaxDelayMs);
  co_await exchange.wait_ms(static_cast<std::uint32_t>(delay_ms));
  co_await send_text(exchange, 200, fmt::format("late by {} ms\n", delay_ms));
}

// ?pieces=N&ms=N between them.
http::Task<> send_drip(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  const std::uint64_t pieces = query_number(request, "pieces", 10, 10'000);
  const auto pause_ms = static_cast<std::uint32_t>(query_number(request, "ms", 100, kMaxDelayMs));
  co_await exchange.begin(head_of("text/plain; charset=utf-8"), http::Framing::kChunked);
  for (std::uint64_t i = 1; i <= pieces; ++i) {
    const std::string line = fmt::format("drop {}\n", i);
    co_await exchange.write(line);
    co_await exchange.wait_ms(pause_ms);
  }
  co_await exchange.end();
}

http::Task<> send_endless(http::Exchange& exchange) {
  co_await exchange.begin(head_of("text/plain; charset=utf-8"), http::Framing::kChunked);
  while (true) {
    co_await exchange.write("and on\n");
    co_await exchange.wait_ms(200);
  }
}

}  // namespace

void add_awkward_streams(Site& site) {
  site.route("/download", send_download);
  site.route("/big", send_big);
  site.route("/chunked", send_chunked);
  site.route("/close-delimited", send_close_delimited);
  site.route("/truncated", send_truncated);
  site.route("/reset", send_reset);
  site.route("/nothing", send_nothing);
  site.route("/late", send_late);
  site.route("/drip", send_drip);
  site.route("/endless", send_endless);
}

}  // namespace sanad::range
