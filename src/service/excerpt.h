// Texts and details cut to a bounded length, with a mark, so that an answer or an entry of the
// ledger stays of a size that can be handled. Letters are code points.
#pragma once

#include <string_view>

#include "json/json.h"

namespace sanad::service {

// All of it if it has no more.
std::string_view first_letters(std::string_view text, std::size_t most);
std::string_view last_letters(std::string_view text, std::size_t most);

inline constexpr std::size_t kMaxDetailLetters = 2000;  // of one text in the details

// Long texts and, from their ends, long arrays are cut until the canonical form has no more than
// most bytes; then "cut" is true.
json::Object bounded(json::Object details, std::size_t most);

}  // namespace sanad::service
