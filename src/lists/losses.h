// Counts what an export leaves out, in the order in which it was first met.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lists/export.h"

namespace sanad::lists {

class Losses {
 public:
  void add(std::string_view sentence, std::uint64_t count = 1) {
    if (count == 0) return;
    for (auto& loss : losses_) {
      if (loss.sentence != sentence) continue;
      loss.count += count;
      return;
    }
    losses_.push_back({std::string(sentence), count});
  }
  void add_if(bool holds, std::string_view sentence) { add(sentence, holds ? 1 : 0); }
  std::vector<Loss> take() { return std::move(losses_); }

 private:
  std::vector<Loss> losses_;
};

}  // namespace sanad::lists
