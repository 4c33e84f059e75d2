// Answers that are short but unusual: statuses, redirects, codings, headers, sign-in.
#include <fmt/format.h>

#include "coding.h"
#include "media.h"
#include "render.h"
#include "sites.h"

namespace sanad::range {
namespace {

constexpr std::string_view kBasicCredentials = "Basic dHJhaW5lZTpyYW5nZQ==";  // trainee:range

http::Task<> send_status(http::Exchange& exchange) {
  const auto status = static_cast<int>(trailing_number(exchange.request().path));
  if (status < 200 || status > 599) {
    co_await send_text(exchange, 400, "Ask for a status from 200 to 599.\n");
    co_return;
  }
  http::Response response =
      http::make_response(status, "text/plain; charset=utf-8", fmt::format("status {}\n", status));
  if (status == 206) {
    response.body = to_bytes("tial\n");
    response.headers.push_back({"Content-Range", "bytes 3-7/8"});
  }
  if (status == 304) response.headers.push_back({"ETag", "\"fixed\""});
  co_await exchange.send(std::move(response));
}

struct Redirect {
  int status = 302;
  std::string location;  // empty: no such redirect
};

// /redirect/302 goes to /landing.html; /redirect/chain/3 takes three steps; /redirect/loop never
// ends.
Redirect find_redirect(std::string_view path) {
  constexpr std::uint64_t kMaxChain = 20;
  const std::uint64_t number = trailing_number(path);
  if (path == "/redirect/loop") return {302, "/redirect/loop"};
  if (path == "/redirect/private") return {302, "http://10.0.0.1/private"};
  if (path == "/redirect/loopback") return {302, "http://127.0.0.1:9/loopback"};
  if (path == "/redirect/outside") return {302, "https://elsewhere.example/outside"};
  if (path.starts_with("/redirect/chain/")) {
    if (number <= 1 || number > kMaxChain) return {302, "/landing.html?from=chain"};
    return {302, fmt::format("/redirect/chain/{}", number - 1)};
  }
  if (number >= 301 && number <= 308 && number != 304) {
    return {static_cast<int>(number), fmt::format("/landing.html?from={}", number)};
  }
  return {};
}

http::Task<> redirect(http::Exchange& exchange) {
  Redirect found = find_redirect(exchange.request().path);
  if (found.location.empty()) {
    co_await send_text(exchange, 404, "No such redirect.\n");
  } else {
    co_await send_redirect(exchange, found.status, std::move(found.location));
  }
}

std::string coded_text() {
  std::string text = "<!doctype html><meta charset=utf-8><title>Coded</title><p>";
  for (int i = 0; i < 200; ++i) text += fmt::format("Line {} of a compressed page. ", i);
  return text + "</p>\n";
}

http::Task<> send_coded(http::Exchange& exchange) {
  const std::string coding = exchange.request().path.substr(std::string_view("/coded/").size());
  auto coded = encode_content(coding, as_bytes(coded_text()));
  if (!coded.ok()) {
    co_await send_text(exchange, 404, coded.error().message + "\n");
    co_return;
  }
  http::Response response = http::make_response(200, "text/html; charset=utf-8", "");
  response.headers.push_back({"Content-Encoding", coding});
  response.headers.push_back({"Vary", "Accept-Encoding"});
  response.body = std::move(coded).value();
  co_await exchange.send(std::move(response));
}

// Repeated fields that may not be merged, odd case, and bytes that are not UTF-8.
http::Task<> send_odd_headers(http::Exchange& exchange) {
  http::Response response;
  response.reason = "Fine and well";
  response.headers = {{"set-COOKIE", "first=1; Path=/"},
                      {"X-Zulu", "last letter first"},
                      {"Set-Cookie", "second=2; Path=/"},
                      {"LINK", "</style.css>; rel=preload; as=style"},
                      {"content-type", "text/html; charset=utf-8"},
                      {"Link", "<//cdn.sahilmedia.example>; rel=preconnect"},
                      {"x-latin-1", "caf\xe9 \xfe\xff"},
                      {"X-Empty", ""},
                      {"x-utf-8", "\xd8\xb3\xd9\x86\xd8\xaf"},
                      {"X-Alpha", "first letter last"}};
  response.body = to_bytes(
      "<!doctype html><meta charset=utf-8><title>Odd headers</title><p>See the headers.</p>\n");
  co_await exchange.send(std::move(response));
}

http::Task<> ask_for_sign_in(http::Exchange& exchange) {
  if (exchange.request().header("Authorization") == kBasicCredentials) {
    co_await send_text(exchange, 200, "Signed in as the fictional trainee.\n");
    co_return;
  }
  http::Response response =
      http::make_response(401, "text/plain; charset=utf-8", "Sign in as trainee with range.\n");
  response.headers.push_back({"WWW-Authenticate", "Basic realm=\"Tirazan range\""});
  co_await exchange.send(std::move(response));
}

http::Task<> send_attachment(http::Exchange& exchange) {
  http::Response response = http::make_response(200, "text/plain; charset=utf-8",
                                                "A report that is downloaded, not shown.\n");
  response.headers.push_back({"Content-Disposition",
                              "attachment; filename=\"report.txt\"; filename*=UTF-8''"
                              "%D8%B1%D9%BE%D9%88%D8%B1%D9%B9.txt"});
  co_await exchange.send(std::move(response));
}

// One of the small items of many.html and lazy.html.
http::Task<> send_item(http::Exchange& exchange) {
  const std::uint64_t number = trailing_number(exchange.request().path);
  switch (number % 4) {
    case 0:
      co_await send_resource(exchange, "image/png", make_png(24, 24, number));
      break;
    case 1:
      co_await send_text(exchange, 200, fmt::format("item {}\n", number));
      break;
    case 2: {
      http::Response response =
          http::make_response(200, "application/json", fmt::format("{{\"item\":{}}}\n", number));
      response.headers.push_back({"Cache-Control", "max-age=3600"});
      co_await exchange.send(std::move(response));
      break;
    }
    default:
      co_await send_resource(exchange, "text/css; charset=utf-8",
                             to_bytes(fmt::format(".item-{} {{ color: #345; }}\n", number)));
  }
}

http::Task<> send_feed_page(http::Exchange& exchange) {
  constexpr std::uint64_t kFeedPages = 5;
  const std::uint64_t page = trailing_number(exchange.request().path);
  std::string html;
  if (page >= 1 && page <= kFeedPages) {
    for (int i = 1; i <= 6; ++i) {
      html += fmt::format(
          "<article class=card>Entry {} of page {} <img loading=lazy width=24 "
          "height=24 src=\"/item/{}\" alt=\"\"></article>\n",
          i, page, page * 400 + static_cast<std::uint64_t>(i) * 4);
    }
  }
  co_await send_html(exchange, html.empty() ? 404 : 200, html);
}

http::Task<> send_cacheable(http::Exchange& exchange) {
  http::Response response = http::make_response(200, "text/plain; charset=utf-8", "kept an hour\n");
  response.headers.push_back({"Cache-Control", "public, max-age=3600, immutable"});
  co_await exchange.send(std::move(response));
}

}  // namespace

void add_awkward_answers(Site& site) {
  site.route_prefix("/status/", send_status);
  site.route_prefix("/redirect/", redirect);
  site.route_prefix("/coded/", send_coded);
  site.route("/odd-headers", send_odd_headers);
  site.route("/sign-in", ask_for_sign_in);
  site.route("/attachment/report.txt", send_attachment);
  site.route_prefix("/item/", send_item);
  site.route_prefix("/feed/", send_feed_page);
  site.route("/cacheable.txt", send_cacheable);
}

}  // namespace sanad::range
