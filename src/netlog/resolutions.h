// Puts look-ups of host names together: HOST_RESOLVER_IMPL_JOB and the DNS transactions it began.
#pragma once

#include <cstdint>
#include <map>

#include "constants.h"
#include "event_line.h"
#include "netlog/parser.h"

namespace sanad::netlog {

class Resolutions {
 public:
  Resolutions(Listener& listener, const Constants& constants)
      : listener_(listener), constants_(constants) {}

  // True if the event was one of ours.
  Result<bool> event(Kind kind, Phase phase, const EventLine& line);

 private:
  Result<void> job_event(Phase phase, const EventLine& line);
  void add_result(const EventLine& line);
  void link_transaction(const EventLine& line);
  void add_message(const EventLine& line);

  Listener& listener_;
  const Constants& constants_;
  std::map<std::int64_t, Resolution> open_;
  std::map<std::int64_t, std::int64_t> job_of_transaction_;
};

}  // namespace sanad::netlog
