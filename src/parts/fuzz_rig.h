// Opening any bytes as an item, for fuzz targets.
#pragma once

#include "base/utf8.h"
#include "parts/parts.h"

namespace sanad::parts {

class Counter final : public Sink {
 public:
  explicit Counter(const Limits& limits) : limits_(limits) {}
  Result<void> begin(const Part& part) override {
    if (is_open_ || part.name.size() > kMaxNameBytes) __builtin_trap();
    if (++parts_ > limits_.parts) __builtin_trap();
    is_open_ = true;
    part_bytes_ = 0;
    return {};
  }
  Result<void> data(ByteView piece) override {
    bytes_ += piece.size();
    part_bytes_ += piece.size();
    if (!is_open_ || bytes_ > limits_.bytes || part_bytes_ > limits_.part_bytes) __builtin_trap();
    return {};
  }
  Result<void> end(std::string_view, bool) override {
    if (!is_open_) __builtin_trap();
    is_open_ = false;
    return {};
  }
  bool is_open() const { return is_open_; }

 private:
  const Limits& limits_;
  std::uint64_t parts_ = 0, bytes_ = 0, part_bytes_ = 0;
  bool is_open_ = false;
};

// Traps where a part does not end, a limit does not hold, or a text is none.
inline void open_as(Kind kind, ByteView item, const Hints& hints = {}) {
  const Limits limits{.parts = 50, .bytes = 1 << 20, .part_bytes = 1 << 18};
  Counter counter(limits);
  if (!open(item, kind, hints, limits, counter).ok() || counter.is_open()) __builtin_trap();
  if (const auto text = text_of(item, kind, hints)) {
    if (text->text.size() > kMaxTextBytes * 2 ||
        utf8_prefix_length(text->text) != text->text.size())
      __builtin_trap();
  }
}

}  // namespace sanad::parts
