// What the letters of the Arabic script say of a language.
#pragma once

#include <string>
#include <string_view>

namespace sanad::language {

// CLD2's answer for a segment in Arabic script ("" where it has none), set right where letters that
// one language alone has, or its commonest words, say otherwise. segment: well-formed UTF-8.
std::string correct_arabic_script(std::string_view segment, std::string_view of_cld2);

}  // namespace sanad::language
