// What a new version of a list changes, so that only what is new is compared again.
// Tested by diff_test.cc.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "lists/model.h"

namespace sanad::lists {

struct ChangedEntry {
  std::size_t before = 0;                 // place in the old list's entries
  std::size_t after = 0;                  // place in the new list's entries
  std::vector<std::string_view> members;  // which differ: "labels", "feedback", …
};

struct Diff {
  std::vector<std::string_view> header;  // members of the list itself that differ
  std::vector<std::size_t> added;        // places in the new list's entries
  std::vector<std::size_t> removed;      // places in the old list's entries
  std::vector<ChangedEntry> changed;
  // Places in the new list whose content must be looked for in the past: what was added, and what
  // now lasts longer than before (it, or the list).
  std::vector<std::size_t> rescan;
  bool empty() const {
    return header.empty() && added.empty() && removed.empty() && changed.empty();
  }
};

// Entries are the same if signal and value are; an id that now names another value is therefore a
// removal and an addition. Both lists satisfy check_list.
Diff diff_lists(const List& before, const List& after);

}  // namespace sanad::lists
