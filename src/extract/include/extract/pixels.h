// Pictures pixel for pixel, decoded in the cage. Tested by pixels_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "extract/extract.h"

namespace sanad::extract {

// A still picture pixel for pixel, for what is cut out of it or covered. Up to kMaxWholePixels, the
// right way up, without transparency. kInvalid: no still picture, or it cannot be decoded. Else as
// cage::run().
inline constexpr std::uint64_t kMaxWholePixels = 50'000'000;
struct WholePicture {
  int width = 0;
  int height = 0;
  Bytes pixels;  // RGB, rows without padding
  bool damaged = false;
  std::string decoder;  // which library decoded it, and its version
};
Result<WholePicture> whole_picture(const Extractor& extractor, int input, std::string_view coding);

}  // namespace sanad::extract
