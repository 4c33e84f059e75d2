// Where in a picture there may be faces, number plates and text: boxes that are suggested to
// whoever hides something (docs/formats/redaction.md). Only in the caged program sanad-ocr.
//
// What a box holds is neither asked nor told: no text that was read leaves this, no feature of a
// face is computed, and nothing is compared with anything. Much is missed: docs/robustness.md has
// how much, measured.
//
// Tested by boxes_test.cc.
#pragma once

#include <string>
#include <vector>

#include "ocr/ocr.h"
#include "regions/cascade.h"

namespace sanad::ocr {

// What is known of faces and plates, in memory, since the cage opens no file.
class Cascades {
 public:
  // Before the cage. folder: empty for the one that the build found. kUnavailable: the package
  // opencv-data is missing.
  static Result<Cascades> load(const std::string& folder);

  struct Named {
    std::string name;
    regions::Cascade cascade;
  };
  const Named& frontal() const { return all_[0]; }
  const Named& profile() const { return all_[1]; }
  const Named& plate() const { return all_[2]; }

 private:
  std::vector<Named> all_;
};

inline constexpr int kSearchSide = 1'600;  // of a picture that is searched for faces and plates
inline constexpr int kTextSide = 3'000;    // and for text
inline constexpr int kTextSeconds = 60;    // of computing
inline constexpr std::size_t kMaxSuggestions = 1'000;  // of one kind

// {"width", "height", "found" [{"kind" ("face", "plate" or "text"), "by", "box" [x, y, width,
// height]}], "cut"}; boxes are in pixels of the picture the right way up, widened so that they
// cover what they were found for. cut: a limit was reached, and there may be more. kInvalid: no
// still picture, or one of more pixels than a redaction takes.
Result<json::Object> suggest_boxes(ByteView item, const Models& models, const Cascades& cascades);

}  // namespace sanad::ocr
