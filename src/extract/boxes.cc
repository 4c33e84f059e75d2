// What "sanad-ocr boxes" writes, read as the answer of a stranger.
#include "extract/boxes.h"

#include <algorithm>
#include <array>

#include "ask.h"

namespace sanad::extract {
namespace {

constexpr std::size_t kMaxName = 100;
constexpr std::array<std::string_view, 3> kKinds = {"face", "plate", "text"};

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kMaxName &&
         std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool read_box(const json::Value& value, int width, int height, SuggestedBox& out) {
  out.kind = value["kind"].string_or("");
  out.by = value["by"].string_or("");
  const json::Array* box = value["box"].as_array();
  if (std::ranges::find(kKinds, out.kind) == kKinds.end() || !is_name(out.by) || box == nullptr ||
      box->size() != 4)
    return false;
  std::array<std::int64_t, 4> n{};
  for (std::size_t i = 0; i < 4; ++i) {
    n[i] = (*box)[i].int_or(-1);
    if (n[i] < 0 || n[i] > std::max(width, height)) return false;
  }
  if (n[2] < 1 || n[3] < 1 || n[0] + n[2] > width || n[1] + n[3] > height) return false;
  out.x = static_cast<int>(n[0]);
  out.y = static_cast<int>(n[1]);
  out.width = static_cast<int>(n[2]);
  out.height = static_cast<int>(n[3]);
  return true;
}

}  // namespace

Result<SuggestedBoxes> suggest_boxes(const Extractor& extractor, int input, int width, int height) {
  Extractor patient = extractor;
  patient.program = extractor.ocr_program;
  patient.pool = nullptr;  // it forks the other program
  patient.limits.wall_seconds = 4 * kOcrSeconds;
  patient.limits.cpu_seconds = kOcrSeconds;
  SANAD_TRY(const json::Value answer, ask(patient, input, {"boxes"}));
  const Error wrong{ErrorCode::kInvalid,
                    "the extractor's answer is no list of boxes: the item is not to be trusted"};
  const json::Array* found = answer["found"].as_array();
  if (found == nullptr || found->size() > kMaxSuggestedBoxes ||
      answer["width"].int_or(0) != width || answer["height"].int_or(0) != height)
    return wrong;
  SuggestedBoxes out;
  out.cut = answer["cut"].bool_or(true);
  for (const json::Value& one : *found) {
    SuggestedBox box;
    if (!read_box(one, width, height, box)) return wrong;
    out.boxes.push_back(std::move(box));
  }
  return out;
}

}  // namespace sanad::extract
