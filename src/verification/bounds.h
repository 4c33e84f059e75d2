// Places and times as a person writes them: checked, and kept with the digits that were written.
#pragma once

#include <cstdint>
#include <string_view>

namespace sanad::verification {

// Decimal degrees from -most to most, with at most 8 digits after the point: "24.8607".
bool is_degrees(std::string_view text, int most);
// "UTC", "unknown", or "UTC+05:00" to 18 hours.
bool is_zone(std::string_view text);
// A day and minute that there is: "2026-03-14T17:05".
bool is_local_minute(std::string_view text);

}  // namespace sanad::verification
