#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "pack_members.h"

namespace sanad::authority {
namespace {

Result<void> lead_to(bool is_there, std::string_view from, std::string_view key,
                     std::string_view member, std::string_view to) {
  if (is_there) return {};
  return Error{ErrorCode::kInvalid,
               fmt::format("{} \"{}\": \"{}\" names \"{}\", which the pack does not hold", from,
                           key, member, to)};
}

Result<void> check_provisions(const LawPack& pack) {
  for (const auto& provision : pack.provisions) {
    const std::string& next = provision.superseded_by;
    if (next.empty()) continue;
    SANAD_CHECK(lead_to(next != provision.key && pack.find(next), "the provision", provision.key,
                        "superseded_by", next));
  }
  const auto check = [&](std::string_view from, std::string_view key, std::string_view provision) {
    return lead_to(pack.find(provision) != nullptr, from, key, "provision", provision);
  };
  for (const auto& item : pack.definitions)
    SANAD_CHECK(check("the definition", item.key, item.provision));
  for (const auto& item : pack.offences)
    SANAD_CHECK(check("the offence", item.key, item.provision));
  for (const auto& item : pack.clocks)
    SANAD_CHECK(check("the clock", item.rule.key, item.provision));
  for (const auto& item : pack.certificates)
    SANAD_CHECK(check("the certificate", item.key, item.provision));
  return {};
}

// Decisions read these fields, so every form of such a document has them.
struct WantedField {
  std::string_view document, key, type;
};
constexpr std::array<WantedField, 17> kWantedFields = {
    {{"preliminary-assessment", "url", "url"},
     {"preliminary-assessment", "decision", "choice"},
     {"preliminary-assessment", "reason", "long-text"},
     {"legality-record", "act", "choice"},
     {"legality-record", "covers", "list"},
     {"legality-record", "expires", "time"},
     {"monitored-source", "source", "text"},
     {"monitored-source", "expires", "time"},
     {"virtual-identity", "identity", "text"},
     {"virtual-identity", "expires", "time"},
     {"mandate", "officers", "list"},
     {"mandate", "valid-from", "time"},
     {"mandate", "expires", "time"},
     {"competency-certificate", "officer", "person"},
     {"competency-certificate", "skills", "choices"},
     {"competency-certificate", "valid-from", "time"},
     {"competency-certificate", "expires", "time"}}};

Result<void> check_fields(const Form& form) {
  const bool is_read = std::ranges::any_of(
      kWantedFields, [&](const WantedField& wanted) { return wanted.document == form.document; });
  if (is_read && form.restricted && form.document != "virtual-identity")
    return Error{ErrorCode::kInvalid,
                 fmt::format("the form \"{}\": a {} cannot be restricted, since decisions read it",
                             form.key, form.document)};
  for (const auto& wanted : kWantedFields) {
    if (wanted.document != form.document) continue;
    const FormField* field = form.field(wanted.key);
    if (!field || field->type != wanted.type || !field->required)
      return Error{
          ErrorCode::kInvalid,
          fmt::format("the form \"{}\": a {} must have a required field \"{}\" of the type "
                      "\"{}\"",
                      form.key, form.document, wanted.key, wanted.type)};
  }
  const FormField* review = form.field("review-on");
  if (review && review->type != "time")
    return Error{
        ErrorCode::kInvalid,
        fmt::format("the form \"{}\": \"review-on\" must be of the type \"time\"", form.key)};
  return {};
}

Result<void> check_form(const LawPack& pack, const Form& form) {
  SANAD_CHECK(check_fields(form));
  for (const auto& key : form.provisions)
    SANAD_CHECK(lead_to(pack.find(key) != nullptr, "the form", form.key, "provisions", key));
  for (const auto& key : form.clocks)
    SANAD_CHECK(lead_to(pack.clock(key) != nullptr, "the form", form.key, "clocks", key));
  for (const auto& key : form.with)
    SANAD_CHECK(lead_to(key != form.key && pack.form(key), "the form", form.key, "with", key));
  return {};
}

bool is_unconfirmed(const Form& form) {
  const auto unconfirmed = [](const auto& item) { return item.confidence == "unconfirmed"; };
  return unconfirmed(form) || std::ranges::any_of(form.fields, unconfirmed) ||
         std::ranges::any_of(form.statements, unconfirmed);
}

}  // namespace

Result<void> check_links(const LawPack& pack) {
  SANAD_CHECK(check_provisions(pack));
  for (const auto& form : pack.forms) SANAD_CHECK(check_form(pack, form));
  for (const auto& certificate : pack.certificates) {
    for (const auto& key : certificate.forms)
      SANAD_CHECK(
          lead_to(pack.form(key) != nullptr, "the certificate", certificate.key, "forms", key));
  }
  return {};
}

std::vector<std::string> warnings(const LawPack& pack, const Provision& provision,
                                  std::string_view on) {
  std::vector<std::string> found;
  if (!provision.superseded_by.empty()) {
    const Provision* next = pack.find(provision.superseded_by);
    found.push_back(fmt::format("{} is superseded by {}; cite that one", provision.section,
                                next ? next->section : provision.superseded_by));
  }
  if (!provision.valid_from.empty() && on < provision.valid_from)
    found.push_back(
        fmt::format("{} is not in force before {}", provision.section, provision.valid_from));
  if (!provision.valid_to.empty() && on >= provision.valid_to)
    found.push_back(
        fmt::format("{} is no longer in force since {}", provision.section, provision.valid_to));
  if (provision.confidence == "unconfirmed")
    found.push_back(
        fmt::format("{} is unconfirmed: compare it with the official text before you rely on it",
                    provision.section));
  return found;
}

Imprint imprint(const LawPack& pack, const Form& form, std::string_view on) {
  Imprint imprint{.pack = pack.id,
                  .edition = pack.edition,
                  .form_edition = form.edition.empty() ? pack.edition : form.edition};
  if (!pack.caution().empty()) imprint.cautions.emplace_back(pack.caution());
  if (is_unconfirmed(form)) imprint.cautions.emplace_back("fields unconfirmed");
  for (const auto& key : form.provisions) {
    const Provision* provision = pack.find(key);
    if (!provision) continue;
    imprint.citations.push_back(provision->section);
    for (auto& warning : warnings(pack, *provision, on))
      imprint.cautions.push_back(std::move(warning));
  }
  return imprint;
}

}  // namespace sanad::authority
