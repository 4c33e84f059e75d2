// Filling HTML templates: {{name}} is replaced by the escaped value, {{{name}}} by the value as it
// is. A name without a value becomes nothing.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace sanad::range {

using TemplateValues = std::map<std::string, std::string, std::less<>>;
std::string render(std::string_view html, const TemplateValues& values);

}  // namespace sanad::range
