// Numbers between JSON text and IEEE doubles. Private to the module.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sanad::json {

// ECMAScript Number::toString for base 10 (ECMA-262 section 6.1.6.1.20), which RFC 8785
// section 3.2.2.3 asks for. value: finite.
void append_number(std::string& out, double value);

// Length of the JSON number (RFC 8259 section 6) at the start of text; 0 if there is none.
std::size_t scan_number(std::string_view text);

// The nearest double to a text that scan_number() accepted whole; nullopt beyond the largest one.
std::optional<double> read_number(std::string_view text);

}  // namespace sanad::json
