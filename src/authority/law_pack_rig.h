#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "json/json.h"

namespace sanad::authority {

// A file of src/authority/testdata: invented law of Tirazan, and what can be wrong with it.
inline std::string testdata(const std::string& name) {
  std::ifstream file(std::string(SANAD_SOURCE_DIR "/src/authority/testdata/") + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

}  // namespace sanad::authority
