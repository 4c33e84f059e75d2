#include "planning_summaries.h"

#include <fmt/format.h>

namespace sanad::service {

std::optional<std::string> planning_summary_of(const records::Entry& entry) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  const auto version = [&] { return entry.data["version"].int_or(0); };
  if (entry.kind == "law.added")
    return fmt::format("The law pack {}, edition {}, was added.", member("pack"),
                       member("edition"));
  if (entry.kind == "law.adopted")
    return fmt::format("Edition {} of the law pack {} was adopted: {}", member("edition"),
                       member("pack"), member("reason"));
  if (entry.kind == "policy.set") return fmt::format("The policy was set: {}", member("reason"));
  if (entry.kind == "paper.filled")
    return fmt::format("The form {} was filled in, version {}.", member("form"), version());
  if (entry.kind == "paper.submitted")
    return fmt::format("Version {} of a paper was submitted.", version());
  if (entry.kind == "paper.decided")
    return fmt::format("Version {} of a paper was {}.", version(), member("outcome"));
  if (entry.kind == "paper.closed") return fmt::format("A paper was closed: {}", member("reason"));
  if (entry.kind == "paper.noted") return "What was done under an entry of a register was noted.";
  if (entry.kind == "review.recorded")
    return fmt::format("A review was recorded; the next is due on {}.",
                       member("next_review").substr(0, 10));
  if (entry.kind == "emergency.declared")
    return fmt::format("An emergency was declared: {}", member("reason"));
  if (entry.kind == "emergency.decided")
    return fmt::format("An emergency was {}: {}", member("outcome"), member("reason"));
  if (entry.kind == "emergency.lapsed") return "An emergency lapsed: nobody ratified it in time.";
  return std::nullopt;
}

}  // namespace sanad::service
