// The words of RTF that do more than format, and the alphabets that its fonts name.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace sanad::parts {

enum class RtfGoal { kText, kSkipped, kSkippedWhole, kFonts, kPicture, kObject, kObjectData };

// What a word does, where it does more than format.
enum class RtfEffect {
  kGoal,  // this group is a destination
  kLine,
  kPage,
  kSpace,
  kSign,     // stands for a character
  kCharset,  // of the document
  kPicture   // how the picture is coded
};
struct RtfWord {
  RtfEffect effect;
  RtfGoal goal = RtfGoal::kText;
  std::string_view value = {};
};

const std::map<std::string_view, RtfWord>& rtf_words();

// By \fcharset (the numbers of Windows' LOGFONT); 0 and 1 mean the document's. Empty: not known.
std::string charset_of_font(long long number);

}  // namespace sanad::parts
