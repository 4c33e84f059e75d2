// Fonts of this machine, for letters of documents that bring none along. Read before the cage,
// which opens no file. In words of C++17, for those who include qpdf's headers.
#pragma once

#include <array>
#include <string>

namespace sanad::parts {

enum class Family { kSans, kSerif, kMono };

struct LentFonts {
  // TrueType files by Family, and then by 1 for bold and 2 for slanted. Empty where the machine has
  // none.
  std::array<std::array<std::string, 4>, 3> files;
};

// A few megabytes. What is not there stays empty, and its letters are not drawn.
LentFonts load_fonts();

}  // namespace sanad::parts
