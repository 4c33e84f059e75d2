#include "keeping_summaries.h"

#include <fmt/format.h>

namespace sanad::service {

std::optional<std::string> keeping_summary_of(const records::Entry& entry) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  const auto subject = [&] {
    const std::string number = member("number");
    if (!number.empty()) return number;
    const std::string reference = member("case_reference");
    return reference.empty() ? std::string("what was proposed") : "the case " + reference;
  };
  if (entry.kind == "retention.set")
    return fmt::format("The retention rule \"{}\" was set: {}", member("name"), member("reason"));
  if (entry.kind == "retention.reviewed")
    return fmt::format("A retention rule was reviewed: {}", member("finding"));
  if (entry.kind == "retention.ended")
    return fmt::format("A retention rule was ended: {}", member("reason"));
  if (entry.kind == "hold.placed")
    return fmt::format("A hold was placed ({}): {}", member("ground"), member("reason"));
  if (entry.kind == "hold.lifted") return fmt::format("A hold was lifted: {}", member("reason"));
  if (entry.kind == "disposal.proposed")
    return fmt::format("The disposal of {} was proposed: {}", subject(), member("reason"));
  if (entry.kind == "disposal.approved") return "A disposal was approved.";
  if (entry.kind == "disposal.returned")
    return fmt::format("A disposal was returned: {}", member("note"));
  if (entry.kind == "disposal.withdrawn")
    return fmt::format("A disposal was withdrawn: {}", member("note"));
  if (entry.kind == "disposal.stopped")
    return fmt::format("A disposal was stopped: {}", member("note"));
  if (entry.kind == "disposal.items") return "What a disposal takes was listed.";
  if (entry.kind == "disposal.begun")
    return fmt::format("The disposal of {} began; nothing of it is shown any more.", subject());
  if (entry.kind == "disposal.done")
    return fmt::format("The disposal of {} was carried out.",
                       member("number").empty() ? "a whole case" : member("number"));
  if (entry.kind == "oversight.asked")
    return fmt::format("Oversight was exercised: {} of {}.", member("what"), member("subject"));
  return std::nullopt;
}

}  // namespace sanad::service
