#pragma once

#include <cmath>

namespace sanad::identify {

inline double rounded(double value) { return std::round(value * 1000) / 1000; }
// A share of 1 is the same: distances count downwards.
inline double distance_of(double share) { return rounded(1 - share); }

}  // namespace sanad::identify
