#include "credential_summaries.h"

#include <fmt/format.h>

namespace sanad::service {

std::optional<std::string> credential_summary_of(const records::Entry& entry) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  if (entry.kind == "credential.issued")
    return fmt::format("A certificate of training ({}) was issued to {}.", member("achieved"),
                       member("holder"));
  if (entry.kind == "credential.revoked")
    return fmt::format("A certificate of training was revoked: {}", member("reason"));
  if (entry.kind == "credential.copied")
    return fmt::format("A certificate of training was taken out as {}.", member("form"));
  if (entry.kind == "revocations.made")
    return fmt::format("The list of revoked certificates of training was signed; it names {}.",
                       entry.data["revoked"].int_or(0));
  if (entry.kind == "issuer.trusted")
    return fmt::format("Certificates of training of {} count from here on: {}", member("name"),
                       member("how"));
  if (entry.kind == "issuer.distrusted")
    return fmt::format("Certificates of training of {} count no more: {}", member("issuer"),
                       member("reason"));
  if (entry.kind == "revocations.taken")
    return fmt::format("The list of revoked certificates of {}, as of {}, was taken.",
                       member("issuer"), member("list_at"));
  return std::nullopt;
}

}  // namespace sanad::service
