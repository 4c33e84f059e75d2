#include "tickets.h"

#include "base/bytes.h"
#include "crypto/crypto.h"

namespace sanad::server {

std::string Tickets::issue(Archive archive, Timestamp now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(tickets_, [&](const auto& item) { return item.second.expires_at <= now; });
  std::string ticket = format_base64url(crypto::random_bytes(32));
  tickets_[ticket] = {std::move(archive), {now.unix_ms + kTicketMs}};
  return ticket;
}

std::optional<Tickets::Archive> Tickets::archive_of(std::string_view ticket, Timestamp now) {
  const std::lock_guard lock(mutex_);
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end() || found->second.expires_at <= now) return std::nullopt;
  return found->second.archive;
}

}  // namespace sanad::server
