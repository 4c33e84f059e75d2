// Where in a picture there may be something to hide, looked for in the cage by sanad-ocr
// (docs/formats/redaction.md). Tested by boxes_test.cc.
#pragma once

#include <string>
#include <vector>

#include "extract/extract.h"

namespace sanad::extract {

inline constexpr std::size_t kMaxSuggestedBoxes = 3'000;

struct SuggestedBox {
  std::string kind;                         // "face", "plate" or "text"
  std::string by;                           // what found it
  int x = 0, y = 0, width = 0, height = 0;  // pixels of the picture, within it
};
struct SuggestedBoxes {
  std::vector<SuggestedBox> boxes;
  bool cut = false;  // a limit was reached: there may be more
};

// input: a still picture of this size. Takes seconds, and kOcrSeconds of computing at most. Errors:
// those of cage::run(); kInvalid: no still picture, or of another size; kUnavailable: what it needs
// is not installed.
Result<SuggestedBoxes> suggest_boxes(const Extractor& extractor, int input, int width, int height);

}  // namespace sanad::extract
