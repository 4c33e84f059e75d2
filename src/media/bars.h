// Black bars around a frame, as players and editors add them.
#pragma once

#include <optional>

#include "pdq/pdq.h"

namespace sanad::media {

// What lies within them; borrows from frame. Absent: there are none of at least one in 50 of a
// side, or less than a third of a side would be left. A dark edge of a picture may be taken for
// one, so this is for a further look, never for the only one.
std::optional<pdq::Raster> within_bars(const pdq::Raster& frame);

}  // namespace sanad::media
