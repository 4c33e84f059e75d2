// TAXII 2.1 (OASIS Standard, 10 June 2021) for partners' programs: discovery under /taxii2/, one
// API root under /taxii2/indicators/, and in it collections of released indicators, read only. A
// partner's token of the scope "indicators" opens it, as a bearer token or as the password of HTTP
// Basic. docs/sharing.md says what is answered. Tested by taxii_routes_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hma_routes.h"
#include "http/server.h"

namespace sanad::server {

inline constexpr std::string_view kTaxiiPrefix = "/taxii2";

// "GET /taxii2/" for all that is answered: each stands in api/openapi.json.
std::vector<std::string> taxii_operations();

class Taxii {
 public:
  // Both are borrowed. door: who lets partners' programs in.
  Taxii(service::Workspace& workspace, Hma& door) : workspace_(workspace), door_(door) {}

  // path: as received, with the prefix.
  http::Task<> handle(http::Exchange& exchange, std::string path);
  http::Response answer(const http::Request& request, const std::string& path);

 private:
  service::Workspace& workspace_;
  Hma& door_;
};

}  // namespace sanad::server
