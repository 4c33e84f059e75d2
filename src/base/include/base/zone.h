// Time zones as data: when which offset from UTC held. Pure; the caller reads the file.
// Source: RFC 8536 (TZif, version 1 to 4). Tested by zone_test.cc; fuzzed by zone_fuzz.cc.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace sanad {

class Zone {
 public:
  static Zone utc() { return Zone("UTC", 0); }
  // The same all year: "UTC+05:00". kInvalid beyond 18 hours.
  static Result<Zone> fixed(int offset_minutes);
  // tzif: a file of /usr/share/zoneinfo. kInvalid names what is wrong. After the last transition
  // that the file lists its offset stays: Debian's files list them until 2037.
  static Result<Zone> parse(std::string name, ByteView tzif);

  const std::string& name() const { return name_; }
  // Seconds to add to UTC.
  std::int64_t offset_seconds(std::int64_t utc_ms) const;
  // The wall clock, as milliseconds as if it were UTC.
  std::int64_t local_ms(std::int64_t utc_ms) const {
    return utc_ms + offset_seconds(utc_ms) * 1000;
  }
  // The first UTC time at which the wall clock shows local_ms or later.
  std::int64_t utc_ms(std::int64_t local_ms) const;

 private:
  Zone(std::string name, std::int64_t before_seconds)
      : name_(std::move(name)), before_seconds_(before_seconds) {}
  struct Change {
    std::int64_t at_seconds;      // UTC
    std::int64_t offset_seconds;  // from then on
  };
  std::string name_;
  std::int64_t before_seconds_;  // before the first change
  std::vector<Change> changes_;  // ascending
};

}  // namespace sanad
