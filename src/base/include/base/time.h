// Time as Sanad writes it: UTC, milliseconds, "2026-11-24T16:50:00.123Z". Nothing else reads a
// clock.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sanad {

// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
struct Timestamp {
  std::int64_t unix_ms = 0;
  friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

// RFC 3339 in UTC with exactly three fraction digits. Years 0000 to 9999.
std::string format_timestamp(Timestamp at);
// Accepts what format_timestamp writes, and whole seconds or 1 to 9 fraction digits (cut to
// milliseconds); only "Z" as zone. kInvalid otherwise.
Result<Timestamp> parse_timestamp(std::string_view text);

// The source of time; thread-safe. Tests pass ManualClock.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : now_(start) {}
  Timestamp now() const override { return now_; }
  void advance_ms(std::int64_t ms) { now_.unix_ms += ms; }

 private:
  Timestamp now_;
};

}  // namespace sanad
