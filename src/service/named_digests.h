// What an entry names in the vault.
#pragma once

#include <set>
#include <string>

#include "json/json.h"

namespace sanad::service {

// Adds every member "sha256" within, and "header_sha256", which names the line of a package.
void collect_digests(const json::Value& value, std::set<std::string>& digests);

}  // namespace sanad::service
