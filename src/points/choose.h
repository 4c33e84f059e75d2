#pragma once

#include "kernel.h"
#include "points/points.h"

namespace sanad::points {

const Kernel& choose(Instructions wanted);

}  // namespace sanad::points
