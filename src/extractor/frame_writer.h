// Frames: a byte that says what it is, its length as four bytes, big-endian, and that many bytes
// (docs/formats/parts.md).
#pragma once

#include <string_view>

#include "extractor/tasks.h"

namespace sanad::extractor {

Result<void> write_frame(const Write& write, char tag, ByteView payload);
Result<void> write_json(const Write& write, char tag, json::Object object);

class FrameSink final : public parts::Sink {
 public:
  explicit FrameSink(const Write& write) : write_(write) {}
  Result<void> begin(const parts::Part& part) override;
  Result<void> data(ByteView piece) override;
  Result<void> end(std::string_view problem, bool is_given_up) override;

 private:
  const Write& write_;
};

}  // namespace sanad::extractor
