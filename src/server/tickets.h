// Short-lived leave to read one exhibit's archive on the archive origin, which has no sessions.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/time.h"

namespace sanad::server {

inline constexpr std::int64_t kTicketMs = 60LL * 60 * 1000;

// Thread-safe. Kept in memory: a restart ends all tickets.
class Tickets {
 public:
  std::string issue(std::string exhibit, Timestamp now);
  std::optional<std::string> exhibit_of(std::string_view ticket, Timestamp now);

 private:
  struct Ticket {
    std::string exhibit;
    Timestamp expires_at;
  };
  std::mutex mutex_;
  std::map<std::string, Ticket, std::less<>> tickets_;
};

}  // namespace sanad::server
