// Certificates of training (docs/formats/credential.md): issued and revoked by this agency under a
// key of its own for that, and those of other issuers, by which an officer's certificate of
// competency is filled in. Each act is an entry, and there is no other store of them. Tested by
// credentials_test.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credential/badge.h"
#include "service/papers.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::size_t kMaxCredentials = 20'000;  // of one agency, revoked ones included

// The did:key under which this agency issues.
std::string training_issuer(Workspace& workspace);

struct CredentialOrder {
  credential::Achieved achieved = credential::Achieved::kCompetency;
  std::string holder;  // the person's name as it is to stand
  std::string name, description, criteria;
  std::vector<credential::Skill> skills;
  std::vector<credential::Outcome> outcomes;
  std::vector<credential::Evidence> evidence;
  std::optional<Timestamp> valid_from;  // else from now
  Timestamp valid_until;
};

struct IssuedCredential {
  std::string id;  // "urn:uuid:…"
  std::string achieved, holder, name, issued_by;
  Timestamp at, valid_until;
  std::uint32_t status_index = 0;
  json::Value document;  // as it is signed
  std::optional<Timestamp> revoked_at;
  std::string revoked_by, reason;
};

// By a supervisor, as all below unless it says otherwise; never to oneself (kDenied, recorded as
// "four-eyes"). Recorded as credential.issued. kInvalid: what it says. kLimit: it is too long for
// the QR code of its page.
Result<IssuedCredential> issue_credential(Workspace& workspace, const authority::Officer& caller,
                                          const CredentialOrder& order);
// Recorded as credential.revoked; papers of this agency that rest on it are closed, and named.
// kConflict: revoked already.
Result<std::vector<std::string>> revoke_credential(Workspace& workspace,
                                                   const authority::Officer& caller,
                                                   std::string_view id, std::string_view reason);
// Newest first.
Result<std::vector<IssuedCredential>> list_credentials(Workspace& workspace,
                                                       const authority::Officer& caller);
Result<IssuedCredential> find_credential(Workspace& workspace, const authority::Officer& caller,
                                         std::string_view id);
json::Object view(const IssuedCredential& credential);
// form: "json" (its bytes as they were signed), "en.html", "en.pdf", "ur.html", "ur.pdf". Recorded
// as credential.copied. kUnavailable: no browser to print with.
Result<Bytes> copy_credential(Workspace& workspace, const authority::Officer& caller,
                              std::string_view id, std::string_view form);
// The signed list of what this agency revoked, as it stands now. Recorded as revocations.made.
Result<std::string> make_revocations(Workspace& workspace, const authority::Officer& caller);

struct TrustedIssuer {
  std::string issuer;  // did:key
  std::string name, how, by;
  Timestamp at;
};
// Its certificates count here from now on. how: by which way its key was compared. Recorded as
// issuer.trusted. kConflict: it is trusted already, as this agency's own key always is.
Result<void> trust_issuer(Workspace& workspace, const authority::Officer& caller,
                          std::string_view issuer, std::string_view name, std::string_view how);
// Recorded as issuer.distrusted; papers that rest on its certificates are closed, and named.
Result<std::vector<std::string>> distrust_issuer(Workspace& workspace,
                                                 const authority::Officer& caller,
                                                 std::string_view issuer, std::string_view reason);
Result<std::vector<TrustedIssuer>> list_issuers(Workspace& workspace,
                                                const authority::Officer& caller);

struct TakenRevocations {
  std::string issuer, list;
  Timestamp at;                     // as it stood then
  std::vector<std::string> closed;  // papers
};
// A list of a trusted issuer: papers that rest on what it revokes are closed. Recorded as
// revocations.taken; from then on it is held against each certificate of that issuer. kInvalid: no
// list, or its proof does not hold. kDenied: the issuer is not trusted. kConflict: a later one was
// taken.
Result<TakenRevocations> take_revocations(Workspace& workspace, const authority::Officer& caller,
                                          std::string_view text);

struct CredentialFilling {
  std::string pack, form;                  // a form of the document "competency-certificate"
  std::string officer;                     // identifier or name
  std::string credential;                  // JSON, or the text of its code
  std::optional<std::string> revocations;  // the issuer's list
};
// A certificate of competency as a draft of the agency's, by an investigator or a supervisor; it
// counts once another has approved it, as any (service/papers.h). kInvalid: no certificate, or one
// without an end. kDenied, recorded as act.refused with a code: "not-valid" (altered, expired, not
// yet valid, revoked …), "issuer-not-trusted", "not-competency" (attendance), "other-person",
// "no-known-skill".
Result<authority::Paper> fill_from_credential(Workspace& workspace,
                                              const authority::Officer& caller,
                                              const CredentialFilling& filling);

}  // namespace sanad::service
