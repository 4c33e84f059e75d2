#include "pages.h"

#include <fmt/format.h>

#include <array>
#include <span>
#include <utility>

#include "base/embedded.h"
#include "call.h"

namespace sanad::server {

std::span<const EmbeddedFile> workbench_files();
std::span<const EmbeddedFile> replay_files();

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kMediaTypes = {
    {{".html", "text/html; charset=utf-8"},
     {".js", "text/javascript; charset=utf-8"},
     {".css", "text/css; charset=utf-8"},
     {".svg", "image/svg+xml"},
     {".png", "image/png"},
     {".woff2", "font/woff2"},
     {".woff", "font/woff"},
     {".json", "application/json"},
     {".ico", "image/x-icon"},
     {".txt", "text/plain; charset=utf-8"}}};

std::string_view media_type_of(std::string_view name) {
  for (const auto& [ending, type] : kMediaTypes) {
    if (name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

// Names with a digest in them never change their content.
bool is_immutable(std::string_view name) { return name.starts_with("assets/"); }

http::Response file_response(const EmbeddedFile& file, std::string policy) {
  return {200,
          "",
          {{"Content-Type", std::string(media_type_of(file.name))},
           {"Content-Security-Policy", std::move(policy)},
           {"X-Content-Type-Options", "nosniff"},
           {"Referrer-Policy", "no-referrer"},
           {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
           {"Cache-Control", is_immutable(file.name) ? "max-age=31536000, immutable" : "no-cache"}},
          to_bytes(file.bytes)};
}

constexpr std::string_view kNotBuilt =
    "<!doctype html><meta charset=utf-8><title>Sanad</title><p>This program was built without its "
    "workbench. Run ./run, or build the folder "
    "\"web\" first. The API answers under /api/v1.";

}  // namespace

http::Response workbench_file(std::string_view path, std::string_view archive_origin) {
  const std::string_view name = path.size() < 2 ? std::string_view("index.html") : path.substr(1);
  const EmbeddedFile* file = find_embedded(workbench_files(), name);
  if (!file && name == "index.html") {
    http::Response response = http::make_response(503, "text/html; charset=utf-8", kNotBuilt);
    response.headers.push_back(
        {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"});
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    return response;
  }
  if (!file) return error_response(404, "not_found", "there is nothing at this address");
  return file_response(
      *file,
      fmt::format("default-src 'none'; script-src 'self'; style-src "
                  "'self'; img-src 'self' data: blob:; font-src 'self'; "
                  "connect-src 'self'; media-src blob:; frame-src 'self' {}; base-uri 'none'; "
                  "form-action 'none'; frame-ancestors 'none'",
                  archive_origin));
}

http::Response replay_file(std::string_view name, std::string_view workbench_origin) {
  const EmbeddedFile* file = find_embedded(replay_files(), name);
  if (!file) return error_response(404, "not_found", "there is nothing at this address");
  // Archived pages come from the component's service worker, and so under this origin; nothing may
  // reach another one. The component itself styles and scripts inline, in frames of its own.
  http::Response response =
      file_response(*file, fmt::format("default-src 'self' data: blob: 'unsafe-inline' "
                                       "'unsafe-eval'; connect-src 'self'; form-action 'none'; "
                                       "frame-ancestors 'self' {}",
                                       workbench_origin));
  response.headers.push_back({"Service-Worker-Allowed", "/replay/"});
  return response;
}

}  // namespace sanad::server
