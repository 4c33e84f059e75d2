// A text as a QR code (ISO/IEC 18004), by libqrencode. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace sanad::present {

// An SVG element of one path, with the quiet zone that the standard asks for; error correction "M":
// 15 % of it may be unreadable. label: what it is, for who does not see it. kLimit: the largest
// code does not hold the text.
Result<std::string> qr_svg(std::string_view text, std::string_view label);

}  // namespace sanad::present
