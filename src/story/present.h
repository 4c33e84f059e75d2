// Items as they are at one time: what is there, in which order, and beside what.
#pragma once

#include <map>
#include <string>

#include "json/json.h"
#include "members.h"
#include "story/course.h"
#include "story/world.h"

namespace sanad::story {

using Collections = std::map<std::string, json::Array, std::less<>>;

// Members that follow from others, on every object at any depth: "lang" (of what it is within) and
// "dir" beside it; of "at": "at_shown" (a clock of the site's offset), "at_date", "at_clock",
// "at_iso", "at_unix"; of "text": "text_html" with addresses as links. kInvalid: "at" is no
// instant.
Result<json::Value> with_derived(const json::Value& value, const Place& place,
                                 std::string_view lang, std::int64_t offset_minutes);

// "rtl" for Arabic, Urdu, Pashto, Sindhi, Persian; otherwise "ltr".
std::string_view direction_of(std::string_view lang);

// Without what is not there yet or no more, at any depth; objects in lists get "first" and "last".
json::Value present(const json::Value& value, const Happened& happened);
bool is_present(const json::Value& item, const Happened& happened);

// "first" and "last" of the objects of a list.
void mark_ends(json::Array& items);

// The collections of a site, ordered and joined as its kind says.
Collections present_collections(const Site& site, const SiteKind& kind, const Happened& happened);

// A member as text: a text itself, or a whole number.
std::string member_text(const json::Value& item, std::string_view member);

}  // namespace sanad::story
