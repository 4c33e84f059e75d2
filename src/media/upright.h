// Pixels as they are to be looked at: not too many, and the right way up.
#pragma once

#include "media/preview.h"

namespace sanad::media {

struct Size {
  int width = 0;
  int height = 0;
};

// The same shape with a longer side of at most most; smaller ones stay.
Size fit(Size size, int most);

// pixels: RGB of a picture of that size as it is stored. orientation: of TIFF 6.0, 0x0112.
Preview upright(const Bytes& pixels, Size stored, int orientation);

}  // namespace sanad::media
