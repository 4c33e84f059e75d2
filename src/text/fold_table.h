// The tables behind fold(): which code points separate words, which are removed, and what the
// others become. fold_table.cc is written by scripts/fold_tables.py.
#pragma once

#include <span>
#include <string_view>

namespace sanad::text {

struct CodeRange {
  char32_t first;
  char32_t last;
};

// The results of consecutive code points from first on; "(ae)" is one result of several letters.
struct Block {
  char32_t first;
  std::string_view results;
};

std::span<const CodeRange> separators();
std::span<const CodeRange> removed();
std::span<const Block> blocks();

}  // namespace sanad::text
