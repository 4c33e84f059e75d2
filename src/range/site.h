// A host of the range: routes to handlers in code, and the files of a content folder.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "http/server.h"

namespace sanad::range {

using PageHandler = std::function<http::Task<>(http::Exchange&)>;

class Site {
 public:
  // folder: under content/, empty for none.
  Site(std::string host, std::string folder);

  // An exact path, or every path that starts with one; the longest prefix wins. Routes come before
  // files.
  void route(std::string path, PageHandler handler);
  void route_prefix(std::string path, PageHandler handler);
  // Answers by the route, or the file ("/" is index.html), or with 404. Thread-safe once all routes
  // have been added.
  http::Task<> serve(http::Exchange& exchange) const;

  const std::string& host() const { return host_; }

 private:
  const PageHandler* find(std::string_view path) const;

  std::string host_;
  std::string folder_;
  std::map<std::string, PageHandler, std::less<>> exact_;
  std::map<std::string, PageHandler, std::less<>> prefixes_;
};

// A content file as text, empty if absent. name: "forum/thread.html".
std::string_view content(std::string_view name);

// Sends bytes of a fixed resource: ETag, conditional requests (304), ranges (206, 416).
http::Task<> send_resource(http::Exchange& exchange, std::string content_type, Bytes body,
                           http::Headers more = {});
http::Task<> send_html(http::Exchange& exchange, int status, std::string html);
http::Task<> send_text(http::Exchange& exchange, int status, std::string text);
http::Task<> send_redirect(http::Exchange& exchange, int status, std::string location);

// Query parameter as a number; fallback where absent or not a number, at most max.
std::uint64_t query_number(const http::Request& request, std::string_view name,
                           std::uint64_t fallback, std::uint64_t max);
// The number at the end of "/thread/12"; 0 where there is none.
std::uint64_t trailing_number(std::string_view path);

}  // namespace sanad::range
