#include "parts/fonts.h"

#include <cstddef>
#include <fstream>
#include <iterator>

namespace sanad::parts {
namespace {

constexpr const char* kNames[3][4] = {
    {SANAD_NOTO "/NotoSans-Regular.ttf", SANAD_NOTO "/NotoSans-Bold.ttf",
     SANAD_NOTO "/NotoSans-Italic.ttf", SANAD_NOTO "/NotoSans-BoldItalic.ttf"},
    {SANAD_NOTO "/NotoSerif-Regular.ttf", SANAD_NOTO "/NotoSerif-Bold.ttf",
     SANAD_NOTO "/NotoSerif-Italic.ttf", SANAD_NOTO "/NotoSerif-BoldItalic.ttf"},
    {SANAD_DEJAVU "/DejaVuSansMono.ttf", SANAD_DEJAVU "/DejaVuSansMono-Bold.ttf",
     SANAD_DEJAVU "/DejaVuSansMono-Oblique.ttf", SANAD_DEJAVU "/DejaVuSansMono-BoldOblique.ttf"}};

}  // namespace

LentFonts load_fonts() {
  LentFonts fonts;
  for (std::size_t family = 0; family < 3; ++family) {
    for (std::size_t style = 0; style < 4; ++style) {
      std::ifstream file(kNames[family][style], std::ios::binary);
      fonts.files[family][style].assign(std::istreambuf_iterator<char>(file), {});
    }
  }
  return fonts;
}

}  // namespace sanad::parts
