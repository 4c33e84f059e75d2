// The small search engine: pages of items, and front pages, that hold all words of a query.
#pragma once

#include <map>
#include <string_view>

#include "json/json.h"
#include "story/course.h"
#include "story/world.h"

namespace sanad::story {

inline constexpr std::size_t kMaxFound = 50;

// [{"url", "title", "excerpt", "lang", "dir", "host"}, ...] in the order of hosts and collections.
// Words are compared as folded texts (docs/text-folding.md). Sites and items that say
// "unlisted": true are left out.
json::Array find_pages(const World& world, const std::map<std::string, Site, std::less<>>& sites,
                       std::string_view query, const Happened& happened);

}  // namespace sanad::story
