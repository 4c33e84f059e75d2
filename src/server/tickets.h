// Short-lived leave to read one web archive of an exhibit on the archive origin, which has no
// sessions.
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
  struct Archive {
    std::string exhibit;
    std::string file;       // of the exhibit
    std::string served_as;  // its name beside the page that plays it back
  };
  std::string issue(Archive archive, Timestamp now);
  std::optional<Archive> archive_of(std::string_view ticket, Timestamp now);

 private:
  struct Ticket {
    Archive archive;
    Timestamp expires_at;
  };
  std::mutex mutex_;
  std::map<std::string, Ticket, std::less<>> tickets_;
};

}  // namespace sanad::server
