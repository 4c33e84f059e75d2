#include "assessment_summaries.h"

#include <fmt/format.h>

namespace sanad::service {

std::optional<std::string> assessment_summary_of(const records::Entry& entry) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  if (entry.kind == "assessment.asked")
    return fmt::format("An assessment was asked for: {}", member("reason"));
  if (entry.kind == "assessment.taken") return "An assessment was begun.";
  if (entry.kind == "assessment.given-back")
    return fmt::format("An assessment was given back: {}", member("reason"));
  if (entry.kind == "assessment.written")
    return fmt::format("The step \"{}\" of an assessment was written.", member("step"));
  if (entry.kind == "assessment.adjudicated")
    return fmt::format("A third officer decided between two assessments: {}",
                       entry.data["content"]["outcome"].string_or(""));
  if (entry.kind == "exculpatory.noted") return "What speaks for somebody was noted.";
  if (entry.kind == "exculpatory.answered")
    return fmt::format("What speaks for somebody was answered ({}): {}", member("answer"),
                       member("reason"));
  if (entry.kind == "complaint.received")
    return fmt::format("The {} {} came in.", member("kind"), member("reference"));
  if (entry.kind == "complaint.answered")
    return fmt::format("{} was answered ({}): {}", member("reference"), member("outcome"),
                       member("reason"));
  if (entry.kind == "exposure.accompanied")
    return fmt::format("Two officers look at the exhibit together until {}.", member("until"));
  if (entry.kind == "exposure.reached") return "A limit of looks at covered material was reached.";
  return std::nullopt;
}

}  // namespace sanad::service
