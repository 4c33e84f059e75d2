// Acts of the permission matrix (permission_acts_rig.h) upon certificates of training.
#pragma once

#include "permission_try_rig.h"

namespace sanad::service {

inline Result<void> try_credentials(const Try& t) {
  SANAD_CHECK(list_credentials(t.w, t.who));
  SANAD_CHECK(find_credential(t.w, t.who, t.s.id));
  return done(copy_credential(t.w, t.who, t.s.id, "json"));
}
inline Result<void> try_certifying(const Try& t) {
  return done(fill_from_credential(
      t.w, t.who,
      {"international", "competency-certificate", t.world.who("investigator").id, t.s.more, {}}));
}

inline Result<void> try_closing(const Try& t) {
  SANAD_CHECK(begin_class_closing(t.w, t.who, "the course is over", {{1, 7, "a note", {}}}));
  return end_class_closing(t.w, t.who);
}

inline std::map<std::string, PermissionAct> training_acts() {
  using W = PermissionWorld;
  return {
      {"open-class",
       {&W::closed_class, SANAD_TRY_ACT(open_class(t.w, t.who, {"Coast road", 1, "", 1}))}},
      {"close-class", {&W::open_one, SANAD_TRY_ACT(try_closing(t))}},
      {"issue-credential",
       {&W::trainee,
        SANAD_TRY_ACT(issue_credential(t.w, t.who, t.world.credential_order(t.s.id)))}},
      {"revoke-credential",
       {&W::issued_credential,
        SANAD_TRY_ACT(revoke_credential(t.w, t.who, t.s.id, "the work was another's"))}},
      {"read-credentials", {&W::issued_credential, SANAD_TRY_ACT(try_credentials(t))}},
      {"list-revocations", {&W::nothing, SANAD_TRY_ACT(make_revocations(t.w, t.who))}},
      {"trust-issuer",
       {&W::new_issuer,
        SANAD_TRY_ACT(trust_issuer(t.w, t.who, t.s.id, "Sahil Academy", "by telephone"))}},
      {"distrust-issuer",
       {&W::trusted_issuer,
        SANAD_TRY_ACT(distrust_issuer(t.w, t.who, t.s.id, "its key was lost"))}},
      {"read-issuers", {&W::nothing, SANAD_TRY_ACT(list_issuers(t.w, t.who))}},
      {"take-revocations",
       {&W::issuers_list, SANAD_TRY_ACT(take_revocations(t.w, t.who, t.s.more))}},
      {"certify-officer", {&W::issued_credential, SANAD_TRY_ACT(try_certifying(t))}},
  };
}

}  // namespace sanad::service
