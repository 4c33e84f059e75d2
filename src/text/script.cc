// Scripts by block (Unicode 14, Blocks.txt). Blocks are coarser than the Script property: enough to
// say what a passage is written in.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "decode.h"
#include "text/fold.h"

namespace sanad::text {
namespace {

struct BlockScript {
  char32_t first;
  char32_t last;
  Script script;
};

// Ascending.
constexpr BlockScript kScripts[] = {
    {0x41, 0x5A, Script::kLatin},          {0x61, 0x7A, Script::kLatin},
    {0xAA, 0xAA, Script::kLatin},          {0xBA, 0xBA, Script::kLatin},
    {0xC0, 0xD6, Script::kLatin},          {0xD8, 0xF6, Script::kLatin},
    {0xF8, 0x2AF, Script::kLatin},         {0x370, 0x3FF, Script::kGreek},
    {0x400, 0x52F, Script::kCyrillic},     {0x530, 0x58F, Script::kArmenian},
    {0x590, 0x5FF, Script::kHebrew},       {0x600, 0x605, Script::kArabic},
    {0x608, 0x608, Script::kArabic},       {0x60B, 0x60B, Script::kArabic},
    {0x60D, 0x61A, Script::kArabic},       {0x61C, 0x61E, Script::kArabic},
    {0x620, 0x63F, Script::kArabic},       {0x641, 0x64A, Script::kArabic},
    {0x656, 0x65F, Script::kArabic},       {0x66E, 0x66F, Script::kArabic},
    {0x671, 0x6DC, Script::kArabic},       {0x6DE, 0x6FF, Script::kArabic},
    {0x700, 0x74F, Script::kSyriac},       {0x750, 0x77F, Script::kArabic},
    {0x780, 0x7BF, Script::kThaana},       {0x7C0, 0x85F, Script::kOther},
    {0x860, 0x86F, Script::kSyriac},       {0x870, 0x8FF, Script::kArabic},
    {0x900, 0x963, Script::kDevanagari},   {0x966, 0x97F, Script::kDevanagari},
    {0x980, 0xDFF, Script::kOtherIndic},   {0xE00, 0xE7F, Script::kThai},
    {0xE80, 0x109F, Script::kOther},       {0x10A0, 0x10FF, Script::kGeorgian},
    {0x1100, 0x11FF, Script::kHangul},     {0x1200, 0x139F, Script::kEthiopic},
    {0x13A0, 0x1C7F, Script::kOther},      {0x1C80, 0x1C8F, Script::kCyrillic},
    {0x1C90, 0x1CBF, Script::kGeorgian},   {0x1D00, 0x1DBF, Script::kLatin},
    {0x1E00, 0x1EFF, Script::kLatin},      {0x1F00, 0x1FFF, Script::kGreek},
    {0x2C60, 0x2C7F, Script::kLatin},      {0x2D00, 0x2D2F, Script::kGeorgian},
    {0x2D80, 0x2DDF, Script::kEthiopic},   {0x2DE0, 0x2DFF, Script::kCyrillic},
    {0x2E80, 0x2FDF, Script::kHan},        {0x3005, 0x3007, Script::kHan},
    {0x3041, 0x30FF, Script::kKana},       {0x3130, 0x318F, Script::kHangul},
    {0x31F0, 0x31FF, Script::kKana},       {0x3400, 0x4DBF, Script::kHan},
    {0x4E00, 0x9FFF, Script::kHan},        {0xA000, 0xA63F, Script::kOther},
    {0xA640, 0xA69F, Script::kCyrillic},   {0xA720, 0xA7FF, Script::kLatin},
    {0xA8E0, 0xA8FF, Script::kDevanagari}, {0xAB30, 0xAB6F, Script::kLatin},
    {0xAC00, 0xD7FF, Script::kHangul},     {0xF900, 0xFAFF, Script::kHan},
    {0xFB00, 0xFB06, Script::kLatin},      {0xFB13, 0xFB17, Script::kArmenian},
    {0xFB1D, 0xFB4F, Script::kHebrew},     {0xFB50, 0xFDFF, Script::kArabic},
    {0xFE70, 0xFEFC, Script::kArabic},     {0xFF21, 0xFF3A, Script::kLatin},
    {0xFF41, 0xFF5A, Script::kLatin},      {0xFF66, 0xFF9F, Script::kKana},
    {0x10000, 0x1CFFF, Script::kOther},    {0x1D400, 0x1D6A5, Script::kLatin},
    {0x1EE00, 0x1EEFF, Script::kArabic},   {0x20000, 0x3134F, Script::kHan},
};

constexpr Script look_up(char32_t code_point) {
  const auto* after =
      std::upper_bound(std::begin(kScripts), std::end(kScripts), code_point,
                       [](char32_t c, const BlockScript& b) { return c < b.first; });
  if (after == std::begin(kScripts) || code_point > (after - 1)->last) return Script::kCommon;
  return (after - 1)->script;
}

// Of the alphabets of most texts, by their place.
constexpr std::size_t kNear = 0x800;
constexpr std::array<Script, kNear> kNearScripts = [] {
  std::array<Script, kNear> near{};
  for (std::size_t i = 0; i < near.size(); ++i) near[i] = look_up(static_cast<char32_t>(i));
  return near;
}();

}  // namespace

Script script_of(char32_t code_point) {
  return code_point < kNear ? kNearScripts[code_point] : look_up(code_point);
}

std::string_view script_name(Script script) {
  constexpr std::string_view kNames[] = {
      "common",   "latin",    "greek",  "cyrillic",   "armenian",    "hebrew",
      "arabic",   "syriac",   "thaana", "devanagari", "other-indic", "thai",
      "georgian", "ethiopic", "hangul", "kana",       "han",         "other"};
  return kNames[static_cast<std::size_t>(script)];
}

bool is_unspaced(char32_t letter) {
  const Script script = script_of(letter);
  return script == Script::kHan || script == Script::kKana || script == Script::kThai ||
         (letter >= 0xE80 && letter <= 0xEFF) || (letter >= 0x1000 && letter <= 0x109F) ||
         (letter >= 0x1780 && letter <= 0x17FF);
}

Result<std::vector<ScriptRun>> script_runs(std::string_view text) {
  if (text.size() > kMaxTextBytes) {
    return Error{ErrorCode::kLimit,
                 fmt::format("The text is longer than {} MiB; split it.", kMaxTextBytes >> 20)};
  }
  std::vector<ScriptRun> runs;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto begin = static_cast<std::uint32_t>(at);
    const Script script = script_of(decode_one(text, at));
    const auto end = static_cast<std::uint32_t>(at);
    if (runs.empty() || (script != Script::kCommon && runs.back().script != Script::kCommon &&
                         script != runs.back().script)) {
      runs.push_back({script, {begin, end}});
    } else {
      if (runs.back().script == Script::kCommon) runs.back().script = script;
      runs.back().range.end = end;
    }
  }
  return runs;
}

}  // namespace sanad::text
