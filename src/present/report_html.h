// Pieces of HTML that reports share.
#pragma once

#include <string>
#include <string_view>

namespace sanad::present {

// Text and attribute values; control characters become spaces.
std::string escape(std::string_view text);
// In a bdi element, since values may run the other way.
std::string value_or_unrecorded(std::string_view text);
// A table row: label and value.
void row(std::string& out, std::string_view label, std::string_view value);

}  // namespace sanad::present
