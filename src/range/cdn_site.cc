// The media host, on another site than the pages that use it: generated images and sounds, and an
// endpoint that other origins may call.
#include <fmt/format.h>

#include "media.h"
#include "sites.h"

namespace sanad::range {
namespace {

constexpr std::uint64_t kMaxShownSide = 1600;

http::Task<> send_image(http::Exchange& exchange, std::uint64_t seed) {
  const http::Request& request = exchange.request();
  std::string_view name = request.path;
  if (name.ends_with(".png")) name.remove_suffix(4);
  const auto width = static_cast<std::uint32_t>(query_number(request, "w", 160, kMaxShownSide));
  const auto height = static_cast<std::uint32_t>(query_number(request, "h", 120, kMaxShownSide));
  Bytes png = make_png(width, height, seed * 1000 + trailing_number(name));
  co_await send_resource(exchange, "image/png", std::move(png));
}

http::Task<> send_sound(http::Exchange& exchange, std::uint64_t seed) {
  std::string_view name = exchange.request().path;
  if (name.ends_with(".wav")) name.remove_suffix(4);
  Bytes wav = make_wav(1500, seed * 1000 + trailing_number(name));
  co_await send_resource(exchange, "audio/wav", std::move(wav));
}

// Asks for a preflight when called with PUT or a custom header.
http::Task<> answer_cross_origin(http::Exchange& exchange) {
  const http::Request& request = exchange.request();
  http::Response response = http::make_response(
      200, "application/json",
      fmt::format("{{\"method\":\"{}\",\"bytes\":{}}}\n", request.method, request.body.size()));
  if (request.method == "OPTIONS") response = http::make_response(204, "text/plain", "");
  const std::string origin(request.header("Origin"));
  response.headers.push_back({"Access-Control-Allow-Origin", origin.empty() ? "*" : origin});
  response.headers.push_back({"Access-Control-Allow-Methods", "GET, PUT, POST"});
  response.headers.push_back({"Access-Control-Allow-Headers", "X-Range-Test, Content-Type"});
  response.headers.push_back({"Access-Control-Max-Age", "0"});
  response.headers.push_back({"Vary", "Origin"});
  co_await exchange.send(std::move(response));
}

}  // namespace

Site make_cdn(std::uint64_t seed) {
  Site site("cdn.sahilmedia.example", "cdn");
  site.route_prefix("/image/",
                    [seed](http::Exchange& exchange) { return send_image(exchange, seed); });
  site.route_prefix("/sound/",
                    [seed](http::Exchange& exchange) { return send_sound(exchange, seed); });
  site.route("/cross-origin", answer_cross_origin);
  return site;
}

}  // namespace sanad::range
