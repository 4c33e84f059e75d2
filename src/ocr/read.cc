#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "features/features.h"
#include "internal.h"
#include "language/language.h"
#include "text/fold.h"

namespace sanad::ocr {
namespace {

constexpr double kSure = 90;  // then no second model is asked
constexpr const char* kScriptModel = "Arabic";

const char* model_of(std::string_view language) {
  if (language == "ur" || language == "pa-Arab") return "urd";
  if (language == "ps") return "pus";
  if (language == "sd") return "snd";
  if (language == "fa") return "fas";
  if (language == "ar") return "ara";
  return "";
}

std::string text_of(const std::vector<Word>& words) {
  std::string text;
  for (const Word& word : words) text += word.text + (word.ends_line ? "\n" : " ");
  return text;
}

class Reader {
 public:
  Reader(const Models& models, const Limits& limits)
      : models_(models), limits_(limits), deadline_(cpu_seconds() + limits.all_seconds) {}

  // False: there is no time for more.
  bool page(const GreyPage& page) {
    Reading reading = read(kScriptModel, page);
    const std::string second = second_model(reading);
    if (!second.empty() && seconds_left() > 0) {
      Reading again = read(second, page);
      if (again.confidence > reading.confidence) reading = std::move(again);
    }
    keep(page, reading);
    return seconds_left() > 0 && !failed_;
  }

  Result<json::Object> finish(int pages_found) {
    if (failed_) return *failed_;
    json::Object ocr{{"engine", Engine::version()}, {"pages", json::Value(std::move(pages_))}};
    if (pages_found > pages_read_) ocr.set("pages_left_out", pages_found - pages_read_);
    if (out_of_time_) ocr.set("out_of_time", true);
    json::Object out;
    if (!text_.empty()) {
      ocr.set("confidence", std::round(confidence_ / static_cast<double>(text_.size())));
      features::add_languages(text_, out);
      features::add_selectors(text_, "ocr", {}, out);
      ocr.set("text", std::move(text_));
    }
    out.set("ocr", std::move(ocr));
    return out;
  }

 private:
  int seconds_left() const { return static_cast<int>(deadline_ - cpu_seconds()); }

  Reading read(const std::string& model, const GreyPage& page) {
    std::unique_ptr<Engine>& engine = engines_[model];
    if (!engine) {
      auto opened = Engine::open(model, *models_.find(model));
      if (!opened.ok()) {
        failed_ = opened.error();
        return {};
      }
      engine = std::move(*opened);
    }
    Reading reading = engine->read(page, std::clamp(seconds_left(), 0, limits_.page_seconds));
    out_of_time_ |= reading.out_of_time;
    return reading;
  }

  // Of the language that the first reading seems to be in, where it was not sure of its letters.
  std::string second_model(const Reading& reading) const {
    if (reading.words.empty() || reading.confidence >= kSure) return "";
    const auto found = language::identify(text_of(reading.words));
    if (!found.ok() || found->scripts.empty()) return "";
    std::string model;
    if (found->scripts.front().script == text::Script::kLatin) model = "eng";
    if (!found->languages.empty() && found->scripts.front().script == text::Script::kArabic)
      model = model_of(found->languages.front().code);
    return model.empty() || models_.find(model) == nullptr ? "" : model;
  }

  void keep(const GreyPage& page, const Reading& reading) {
    ++pages_read_;
    json::Object line{{"page", page.number}, {"width", page.width}, {"height", page.height}};
    if (reading.confidence >= kMinPageConfidence) {
      line.set("model", reading.model);
      line.set("confidence", std::round(reading.confidence));
      line.set("words", words_json(reading));
    }
    pages_.emplace_back(std::move(line));
  }

  // Appends the words to the text.
  json::Array words_json(const Reading& reading) {
    json::Array words;
    if (!text_.empty()) text_ += '\f';
    for (const Word& word : reading.words) {
      words.emplace_back(json::Object{
          {"offset", text_.size()},
          {"length", word.text.size()},
          {"box", json::Array{word.left, word.top, word.right - word.left, word.bottom - word.top}},
          {"confidence", std::round(word.confidence)}});
      text_ += word.text + (word.ends_line ? "\n" : " ");
      confidence_ += word.confidence * static_cast<double>(word.text.size() + 1);
    }
    return words;
  }

  const Models& models_;
  const Limits& limits_;
  double deadline_;
  std::map<std::string, std::unique_ptr<Engine>> engines_;
  std::optional<Error> failed_;
  json::Array pages_;
  std::string text_;
  double confidence_ = 0;  // by bytes of text
  int pages_read_ = 0;
  bool out_of_time_ = false;
};

}  // namespace

Result<json::Object> read_item(ByteView item, const Models& models, const Limits& limits) {
  Reader reader(models, limits);
  SANAD_TRY(const int found,
            pages_of(item, limits.pages, [&](const GreyPage& page) { return reader.page(page); }));
  return reader.finish(found);
}

}  // namespace sanad::ocr
