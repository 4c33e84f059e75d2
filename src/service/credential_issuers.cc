// Certificates of training that others issued: which issuers count here, what they revoked, and a
// certificate of competency filled in from one.
#include <fmt/format.h>

#include <algorithm>

#include "authority/form_content.h"
#include "credential/check.h"
#include "credential/encodings.h"
#include "credential_store.h"
#include "reasons.h"
#include "refusing.h"
#include "service/people.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using credential::CredentialReport;

namespace {

constexpr std::size_t kMaxIssuerName = 200;
// What an entry holds beside the rest of it.
constexpr std::size_t kMaxListText = 60'000;

Result<bool> is_trusted(Workspace& workspace, std::string_view issuer) {
  if (issuer == training_issuer(workspace)) return true;
  SANAD_TRY(const auto issuers, read_issuers(workspace));
  return std::ranges::find(issuers, issuer, &TrustedIssuer::issuer) != issuers.end();
}

struct ReadList {
  json::Value document;
  credential::StatusList list;
};

Result<ReadList> read_given_list(std::string_view text, Timestamp now) {
  if (text.size() > kMaxListText)
    return Error{ErrorCode::kLimit,
                 fmt::format("a list of revocations is taken up to {} bytes", kMaxListText)};
  SANAD_TRY(json::Value document, json::parse(text));
  if (document.as_object() == nullptr)
    return Error{ErrorCode::kInvalid, "it is not a list of revocations"};
  SANAD_TRY(credential::StatusList list, credential::read_status_list(document));
  const auto proof = credential::check_proof(*document.as_object());
  if (proof.proof != credential::Proof::kHolds || credential::format_did(proof.key) != list.issuer)
    return Error{ErrorCode::kInvalid,
                 "the signature of the list does not hold; ask its issuer for it again"};
  if (now < list.at)
    return Error{ErrorCode::kInvalid, "the list is of a later time than this machine's clock"};
  return ReadList{std::move(document), std::move(list)};
}

Error refuse_filling(Workspace& workspace, const Officer& caller, const CredentialReport& report,
                     std::string code, std::string reason) {
  return refuse_act(workspace, caller, "",
                    {"certify-officer", report.badge.id, std::move(code), std::move(reason), ""});
}

// Nothing that is known here says that it was revoked: not the list that was given, the one that
// was taken before, or this agency's own record.
Result<CredentialReport> check_whole(Workspace& workspace, const CredentialFilling& filling) {
  credential::Expectation expected{workspace.clock().now(), {}, filling.revocations};
  SANAD_TRY(CredentialReport report, credential::check_credential(filling.credential, expected));
  if (!report.badge.status || report.revocation == credential::Revocation::kRevoked) return report;
  if (report.badge.issuer == training_issuer(workspace)) {
    SANAD_TRY(const auto issued, read_issued(workspace));
    const auto own = std::ranges::find(issued, report.badge.id, &IssuedCredential::id);
    if (own != issued.end()) {
      report.revocation =
          own->revoked_at ? credential::Revocation::kRevoked : credential::Revocation::kNotRevoked;
      report.revocations_at = own->revoked_at ? *own->revoked_at : expected.now;
    }
    return report;
  }
  SANAD_TRY(const auto kept, read_list(workspace, report.badge.issuer, report.badge.status->list));
  if (!kept) return report;
  expected.revocations = kept->text;
  SANAD_TRY(CredentialReport by_kept, credential::check_credential(filling.credential, expected));
  const bool is_cleared = report.revocation == credential::Revocation::kNotRevoked;
  const bool says_more = by_kept.revocation == credential::Revocation::kRevoked || !is_cleared;
  return says_more && report.is_valid() ? by_kept : report;
}

Result<void> check_fit(Workspace& workspace, const Officer& caller, const CredentialReport& report,
                       const Officer& officer) {
  const auto refused = [&](std::string code, std::string reason) {
    return refuse_filling(workspace, caller, report, std::move(code), std::move(reason));
  };
  if (!report.is_valid()) {
    std::string words;
    for (const std::string& code : report.against())
      words += (words.empty() ? "" : " ") + std::string(credential::words_against(code));
    return refused("not-valid", fmt::format("the certificate does not count: {}", words));
  }
  SANAD_TRY(const bool trusted, is_trusted(workspace, report.badge.issuer));
  if (!trusted)
    return refused("issuer-not-trusted",
                   fmt::format("certificates of {} ({}) do not count here; have a supervisor "
                               "compare the key by another way and record the issuer as trusted",
                               report.badge.issuer_name, report.badge.issuer));
  if (report.badge.achieved == credential::Achieved::kAttendance)
    return refused("not-competency",
                   "the certificate is of attendance: no competence was tested, so that it is no "
                   "certificate of competency");
  if (report.badge.achieved != credential::Achieved::kCompetency)
    return refused("not-competency", "the certificate is of no competency that is known here");
  if (report.badge.holder != officer.name)
    return refused("other-person",
                   fmt::format("the certificate is of \"{}\", and the account is of \"{}\"; the "
                               "names must be the same",
                               report.badge.holder, officer.name));
  return {};
}

// Those of the certificate's skills that the form asks for.
json::Array skills_for(const authority::Form& form, const credential::Badge& badge) {
  json::Array skills;
  const authority::FormField* field = form.field("skills");
  if (field == nullptr) return skills;
  for (const credential::Skill& one : badge.skills)
    if (std::ranges::find(field->choices, one.code, &authority::Choice::value) !=
        field->choices.end())
      skills.emplace_back(one.code);
  return skills;
}

}  // namespace

Result<void> trust_issuer(Workspace& workspace, const Officer& caller, std::string_view issuer,
                          std::string_view name, std::string_view how) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor}, "trust an issuer"));
  SANAD_CHECK(credential::parse_did(issuer));
  SANAD_CHECK(require_words(name, "the issuer's name", kMaxIssuerName));
  SANAD_CHECK(require_words(how, "how the key was compared"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const bool trusted, is_trusted(workspace, issuer));
  if (trusted) return Error{ErrorCode::kConflict, "this issuer is trusted already"};
  SANAD_CHECK(
      workspace.custody().record({"issuer.trusted", caller.id, "",
                                  json::Object{{"issuer", issuer}, {"name", name}, {"how", how}}}));
  return {};
}

Result<std::vector<std::string>> distrust_issuer(Workspace& workspace, const Officer& caller,
                                                 std::string_view issuer, std::string_view reason) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor}, "end the trust in an issuer"));
  SANAD_CHECK(require_words(reason, "the reason"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const auto issuers, read_issuers(workspace));
  if (std::ranges::find(issuers, issuer, &TrustedIssuer::issuer) == issuers.end())
    return Error{ErrorCode::kNotFound, fmt::format("no issuer \"{}\" is trusted", issuer)};
  SANAD_CHECK(workspace.custody().record(
      {"issuer.distrusted", caller.id, "", json::Object{{"issuer", issuer}, {"reason", reason}}}));
  return close_papers_on(
      workspace, caller, issuer, [](std::string_view) { return true; },
      "the issuer of the certificate that it rests on is not trusted any more");
}

Result<std::vector<TrustedIssuer>> list_issuers(Workspace& workspace, const Officer& caller) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor}, "read the trusted issuers"));
  return read_issuers(workspace);
}

Result<TakenRevocations> take_revocations(Workspace& workspace, const Officer& caller,
                                          std::string_view text) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor}, "take an issuer's revocations"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(ReadList given, read_given_list(text, workspace.clock().now()));
  const credential::StatusList& list = given.list;
  SANAD_TRY(const bool trusted, is_trusted(workspace, list.issuer));
  if (!trusted)
    return refuse_act(workspace, caller, "",
                      {"take-revocations", list.issuer, "issuer-not-trusted",
                       "the list is of an issuer that is not trusted here", ""});
  SANAD_TRY(const auto before, read_list(workspace, list.issuer, list.id));
  if (before && list.at <= before->at)
    return Error{ErrorCode::kConflict,
                 fmt::format("a list of {} was taken, and this one is not later",
                             format_timestamp(before->at))};
  SANAD_CHECK(workspace.custody().record({"revocations.taken", caller.id, "",
                                          json::Object{{"issuer", list.issuer},
                                                       {"list", list.id},
                                                       {"list_at", format_timestamp(list.at)},
                                                       {"document", given.document}}}));
  // A paper names the certificate; which place it has in the list, the entry that filled it in
  // says.
  SANAD_TRY(const auto filled,
            workspace.records().entries({.kind = "paper.filled", .limit = 100'000}));
  const auto is_revoked = [&](std::string_view named) {
    return std::ranges::any_of(filled, [&](const records::Entry& entry) {
      const json::Value& of = entry.data["credential"];
      return of["credential"].string_or("") == named && of["issuer"].string_or("") == list.issuer &&
             of["list"].string_or("") == list.id &&
             list.is_revoked(static_cast<std::uint32_t>(of["index"].int_or(0)));
    });
  };
  SANAD_TRY(auto closed, close_papers_on(workspace, caller, list.issuer, is_revoked,
                                         "the certificate that it rests on was revoked by its "
                                         "issuer"));
  return TakenRevocations{list.issuer, list.id, list.at, std::move(closed)};
}

Result<authority::Paper> fill_from_credential(Workspace& workspace, const Officer& caller,
                                              const CredentialFilling& filling) {
  SANAD_CHECK(
      require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor}, "fill in a form"));
  SANAD_TRY(const Law law, law_of(workspace));
  const authority::LawPack* pack = law.library.latest(filling.pack);
  const authority::Form* form = pack == nullptr ? nullptr : pack->form(filling.form);
  if (form == nullptr || form->document != kCompetencyDocument)
    return Error{ErrorCode::kInvalid,
                 "a certificate of training fills in a form that is a certificate of competency"};
  SANAD_TRY(const Officer officer, workspace.records().officer(filling.officer));
  SANAD_TRY_WITH(const CredentialReport report, check_whole(workspace, filling),
                 "this is not a certificate of training that can be read");
  SANAD_CHECK(check_fit(workspace, caller, report, officer));
  json::Array skills = skills_for(*form, report.badge);
  if (skills.empty())
    return refuse_filling(workspace, caller, report, "no-known-skill",
                          "the certificate is for nothing that this form asks competency for");
  if (!report.badge.valid_until)
    return Error{ErrorCode::kInvalid,
                 "the certificate names no end, and the form asks for one; fill it in by hand"};
  PaperOrder order;
  order.pack = filling.pack;
  order.form = filling.form;
  order.content =
      json::Object{{"officer", officer.name},
                   {"skills", std::move(skills)},
                   {"issuer", issuer_words(report.badge.issuer_name, report.badge.issuer)},
                   {"certificate-id", report.badge.id},
                   {"valid-from", format_timestamp(report.badge.valid_from)},
                   {"expires", format_timestamp(*report.badge.valid_until)}};
  json::Object credential{{"credential", report.badge.id},
                          {"issuer", report.badge.issuer},
                          {"sha256", format_hex(crypto::sha256(as_bytes(filling.credential)))},
                          {"revocation", credential::revocation_name(report.revocation)}};
  if (report.badge.status) {
    credential.set("list", report.badge.status->list);
    credential.set("index", report.badge.status->index);
  }
  if (report.revocations_at)
    credential.set("revocations_at", format_timestamp(*report.revocations_at));
  order.credential = std::move(credential);
  return fill_paper(workspace, caller, order);
}

}  // namespace sanad::service
