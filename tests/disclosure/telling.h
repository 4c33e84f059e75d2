// What lies are put together from.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "lies.h"

namespace sanad::disclosure {

// Each is false where there is nothing to change.
bool alter_member(json::Object& object, std::string_view name);  // a text
// A digit of a text, or of one of a list of texts.
bool alter_hex_in(json::Object& object, std::string_view name, Random& random);

// Of one line of a file of lines.
Lie of_line(std::string name, std::string_view folder,
            std::function<bool(json::Object&, Random&)> change, bool is_signed = true);
// Of the lines of one such file.
Lie of_lines(std::string name, std::string_view folder,
             std::function<bool(std::vector<std::string>&, Random&)> change);

// The body of an entry that is disclosed is changed, and its leaf made to agree with it.
Lie of_body(std::string name, std::string_view kind,
            std::function<bool(json::Object&, Random&)> change);

}  // namespace sanad::disclosure
