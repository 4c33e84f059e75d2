#include <array>
#include <fstream>
#include <iterator>

#include "ocr/ocr.h"

namespace sanad::ocr {
namespace {

constexpr const char* kScriptModel = "Arabic";
constexpr std::array kModels = {kScriptModel, "eng", "ara", "fas", "pus", "snd", "urd"};

}  // namespace

Result<Models> Models::load(const std::string& folder) {
  Models models;
  const std::string from = folder.empty() ? SANAD_TESSDATA : folder;
  for (const char* name : kModels) {
    std::ifstream file(from + "/" + name + ".traineddata", std::ios::binary);
    if (!file) continue;
    models.bytes_[name] = std::string(std::istreambuf_iterator<char>(file), {});
  }
  if (models.find(kScriptModel) == nullptr) {
    return Error{ErrorCode::kUnavailable,
                 "text in pictures cannot be read here; install the package "
                 "tesseract-ocr-script-arab"};
  }
  return models;
}

const std::string* Models::find(const std::string& name) const {
  const auto at = bytes_.find(name);
  return at == bytes_.end() ? nullptr : &at->second;
}

}  // namespace sanad::ocr
