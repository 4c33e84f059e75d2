// kinds/KIND/kind.json: what a kind of site answers, and with which templates.
#pragma once

#include "members.h"
#include "story/world.h"

namespace sanad::story {

inline constexpr std::size_t kMaxRoutes = 100;
inline constexpr std::size_t kMaxJoins = 8;

// Not the name of something else in a template.
bool is_collection_name(std::string_view name);

// By itself: that its files are there is for the caller to see.
Result<SiteKind> read_kind(const json::Value& value, const Place& place, std::string_view name);

// What the pattern of a route leaves of a path: nothing where it does not match; an empty text
// where it has no place.
std::optional<std::string_view> match(const Route& route, std::string_view path);
// The path that leads to it.
std::string path_of(const Route& route, std::string_view value);

// "text/html; charset=utf-8" and the like, by the ending of a name.
std::string type_of(std::string_view name);

}  // namespace sanad::story
