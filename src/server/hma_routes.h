// What partners' programs may ask, under /hma: lookups and hashes in the shapes of Meta's
// Hasher-Matcher-Actioner 2 (docs/partners.md says which, and what differs). A bearer token opens
// them, never the workbench's session; each token has a rate, and so have failures of an address.
// Nothing is fetched from anywhere for a partner. Tested by hma_routes_test.cc.
#pragma once

#include <atomic>
#include <string>
#include <variant>
#include <vector>

#include "http/server.h"
#include "rate_limit.h"
#include "service/partners.h"

namespace sanad::server {

inline constexpr std::string_view kHmaPrefix = "/hma";
// Of one address, all that it gets wrong: sign-in, tokens.
inline constexpr std::int64_t kFailuresPerMinute = 30;
// With the frame of its form.
inline constexpr std::uint64_t kMaxPartnerBodyBytes = 64ULL * 1024 * 1024;
// Of files: the others of the server's threads are the workbench's.
inline constexpr int kMaxHashesAtOnce = 2;

// Whether the request brings a bearer token, valid or not.
bool has_bearer(const http::Request& request);

// "GET /hma/m/lookup" for all that is answered: each stands in api/openapi.json.
std::vector<std::string> hma_operations();

class Hma {
 public:
  // Both are borrowed. failures: by address, shared with sign-in.
  Hma(service::Workspace& workspace, RateLimiter& failures)
      : workspace_(workspace), failures_(failures) {}

  // path: as received, without the prefix.
  http::Task<> handle(http::Exchange& exchange, std::string path);
  // Whether a body is worth reading.
  http::BodyLeave check_head(const http::Request& head);

  // The token that a request brings, as a bearer or as the password of HTTP Basic (any user name),
  // after one request was taken from its rate; or the refusal. Used by TAXII too.
  std::variant<records::Token, http::Response> admit(const http::Request& request);

  // One request and who asks.
  struct Asked {
    service::Workspace& workspace;
    const http::Request& request;
    records::Token token;
    std::string name;       // of the path
    http::Headers headers;  // for the answer
  };

 private:
  http::Response answer(const http::Request& request, const std::string& path);
  // The token, or the refusal.
  std::variant<records::Token, http::Response> who_asks(const http::Request& request);

  service::Workspace& workspace_;
  RateLimiter& failures_;
  RateLimiter requests_;  // by token
  std::atomic<int> hashing_{0};
};

}  // namespace sanad::server
