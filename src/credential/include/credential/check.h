// What can be said of a certificate, offline: whether the issuer's key signed just these words,
// whether it is valid at a time, whether the issuer is one that is expected, and, with the issuer's
// list, whether it was revoked. Each is told apart. Pure. Tested by check_test.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credential/badge.h"
#include "credential/proof.h"

namespace sanad::credential {

enum class Validity { kValid, kNotYetValid, kExpired };
std::string_view validity_name(Validity validity);  // "not-yet-valid"

enum class Revocation {
  kNotLooked,   // no list was given
  kNoStatus,    // the certificate names no list, so that it cannot be revoked
  kNotRevoked,  // as of the list's time
  kRevoked,
  kOtherList,     // the list is whole, and of another issuer or another list of his
  kListNotTaken,  // not a list, its proof does not hold, or it is of a later time than now
};
std::string_view revocation_name(Revocation revocation);

enum class IssuerIs { kNotCompared, kExpected, kOther };
std::string_view issuer_name(IssuerIs issuer);

struct Expectation {
  Timestamp now;
  std::vector<std::string> issuers;        // did:key of those that are trusted; none: not compared
  std::optional<std::string> revocations;  // the text of the issuer's list
};

struct CredentialReport {
  Badge badge;
  Proof proof = Proof::kAbsent;
  bool key_is_issuers = false;  // the proof's key is the one that the issuer's name is
  Validity validity = Validity::kValid;
  IssuerIs issuer = IssuerIs::kNotCompared;
  Revocation revocation = Revocation::kNotLooked;
  std::optional<Timestamp> revocations_at;  // of a list that was taken

  // Nothing speaks against it. That nobody looked for revocation, or compared the issuer, does not;
  // the report says so.
  bool is_valid() const;
  // Whether it is one of competency and valid.
  bool certifies_competency() const {
    return is_valid() && badge.achieved == Achieved::kCompetency;
  }
  // Codes of what speaks against it, in a fixed order: "proof-broken", "expired", "revoked" …
  std::vector<std::string> against() const;
};

// text: JSON, or the text of a certificate's code (credential/compact.h). kInvalid, kLimit: it
// cannot be read as a certificate at all.
Result<CredentialReport> check_credential(std::string_view text, const Expectation& expected);

// As JSON: "sanad-credential-report/1".
json::Object report_json(const CredentialReport& report);
// Sentences in English, one a line.
std::string report_text(const CredentialReport& report);
// The sentence of a code of against().
std::string_view words_against(std::string_view code);

}  // namespace sanad::credential
