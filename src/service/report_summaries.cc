#include "report_summaries.h"

#include <fmt/format.h>

namespace sanad::service {

std::optional<std::string> report_summary_of(const records::Entry& entry) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  if (entry.kind == "report.stated")
    return fmt::format("The report says ({}, version {}): {}", member("kind"),
                       entry.data["version"].int_or(0), member("text"));
  if (entry.kind == "report.withdrawn")
    return fmt::format("A statement of the report was withdrawn: {}", member("reason"));
  if (entry.kind == "report.signed")
    return fmt::format("The report was signed by a second person, {} statements.",
                       entry.data["statements"].int_or(0));
  if (entry.kind == "report.made") return "The report of the case was made and sealed.";
  if (entry.kind == "report.copied")
    return fmt::format("{} of a report was taken out.", member("file"));
  if (entry.kind == "certificate.drafted")
    return fmt::format("The certificate {}/{} was drafted from the record.", member("pack"),
                       member("form"));
  if (entry.kind == "certificate.signed")
    return fmt::format("A certificate was signed as {}.", member("signer"));
  if (entry.kind == "certificate.withdrawn")
    return fmt::format("A certificate was withdrawn: {}", member("reason"));
  if (entry.kind == "certificate.made") return "A certificate was made and sealed.";
  if (entry.kind == "certificate.copied")
    return fmt::format("{} of a certificate was taken out.", member("file"));
  return std::nullopt;
}

}  // namespace sanad::service
