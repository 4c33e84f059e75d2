// Templates (Mustache): values into texts. Rendering is bounded, whatever the template and the
// values are. Tested by mustache_test.cc.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace sanad::story {

inline constexpr std::size_t kMaxTemplateBytes = 64u * 1024;
inline constexpr std::size_t kMaxSectionDepth = 16;
inline constexpr std::size_t kMaxPartialDepth = 8;
inline constexpr std::size_t kMaxLookups = 1'000'000;  // for one page
inline constexpr std::size_t kMaxPageBytes =
    8u * 1024 * 1024;  // an upper bound, counted on the way

enum class Escape { kHtml, kJson };

// Checks a template by itself: sections that end, names that are names, no change of delimiters.
// Answers the names of its partials ("{{> head}}").
Result<std::vector<std::string>> check_template(std::string_view text);

// Texts, numbers and true values of `context` by their names, dotted names from left to right; an
// empty text, false, null and an empty list are no value. partial: the text of a partial that
// check_template found. kLimit: too much of something. kInvalid: not a template.
using PartialOf = std::function<std::string(const std::string& name)>;
Result<std::string> render(const std::string& text, const json::Value& context, Escape escape,
                           const PartialOf& partial);

// The file that "{{> head}}" names within a template "page.html": "head.html".
std::string partial_file(std::string_view template_name, std::string_view partial);

}  // namespace sanad::story
