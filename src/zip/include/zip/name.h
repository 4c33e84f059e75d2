// The names that an archive may hold: relative paths with "/" between their parts, in UTF-8.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sanad::zip {

inline constexpr std::size_t kMaxNameBytes = 1024;

// kInvalid, with the reason, for a name that is empty, longer than kMaxNameBytes, not UTF-8,
// absolute, or that holds a backslash, a control character, a drive letter ("c:") or a part that is
// empty, "." or
// "..". One "/" at the end names a folder.
Result<void> check_name(std::string_view name);

// Names seen so far. Two names that differ only in the case of ASCII letters count as one, since
// they overwrite each other where file systems ignore case; so do a file "a" and a folder "a/".
// Other letters are compared byte by byte: case and normalisation beyond ASCII are not folded.
class NameSet {
 public:
  // kConflict if the name, or a file at the place of one of its folders, is there already.
  Result<void> add(std::string_view name);

 private:
  std::set<std::string, std::less<>> files_;
  std::set<std::string, std::less<>> folders_;
  std::set<std::string, std::less<>> folder_entries_;
};

}  // namespace sanad::zip
