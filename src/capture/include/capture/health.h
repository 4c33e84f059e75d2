// The self-test before and after a capture: do hashes hash, is there a browser and its sandbox, is
// there room, does the clock agree with its source?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "browser/install.h"
#include "json/json.h"

namespace sanad::capture {

inline constexpr std::uint64_t kMinFreeBytes = 256ULL << 20;

struct ClockState {
  bool known = false;         // the system tells it
  bool synchronised = false;  // to a source of time, as the system says
  double offset_ms = 0;       // what it still corrects
  double max_error_ms = 0;
  Timestamp checked_at;
};
ClockState read_clock_state(const Clock& clock);
// For a record. source: as the agency states it, may be empty.
json::Object clock_json(const std::string& source, const ClockState& clock);

struct Check {
  std::string name;
  bool passed = false;
  std::string detail;
};

struct Health {
  Timestamp at;
  std::vector<Check> checks;
  ClockState clock;
  std::uint64_t free_bytes = 0;
  bool passed() const;
};

// SHA-256 and SHA-512 of "abc" (FIPS 180-4 examples).
bool hashes_are_right();

Health check_health(const Clock& clock, const std::string& working_directory);
json::Value health_json(const Health& health);

}  // namespace sanad::capture
