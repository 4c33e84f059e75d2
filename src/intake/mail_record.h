// Mails as records, and their attachments as parts.
#pragma once

#include <optional>
#include <string>

#include "delivery.h"
#include "parts/mail.h"

namespace sanad::intake {

// Longer mails of a mailbox are parts, to be read by themselves.
inline constexpr std::size_t kMaxMailBytes = 32U << 20U;

struct MailPlace {
  std::uint64_t offset = 0, length = 0;
  std::string prefix;  // of the names of its parts
};
// The record, then its attachments. Bodies stand in the record alone, but for pages that hold media
// within themselves.
Result<void> deliver_mail(const parts::Mail& mail, const MailPlace& place, Delivery& out);

}  // namespace sanad::intake
