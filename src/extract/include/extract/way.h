// The way to a part, in one line of text that names one part only (docs/formats/parts.md).
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "extract/frames.h"

namespace sanad::extract {

inline constexpr std::string_view kArrow = " \xE2\x86\x92 ";  // " → " between two steps

// A name as a step: a backslash doubled; bytes that are no UTF-8, control characters, characters
// that turn the direction of text, and the arrow itself, each byte as \xHH. At most most bytes
// long: is_cut says whether something was left out.
std::string escape_step(std::string_view name, std::size_t most = std::string::npos,
                        bool* is_cut = nullptr);
Result<std::string> unescape_step(std::string_view step);

// way → step, or the one of them that is not empty.
std::string join_way(std::string_view way, std::string_view step);

// Steps for the parts of one item, all different: a name that is empty, was there before or is
// longer than kMaxStepBytes has its number behind it, "a.jpg\#3".
inline constexpr std::size_t kMaxStepBytes = 240;
class Steps {
 public:
  std::string of(const Part& part);

 private:
  std::set<std::string> seen_;
};

}  // namespace sanad::extract
