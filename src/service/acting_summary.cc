#include "acting_summary.h"

#include <fmt/format.h>

namespace sanad::service {
namespace {

std::string summary_of_request(const records::Entry& entry) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  const std::string reference = member("reference");
  if (entry.kind == "request.drafted")
    return fmt::format("Version {} of the request {} was saved.", entry.data["version"].int_or(0),
                       reference);
  if (entry.kind == "request.approved") return fmt::format("{} was approved.", reference);
  if (entry.kind == "request.returned")
    return fmt::format("{} was returned: {}", reference, member("reason"));
  if (entry.kind == "request.withdrawn")
    return fmt::format("{} was withdrawn: {}", reference, member("reason"));
  if (entry.kind == "request.issued") return fmt::format("{} was issued.", reference);
  if (entry.kind == "request.printed") return fmt::format("{} was printed as PDF.", reference);
  if (entry.kind == "request.sent")
    return fmt::format("{} was sent at {}: {}", reference, member("at"), member("how"));
  if (entry.kind == "request.received")
    return fmt::format("{} reached its addressee at {}.", reference, member("at"));
  if (entry.kind == "request.answered")
    return fmt::format("{} was answered at {}: {}.", reference, member("at"), member("outcome"));
  if (entry.kind == "request.registered") return fmt::format("{} came in.", reference);
  if (entry.kind == "request.copied")
    return fmt::format("{} of {} was copied.", member("file"), reference);
  return "";
}

std::string summary_of_clock(const records::Entry& entry) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  const std::string title = member("title");
  if (entry.kind == "clock.started")
    return fmt::format("The clock \"{}\" was started: {}", title, member("reason"));
  if (entry.kind == "clock.suspended")
    return fmt::format("The clock \"{}\" was suspended: {}", title, member("reason"));
  if (entry.kind == "clock.resumed")
    return fmt::format("The clock \"{}\" runs on: {}", title, member("reason"));
  if (entry.kind == "clock.extended")
    return fmt::format("The clock \"{}\" was extended: {}", title, member("reason"));
  if (entry.kind == "clock.met")
    return fmt::format("What the clock \"{}\" asks for was done: {}", title, member("reason"));
  if (entry.kind == "clock.overdue")
    return fmt::format("The clock \"{}\" passed at {}.", title, member("due"));
  if (entry.kind == "clock.ended")
    return fmt::format("The clock \"{}\" ended at {}.", title, member("due"));
  return "";
}

std::string summary_of_recheck(const records::Entry& entry) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  if (entry.kind == "recheck.scheduled")
    return fmt::format("{} is captured again every {} hours until {}.", member("url"),
                       entry.data["every_hours"].int_or(0), member("until"));
  if (entry.kind == "recheck.ended") return fmt::format("Re-checks ended: {}", member("reason"));
  if (entry.kind == "recheck.done")
    return fmt::format("Re-check: {}. {}", member("outcome"), member("reason"));
  return "";
}

}  // namespace

std::string summary_of_acting(const records::Entry& entry) {
  if (entry.kind.starts_with("request.")) return summary_of_request(entry);
  if (entry.kind.starts_with("clock.")) return summary_of_clock(entry);
  return summary_of_recheck(entry);
}

}  // namespace sanad::service
