// What the tests of this folder share.
#pragma once

#include "base/time.h"

namespace sanad::identify {

inline constexpr Timestamp kNow{1'790'000'000'000};

}  // namespace sanad::identify
