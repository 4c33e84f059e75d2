#include "credential/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "credential/compact.h"
#include "credential/status_list.h"

namespace sanad::credential {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kAgainst = {{
    {"proof-absent", "It bears no signature."},
    {"proof-not-taken", "It bears a proof with members that are not read here, or several."},
    {"proof-unknown-type", "Its proof is of a type that is not known here."},
    {"proof-unknown-cryptosuite", "Its proof is of a cryptosuite that is not known here."},
    {"proof-wrong-purpose", "Its proof was not made to assert anything (assertionMethod)."},
    {"proof-unknown-key", "Its proof names no Ed25519 key as a did:key."},
    {"proof-malformed", "Its proof is not of the form that it must have."},
    {"proof-broken", "It was altered, or another key signed it: the signature does not hold."},
    {"wrong-key", "It was signed with another key than the issuer's whom it names."},
    {"other-issuer", "Its issuer is none of those that are expected."},
    {"not-yet-valid", "It is not valid yet."},
    {"expired", "It has expired."},
    {"revoked", "Its issuer revoked it."},
    {"list-other-list", "The list of revocations is not the one that it names."},
    {"list-not-taken", "The list of revocations was altered, or is none."},
}};

// An issuer's list that is whole; absent: it is not taken.
std::optional<StatusList> take_list(std::string_view text, Timestamp now) {
  const auto document = json::parse(text);
  if (!document.ok() || document->as_object() == nullptr) return std::nullopt;
  auto list = read_status_list(*document);
  if (!list.ok() || now < list->at) return std::nullopt;
  const CheckedProof proof = check_proof(*document->as_object());
  if (proof.proof != Proof::kHolds || format_did(proof.key) != list->issuer) return std::nullopt;
  return std::move(*list);
}

void look_for_revocation(const Expectation& expected, CredentialReport& report) {
  if (!report.badge.status) {
    report.revocation = Revocation::kNoStatus;
    return;
  }
  if (!expected.revocations) return;
  const auto list = expected.revocations->size() > kMaxStatusListBytes
                        ? std::nullopt
                        : take_list(*expected.revocations, expected.now);
  if (!list) {
    report.revocation = Revocation::kListNotTaken;
  } else if (list->issuer != report.badge.issuer || list->id != report.badge.status->list) {
    report.revocation = Revocation::kOtherList;
  } else {
    report.revocations_at = list->at;
    report.revocation = list->is_revoked(report.badge.status->index) ? Revocation::kRevoked
                                                                     : Revocation::kNotRevoked;
  }
}

std::string words_of_revocation(const CredentialReport& report) {
  switch (report.revocation) {
    case Revocation::kNotLooked:
      return "Not looked whether it was revoked: no list of revocations was given.";
    case Revocation::kNoStatus:
      return "It names no list of revocations: its issuer cannot revoke it.";
    case Revocation::kNotRevoked:
      return fmt::format("Not revoked, by the issuer's list of {}. A later list may say otherwise.",
                         format_timestamp(*report.revocations_at));
    case Revocation::kRevoked:
      return fmt::format("Revoked, by the issuer's list of {}.",
                         format_timestamp(*report.revocations_at));
    case Revocation::kOtherList:
    case Revocation::kListNotTaken:
      break;
  }
  return "Not looked whether it was revoked: the list that was given is of no use for it.";
}

}  // namespace

std::string_view validity_name(Validity validity) {
  switch (validity) {
    case Validity::kNotYetValid:
      return "not-yet-valid";
    case Validity::kExpired:
      return "expired";
    case Validity::kValid:
      break;
  }
  return "valid";
}

std::string_view revocation_name(Revocation revocation) {
  switch (revocation) {
    case Revocation::kNoStatus:
      return "no-status";
    case Revocation::kNotRevoked:
      return "not-revoked";
    case Revocation::kRevoked:
      return "revoked";
    case Revocation::kOtherList:
      return "other-list";
    case Revocation::kListNotTaken:
      return "list-not-taken";
    case Revocation::kNotLooked:
      break;
  }
  return "not-looked";
}

std::string_view issuer_name(IssuerIs issuer) {
  switch (issuer) {
    case IssuerIs::kExpected:
      return "expected";
    case IssuerIs::kOther:
      return "other";
    case IssuerIs::kNotCompared:
      break;
  }
  return "not-compared";
}

std::vector<std::string> CredentialReport::against() const {
  std::vector<std::string> codes;
  if (proof != Proof::kHolds) codes.push_back(fmt::format("proof-{}", proof_name(proof)));
  if (proof == Proof::kHolds && !key_is_issuers) codes.emplace_back("wrong-key");
  if (issuer == IssuerIs::kOther) codes.emplace_back("other-issuer");
  if (validity != Validity::kValid) codes.emplace_back(validity_name(validity));
  if (revocation == Revocation::kRevoked) codes.emplace_back("revoked");
  if (revocation == Revocation::kOtherList) codes.emplace_back("list-other-list");
  if (revocation == Revocation::kListNotTaken) codes.emplace_back("list-not-taken");
  return codes;
}

bool CredentialReport::is_valid() const { return against().empty(); }

Result<CredentialReport> check_credential(std::string_view text, const Expectation& expected) {
  std::string unpacked;
  if (is_compact(text)) {
    SANAD_TRY(unpacked, parse_compact(text));
    text = unpacked;
  }
  if (text.size() > kMaxCredentialBytes)
    return Error{ErrorCode::kLimit, "it is longer than a certificate may be"};
  SANAD_TRY(const json::Value document, json::parse(text));
  CredentialReport report;
  SANAD_TRY(report.badge, read_badge(document));
  const CheckedProof checked = check_proof(*document.as_object());
  report.proof = checked.proof;
  report.key_is_issuers =
      checked.proof == Proof::kHolds && format_did(checked.key) == report.badge.issuer;
  if (expected.now < report.badge.valid_from) report.validity = Validity::kNotYetValid;
  if (report.badge.valid_until && *report.badge.valid_until <= expected.now)
    report.validity = Validity::kExpired;
  if (!expected.issuers.empty())
    report.issuer =
        std::ranges::find(expected.issuers, report.badge.issuer) != expected.issuers.end()
            ? IssuerIs::kExpected
            : IssuerIs::kOther;
  look_for_revocation(expected, report);
  return report;
}

std::string_view words_against(std::string_view code) {
  for (const auto& [known, words] : kAgainst)
    if (known == code) return words;
  return "";
}

json::Object report_json(const CredentialReport& report) {
  json::Array skills, against;
  for (const Skill& one : report.badge.skills) skills.emplace_back(one.code);
  for (const std::string& code : report.against()) against.emplace_back(code);
  json::Object object{{"format", "sanad-credential-report/1"},
                      {"verdict", report.is_valid() ? "valid" : "not valid"},
                      {"against", std::move(against)},
                      {"proof", proof_name(report.proof)},
                      {"validity", validity_name(report.validity)},
                      {"issuer_is", issuer_name(report.issuer)},
                      {"revocation", revocation_name(report.revocation)},
                      {"achieved", achieved_name(report.badge.achieved)},
                      {"credential", report.badge.id},
                      {"issuer", report.badge.issuer},
                      {"issuer_name", report.badge.issuer_name},
                      {"holder", report.badge.holder},
                      {"name", report.badge.name},
                      {"skills", std::move(skills)},
                      {"valid_from", format_timestamp(report.badge.valid_from)}};
  if (report.badge.valid_until)
    object.set("valid_until", format_timestamp(*report.badge.valid_until));
  if (report.revocations_at) object.set("revocations_at", format_timestamp(*report.revocations_at));
  return object;
}

std::string report_text(const CredentialReport& report) {
  const Badge& badge = report.badge;
  std::string text =
      report.is_valid() ? "Valid: the issuer's key signed just these words.\n" : "Not valid.\n";
  for (const std::string& code : report.against())
    text += fmt::format("  {}\n", words_against(code));
  std::string skills;
  for (const Skill& one : badge.skills) skills += (skills.empty() ? "" : ", ") + one.name;
  text += fmt::format("\n  {}: {}\n", badge.holder, badge.name);
  switch (badge.achieved) {
    case Achieved::kCompetency:
      text += fmt::format("  Competency in: {}\n", skills);
      break;
    case Achieved::kAttendance:
      text += fmt::format("  {}\n", attendance_words());
      break;
    case Achieved::kOther:
      text += "  It is no certificate of a competency that is known here.\n";
      break;
  }
  text += fmt::format("  Issued by {}\n  {}\n", badge.issuer_name, badge.issuer);
  text += fmt::format("  Valid from {}{}\n", format_timestamp(badge.valid_from),
                      badge.valid_until ? " until " + format_timestamp(*badge.valid_until)
                                        : std::string(", with no end"));
  text += fmt::format("  {}\n", words_of_revocation(report));
  if (report.issuer == IssuerIs::kNotCompared)
    text +=
        "  Whose key this is was not compared: name the issuer's did:key, as you were told it by "
        "another way.\n";
  text += "  That the person before you is the one named is for you to see.\n";
  return text;
}

}  // namespace sanad::credential
