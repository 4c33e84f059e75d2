// Any bytes as an item of every kind: no crash, each part ends, and limits hold.
#include <cstddef>
#include <cstdint>

#include "base/utf8.h"
#include "parts/parts.h"

namespace {

using namespace sanad;

class Counter final : public parts::Sink {
 public:
  explicit Counter(const parts::Limits& limits) : limits_(limits) {}
  Result<void> begin(const parts::Part& part) override {
    if (is_open_ || part.name.size() > parts::kMaxNameBytes) __builtin_trap();
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
  const parts::Limits& limits_;
  std::uint64_t parts_ = 0, bytes_ = 0, part_bytes_ = 0;
  bool is_open_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  [[maybe_unused]] static const bool kIsPrepared = (parts::prepare(), true);
  const parts::Limits limits{.parts = 50, .bytes = 1 << 20, .part_bytes = 1 << 18};
  const parts::Hints hints{(data[0] & 1U) != 0   ? "html"
                           : (data[0] & 2U) != 0 ? "mail"
                                                 : "",
                           (data[0] & 4U) != 0 ? "windows-1256" : ""};
  const ByteView item(data + 1, size - 1);
  const parts::Kind kind = parts::kind_of(item, hints);
  Counter counter(limits);
  if (!parts::open(item, kind, hints, limits, counter).ok() || counter.is_open()) __builtin_trap();
  if (const auto text = parts::text_of(item, kind, hints)) {
    if (text->text.size() > parts::kMaxTextBytes * 2 ||
        utf8_prefix_length(text->text) != text->text.size())
      __builtin_trap();
  }
  return 0;
}
