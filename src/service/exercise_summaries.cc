#include "exercise_summaries.h"

#include <fmt/format.h>

namespace sanad::service {

std::optional<std::string> exercise_summary_of(const records::Entry& entry) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  if (entry.kind == "seat.assigned")
    return fmt::format("This workspace is seat {} of the course {}.", entry.data["seat"].int_or(0),
                       member("course"));
  if (entry.kind == "exercise.started")
    return fmt::format("The exercise {} was started.", member("study"));
  if (entry.kind == "exercise.answered")
    return fmt::format("The task {} of {} was answered.", member("task"), member("study"));
  if (entry.kind == "exercise.hint-taken")
    return fmt::format("A hint for the task {} of {} was taken.", member("task"), member("study"));
  if (entry.kind == "exercise.submitted")
    return fmt::format("The exercise {} was handed in.", member("study"));
  return std::nullopt;
}

}  // namespace sanad::service
