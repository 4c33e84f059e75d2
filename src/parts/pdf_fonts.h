// qpdf's headers are C++17, which clang does not take for more; so is this border.
#pragma once

#include <string>
#include <string_view>

#include "parts/fonts.h"

namespace sanad::parts {

// One page of a PDF, as a PDF of that page alone, in which fonts that are named and not brought
// along stand as files. page counts from 0. Empty where that cannot be done, or changes nothing.
std::string page_with_fonts(std::string_view pdf, int page, const LentFonts& fonts);

}  // namespace sanad::parts
