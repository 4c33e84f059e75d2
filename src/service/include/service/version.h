// The version that stands in every record.
#pragma once

#include <string_view>

namespace sanad::service {

inline constexpr std::string_view kVersion = SANAD_VERSION;

}  // namespace sanad::service
