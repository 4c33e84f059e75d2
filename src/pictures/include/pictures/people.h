// A painted face and a painted number plate, of nobody and nothing, for tests of what looks for
// such: the same bytes on every machine.
#pragma once

#include "pictures/pictures.h"

namespace sanad::pictures {

// A face that looks at the viewer, in a square of size pixels whose upper left corner is (x, y);
// what is outside of the picture is left out. picture: of three channels.
void paint_face(Picture& picture, int x, int y, int size);

// A plate of letters and digits, white with a dark frame, width pixels wide and a quarter of that
// high.
void paint_plate(Picture& picture, int x, int y, int width);

// Turned by a quarter, clockwise.
Picture turned(const Picture& picture);

}  // namespace sanad::pictures
