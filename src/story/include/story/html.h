// Text within HTML, also within quoted attributes. Tested by mustache_test.cc.
#pragma once

#include <string>
#include <string_view>

namespace sanad::story {

std::string escape_html(std::string_view text);

}  // namespace sanad::story
