// Certificates of training, issued here and by another agency, for the tests of the permission
// matrix.
#pragma once

#include "credential/encodings.h"
#include "credential/proof.h"
#include "credential/status_list.h"
#include "permission_sharing_rig.h"
#include "service/classes.h"
#include "service/credentials.h"

namespace sanad::service {

class PermissionTraining : public PermissionSharing {
 public:
  using PermissionSharing::PermissionSharing;

  CredentialOrder credential_order(std::string holder) const {
    CredentialOrder order;
    order.holder = std::move(holder);
    order.name = "Capture";
    order.description = "Captures of public pages.";
    order.criteria = "Three exercises were solved.";
    order.skills = {{"capture", "Capture"}};
    order.valid_until = Timestamp{now().unix_ms + 30 * kDayMs};
    return order;
  }
  // Who is to be certified: oneself, where it is one's own.
  Subject trainee(const Setting& of) {
    return {of.is_own ? who(kOwnRole).name : fresh("Trainee"), "", ""};
  }
  // The investigator's, with what it says.
  Subject issued_credential(const Setting&) {
    const auto made =
        must(issue_credential(workspace_, second(), credential_order(who("investigator").name)));
    return {made.id, "", json::format_canonical(made.document)};
  }
  // No class is open; and one is.
  Subject closed_class(const Setting&) {
    const auto state = must(class_state(workspace_));
    if (!state.is_opened || state.is_closed) return {};
    if (!state.is_closing) must(begin_class_closing(workspace_, who("administrator"), "over", {}));
    must(end_class_closing(workspace_, who("administrator")));
    return {};
  }
  Subject open_one(const Setting& of) {
    closed_class(of);
    must(open_class(workspace_, who("administrator"), {"Coast road", 1, "", 1}));
    return {};
  }
  // Of an issuer whom nobody knows.
  Subject new_issuer(const Setting&) { return {did_of(++issuers_), "", ""}; }
  Subject trusted_issuer(const Setting&) {
    const std::string issuer = did_of(++issuers_);
    must(trust_issuer(workspace_, second(), issuer, "Sahil Academy", "by telephone"));
    return {issuer, "", ""};
  }
  Subject issuers_list(const Setting&) {
    const auto key = key_of(++issuers_);
    const std::string issuer = credential::format_did(key.public_key());
    must(trust_issuer(workspace_, second(), issuer, "Sahil Academy", "by telephone"));
    const std::string text = json::format_canonical(credential::with_proof(
        credential::format_status_list("urn:uuid:0b0e0c5e-3f52-4c1b-8f0e-6d3f0e6b7a11", issuer, {},
                                       now()),
        key, now()));
    return {issuer, "", text};
  }

 private:
  static crypto::SigningKey key_of(int number) {
    return must(crypto::SigningKey::from_seed(Bytes(32, static_cast<std::uint8_t>(number))));
  }
  static std::string did_of(int number) {
    return credential::format_did(key_of(number).public_key());
  }
  int issuers_ = 0;
};

}  // namespace sanad::service
