#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>
#include <tesseract/resultiterator.h>

#include <ctime>

#include "internal.h"

namespace sanad::ocr {

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

struct Engine::Tesseract {
  tesseract::TessBaseAPI api;
};

Engine::Engine() : tesseract_(std::make_unique<Tesseract>()) {}
Engine::~Engine() { tesseract_->api.End(); }

std::string Engine::version() {
  return std::string("tesseract ") + tesseract::TessBaseAPI::Version();
}

Result<std::unique_ptr<Engine>> Engine::open(const std::string& name, const std::string& bytes,
                                             Layout layout) {
  std::unique_ptr<Engine> engine(new Engine);
  engine->name_ = name;
  const int failed = engine->tesseract_->api.Init(bytes.data(), static_cast<int>(bytes.size()),
                                                  name.c_str(), tesseract::OEM_LSTM_ONLY, nullptr,
                                                  0, nullptr, nullptr, false, nullptr);
  if (failed != 0) {
    return Error{ErrorCode::kUnavailable, "what Tesseract learned of " + name +
                                              " cannot be used; install its package again"};
  }
  engine->tesseract_->api.SetPageSegMode(layout == Layout::kPage ? tesseract::PSM_AUTO
                                                                 : tesseract::PSM_SPARSE_TEXT);
  return engine;
}

namespace {

struct Deadline {
  double at = 0;
  bool was_reached = false;
  static bool is_over(void* self, int) {
    auto& deadline = *static_cast<Deadline*>(self);
    deadline.was_reached |= cpu_seconds() > deadline.at;
    return deadline.was_reached;
  }
};

// Letters and digits; 0 for what is nothing but signs.
std::size_t letters_in(std::string_view word) {
  std::size_t letters = 0;
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_ascii_letter =
        (byte >= '0' && byte <= '9') || ((byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z');
    letters += byte >= 0xC0 || is_ascii_letter ? 1U : 0U;
  }
  return letters;
}

// Words, and the mean of their confidence with that of those that are left out.
void take_words(tesseract::TessBaseAPI& api, Reading& out) {
  constexpr auto kWord = tesseract::RIL_WORD;
  const std::unique_ptr<tesseract::ResultIterator> at(api.GetIterator());
  if (!at || at->Empty(kWord)) return;
  std::size_t letters = 0;
  double sum = 0;
  do {
    const std::unique_ptr<char[]> text(at->GetUTF8Text(kWord));
    const std::size_t of_word = text ? letters_in(text.get()) : 0;
    Word word;
    word.confidence = at->Confidence(kWord);
    word.ends_line = at->IsAtFinalElement(tesseract::RIL_TEXTLINE, kWord);
    letters += of_word;
    sum += word.confidence * static_cast<double>(of_word);
    const bool is_read = of_word > 0 && word.confidence >= kMinWordConfidence &&
                         at->BoundingBox(kWord, &word.left, &word.top, &word.right, &word.bottom);
    if (is_read) {
      word.text = text.get();
      out.words.push_back(std::move(word));
    } else if (word.ends_line && !out.words.empty()) {
      out.words.back().ends_line = true;
    }
  } while (out.words.size() < kMaxWords && at->Next(kWord));
  // A speck or two is no text.
  if (letters < kMinPageLetters)
    out.words.clear();
  else
    out.confidence = sum / static_cast<double>(letters);
}

}  // namespace

Reading Engine::read(const GreyPage& page, int seconds) {
  Reading out;
  out.model = name_;
  tesseract::TessBaseAPI& api = tesseract_->api;
  api.SetImage(page.pixels.data(), page.width, page.height, 1, page.width);
  Deadline deadline{cpu_seconds() + seconds};
  tesseract::ETEXT_DESC monitor;
  monitor.cancel = Deadline::is_over;
  monitor.cancel_this = &deadline;
  const int failed = api.Recognize(&monitor);
  out.out_of_time = deadline.was_reached;
  if (failed == 0 || out.out_of_time) take_words(api, out);
  api.Clear();
  return out;
}

}  // namespace sanad::ocr
