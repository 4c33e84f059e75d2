#include "sharing_summaries.h"

#include <fmt/format.h>

#include "sharing/marking.h"

namespace sanad::service {
namespace {

std::string marking_of(const records::Entry& entry) {
  const auto marking = sharing::parse_marking(entry.data["marking"]);
  return marking.ok() ? sharing::marking_words(*marking) : "in a way that cannot be read";
}

std::optional<std::string> partner_summary(const records::Entry& entry) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  if (entry.kind == "exchange.made")
    return fmt::format("This agency's card was made: {}", member("reason"));
  if (entry.kind == "partner.added")
    return fmt::format("The partner {} was registered.", member("name"));
  if (entry.kind == "partner.confirmed")
    return fmt::format("A partner's fingerprint was confirmed: {}", member("how"));
  if (entry.kind == "partner.retired")
    return fmt::format("A partner was retired: {}", member("reason"));
  return std::nullopt;
}

std::optional<std::string> package_summary(const records::Entry& entry) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  if (entry.kind == "package.sealed")
    return fmt::format("The package {} was sealed, marked {}: {}", member("package"),
                       marking_of(entry), member("purpose"));
  if (entry.kind == "package.copied")
    return fmt::format("The sealed package {} was taken out.", member("package"));
  if (entry.kind == "package.opened")
    return fmt::format("The package {} of {} was opened and verified.", member("package"),
                       member("sender"));
  if (entry.kind == "package.refused")
    return fmt::format("A package was refused ({}): {}", member("code"), member("reason"));
  if (entry.kind == "package.taken")
    return fmt::format("The sender's exhibit {} was taken in as {}.", member("their_number"),
                       member("number"));
  if (entry.kind == "bundle.refused")
    return fmt::format("A bundle of another agency was refused ({}): {}", member("code"),
                       member("reason"));
  if (entry.kind == "bundle.taken")
    return fmt::format(
        "The exhibit {} of {}, sealed by entry {} of the ledger {}, was taken in as {}; the bundle "
        "is {}, signed by {}.",
        entry.data["foreign"]["number"].string_or(""), member("agency"),
        entry.data["foreign"]["sealed"].int_or(0), entry.data["checkpoint"]["origin"].string_or(""),
        member("number"), member("verdict"),
        entry.data["signer"]["known"].bool_or(false) ? "a partner"
                                                     : "a key that is not known here");
  if (entry.kind == "receipt.issued")
    return fmt::format("The receipt for {} was issued.", member("package"));
  if (entry.kind == "receipt.taken")
    return fmt::format("{} received {}.", member("received_by"), member("package"));
  if (entry.kind == "receipt.refused")
    return fmt::format("A receipt was refused ({}): {}", member("code"), member("reason"));
  return std::nullopt;
}

}  // namespace

std::optional<std::string> sharing_summary_of(const records::Entry& entry) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  if (auto of_partner = partner_summary(entry)) return of_partner;
  if (auto of_package = package_summary(entry)) return of_package;
  if (entry.kind == "marking.set")
    return fmt::format("Marked {}: {}", marking_of(entry), member("reason"));
  if (entry.kind == "indicator.released")
    return fmt::format("An indicator ({}) was released, marked {}: {}", member("type"),
                       marking_of(entry), member("reason"));
  if (entry.kind == "indicator.withdrawn")
    return fmt::format("An indicator was withdrawn: {}", member("reason"));
  if (entry.kind == "indicators.exported")
    return fmt::format("{} released indicators were written for a partner: {}",
                       entry.data["count"].int_or(0), member("purpose"));
  if (entry.kind == "indicators.disclosed")
    return fmt::format("{} was told released indicators.", member("partner"));
  return std::nullopt;
}

}  // namespace sanad::service
