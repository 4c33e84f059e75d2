// What an importer gives on, within the limits.
#pragma once

#include <string>
#include <string_view>

#include "intake/intake.h"

namespace sanad::intake {

class Delivery {
 public:
  Delivery(std::uint64_t source_bytes, const Limits& limits, Sink& sink);

  // Of each: kLimit where a limit ends the import (is_full() then), else errors of the sink.
  Result<void> record(json::Object record);
  Result<void> begin_part(Part part);
  // False: the part is longer than is wanted; end it.
  Result<bool> data(ByteView piece);
  Result<void> end_part(std::string_view problem = "");
  Result<void> whole_part(Part part, ByteView bytes);
  Result<void> unread(std::string_view reason, std::optional<std::uint64_t> offset = {},
                      std::optional<std::uint64_t> length = {});

  void problem(std::string_view what);
  void set_charset(std::string charset) { summary_.charset = std::move(charset); }
  std::uint64_t records() const { return summary_.records; }
  bool is_full() const { return is_full_; }
  Summary finish() { return std::move(summary_); }

 private:
  Error full(std::string_view what);

  const Limits& limits_;
  Sink& sink_;
  Summary summary_;
  std::uint64_t most_bytes_, bytes_ = 0, part_bytes_ = 0;
  std::string given_up_;  // why
  bool is_full_ = false;
};

}  // namespace sanad::intake
