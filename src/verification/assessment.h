// Findings and what they rest on, shared by answers, places and times.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "verification/sheet.h"

namespace sanad::verification {

bool is_blank(std::string_view text);
Error invalid(std::string_view where, std::string_view what);

// value is an object, with none but these members.
Result<void> check_members(const json::Value& value, std::string_view where,
                           std::initializer_list<std::string_view> names);
// Empty if absent. kInvalid: no text, too long, or with control characters other than line ends and
// tabs.
Result<std::string> read_text(const json::Value& object, std::string_view where,
                              std::string_view name, std::size_t most);
// Absent: an empty one. kInvalid: no list, or too long.
Result<json::Array> read_list(const json::Value& object, std::string_view where,
                              std::string_view name, std::size_t most);

// The members "finding", "confidence", "reasons" and "evidence" of value.
Result<Assessment> read_assessment(const json::Value& value, std::string_view where);
void write_assessment(const Assessment& assessment, json::Object& to);
bool is_untouched(const Assessment& assessment);

}  // namespace sanad::verification
