// What the files of this module share.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "ocr/ocr.h"

namespace sanad::ocr {

// Black on white or the like; rows without padding.
struct GreyPage {
  int number = 0;  // from 1
  int width = 0, height = 0;
  Bytes pixels;
};

// Calls on_page for each page that has no text of its own, until it says false. Answers how many
// there are. kInvalid: no picture and no PDF.
Result<int> pages_of(ByteView item, int most, const std::function<bool(const GreyPage&)>& on_page);

// Twice as large where the letters would be smaller than what the models have learned.
GreyPage legible(GreyPage page);

// Computing time of this process: a busy machine must not change what is read.
double cpu_seconds();

struct Word {
  std::string text;  // UTF-8
  double confidence = 0;
  int left = 0, top = 0, right = 0, bottom = 0;  // pixels of the page
  bool ends_line = false;
};

struct Reading {
  std::string model;
  std::vector<Word> words;
  double confidence = 0;  // mean over letters
  bool out_of_time = false;
};

// kPage: text in columns and lines. kScattered: words and lines anywhere, as in photographs and
// screenshots.
enum class Layout { kPage, kScattered };

// Tesseract with one model.
class Engine {
 public:
  // kUnavailable: the model cannot be used.
  static Result<std::unique_ptr<Engine>> open(const std::string& name, const std::string& bytes,
                                              Layout layout = Layout::kPage);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  Reading read(const GreyPage& page, int seconds);
  static std::string version();

 private:
  Engine();
  struct Tesseract;
  std::unique_ptr<Tesseract> tesseract_;
  std::string name_;
};

}  // namespace sanad::ocr
