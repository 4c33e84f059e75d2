// Pages that nest too deeply to be parsed as they are. An HTML parser asks for many a tag which of
// all elements that are still open it belongs to, so that a page of nothing but opened elements
// costs it their number squared: gumbo took eleven seconds for 12,500 nested blocks.
//
// Opened and closed elements are followed here, in one pass and with as many steps for a tag as
// there may be open elements, much as HTML closes them; where the two differ, this counts elements
// as open that are closed already. What stands too deep loses its tags and keeps its text.
//
// Source: HTML Living Standard, 13.2.5 and 13.2.6; browsers keep to the same limit of 512.
// Tested by html_nesting_test.cc.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sanad::parts {

inline constexpr std::size_t kMaxNesting = 512;

// The page without the tags of elements within more than most others; where one of them ended a
// line or a cell, white space stands for it. Nothing: the page does not nest so deeply.
std::optional<std::string> less_nested(std::string_view html, std::size_t most = kMaxNesting);

}  // namespace sanad::parts
