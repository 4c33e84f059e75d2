#include "site.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/embedded.h"
#include "crypto/crypto.h"

namespace sanad::range {

std::span<const EmbeddedFile> content_files();

namespace {

struct ContentType {
  std::string_view extension;
  std::string_view type;
};
constexpr std::array<ContentType, 11> kContentTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".eml", "message/rfc822"},
    {".txt", "text/plain; charset=utf-8"},
    {".webm", "video/webm"},
    {".vtt", "text/vtt; charset=utf-8"},
    {".png", "image/png"},
    {".wav", "audio/wav"},
}};

std::string type_of(std::string_view name) {
  for (const ContentType& known : kContentTypes) {
    if (name.ends_with(known.extension)) return std::string(known.type);
  }
  return "application/octet-stream";
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void cut_to_range(const http::Request& request, http::Response& response) {
  const std::uint64_t size = response.body.size();
  const auto range = http::parse_range(request.header("Range"), size);
  if (!range.ok()) {
    response.status = 416;
    response.headers.push_back({"Content-Range", fmt::format("bytes */{}", size)});
    response.body.clear();
  } else if (range.value()) {
    const http::ByteRange part = *range.value();
    response.status = 206;
    response.headers.push_back(
        {"Content-Range", fmt::format("bytes {}-{}/{}", part.first, part.last, size)});
    response.body = Bytes(response.body.begin() + static_cast<std::ptrdiff_t>(part.first),
                          response.body.begin() + static_cast<std::ptrdiff_t>(part.last + 1));
  }
}

}  // namespace

std::string_view content(std::string_view name) {
  const EmbeddedFile* file = find_embedded(content_files(), name);
  return file == nullptr ? std::string_view() : file->bytes;
}

Site::Site(std::string host, std::string folder)
    : host_(std::move(host)), folder_(std::move(folder)) {}

void Site::route(std::string path, PageHandler handler) {
  exact_.emplace(std::move(path), std::move(handler));
}

void Site::route_prefix(std::string path, PageHandler handler) {
  prefixes_.emplace(std::move(path), std::move(handler));
}

const PageHandler* Site::find(std::string_view path) const {
  const auto exact = exact_.find(path);
  if (exact != exact_.end()) return &exact->second;
  const PageHandler* best = nullptr;
  std::size_t best_size = 0;
  for (const auto& [prefix, handler] : prefixes_) {
    if (path.starts_with(prefix) && prefix.size() >= best_size) {
      best = &handler;
      best_size = prefix.size();
    }
  }
  return best;
}

http::Task<> Site::serve(http::Exchange& exchange) const {
  const std::string& path = exchange.request().path;
  if (const PageHandler* handler = find(path)) {
    co_await (*handler)(exchange);
    co_return;
  }
  const std::string name = folder_ + (path == "/" ? "/index.html" : path);
  // Templates and their data are parts of pages, not pages.
  const bool is_page = !folder_.empty() && name.find(".part.") == std::string::npos;
  const EmbeddedFile* file = is_page ? find_embedded(content_files(), name) : nullptr;
  if (file == nullptr) {
    std::string html =
        "<!doctype html><meta charset=utf-8><title>Not here</title><h1>404</h1><p>There is no such "
        "page on this site.</p>\n";
    co_await send_html(exchange, 404, std::move(html));
    co_return;
  }
  co_await send_resource(exchange, type_of(name), to_bytes(file->bytes));
}

http::Task<> send_resource(http::Exchange& exchange, std::string content_type, Bytes body,
                           http::Headers more) {
  const http::Request& request = exchange.request();
  http::Response response;
  const std::string tag = '"' + format_hex(crypto::sha256(body)).substr(0, 16) + '"';
  response.headers.push_back({"Content-Type", std::move(content_type)});
  response.headers.push_back({"ETag", tag});
  response.headers.push_back({"Cache-Control", "no-cache"});
  response.headers.push_back({"Accept-Ranges", "bytes"});
  response.headers.push_back({"Access-Control-Allow-Origin", "*"});
  response.headers.insert(response.headers.end(), more.begin(), more.end());
  if (request.header("If-None-Match") == tag) {
    response.status = 304;
  } else {
    response.body = std::move(body);
    cut_to_range(request, response);
  }
  co_await exchange.send(std::move(response));
}

http::Task<> send_html(http::Exchange& exchange, int status, std::string html) {
  http::Response response = http::make_response(status, "text/html; charset=utf-8", html);
  co_await exchange.send(std::move(response));
}

http::Task<> send_text(http::Exchange& exchange, int status, std::string text) {
  http::Response response = http::make_response(status, "text/plain; charset=utf-8", text);
  response.headers.push_back({"Cache-Control", "no-store"});
  co_await exchange.send(std::move(response));
}

http::Task<> send_redirect(http::Exchange& exchange, int status, std::string location) {
  http::Response response =
      http::make_response(status, "text/plain; charset=utf-8", "See " + location + "\n");
  response.headers.push_back({"Location", std::move(location)});
  co_await exchange.send(std::move(response));
}

std::uint64_t query_number(const http::Request& request, std::string_view name,
                           std::uint64_t fallback, std::uint64_t max) {
  return std::min(parse_number(request.query_value(name)).value_or(fallback), max);
}

std::uint64_t trailing_number(std::string_view path) {
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) return 0;
  return parse_number(path.substr(slash + 1)).value_or(0);
}

}  // namespace sanad::range
