// Text in pictures, and in pages of PDF files that are pictures, by Tesseract. Only in the caged
// program sanad-ocr, which is one of its own since Tesseract brings 40 libraries that every other
// item would have to wait for.
//
// One model reads the Arabic script in all of its languages, and Latin. Where it is not sure, the
// model of the language that it seems to be reads again, and the surer of the two counts. Nastaliq
// is read badly by every model: docs/ocr.md has the errors, measured.
//
// Tested by ocr_test.cc.
#pragma once

#include <map>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "json/json.h"
#include "parts/parts.h"

namespace sanad::ocr {

// What Tesseract learned, in memory, since the cage opens no file.
class Models {
 public:
  // Before the cage. folder: empty for the one that the build found. kUnavailable: the package
  // tesseract-ocr-script-arab is missing; models of single languages may be.
  static Result<Models> load(const std::string& folder);
  // Null where it is missing.
  const std::string* find(const std::string& name) const;

 private:
  std::map<std::string, std::string> bytes_;
};

struct Limits {
  int page_seconds = 20;  // of computing, for reading one page once
  int all_seconds = 90;
  int pages = 30;  // that are read; of those that have a text of their own none is
};

inline constexpr int kMaxSide = 3000;  // of a page, pixels; larger pictures are made smaller first
inline constexpr std::size_t kMaxWords = 20'000;
inline constexpr double kMinWordConfidence = 10;  // of 100; less sure words are left out
inline constexpr double kMinPageConfidence = 40;  // the mean of a page that has a text at all
inline constexpr std::size_t kMinPageLetters = 4;

// {"ocr": {"engine", "text", "confidence", "pages" [{"page", "width", "height", "model",
// "confidence", "words" [{"offset", "length", "box", "confidence"}]}], "pages_left_out",
// "out_of_time"}, "languages", "scripts", "selectors" (with "in": "ocr")}. Without "text" where
// nothing could be read. kInvalid: neither a picture nor a PDF.
Result<json::Object> read_item(ByteView item, const Models& models, const Limits& limits);

}  // namespace sanad::ocr
