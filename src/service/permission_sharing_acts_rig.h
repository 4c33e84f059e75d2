// Acts of the permission matrix (permission_acts_rig.h) that share with other agencies.
#pragma once

#include "permission_try_rig.h"

namespace sanad::service {

inline Result<void> try_sealing(const Try& t) {
  QuietWork quiet;
  return done(seal_package(t.w, t.who, t.world.package_order(t.s.id), quiet));
}
inline Result<void> try_opening(const Try& t) {
  QuietWork quiet;
  MemorySource source(as_bytes(t.s.more));
  return done(open_package(t.w, t.who, t.s.case_id, source, quiet));
}
inline Result<void> try_taking(const Try& t) {
  QuietWork quiet;
  return done(take_package(t.w, t.who, t.s.id, "", quiet));
}
inline Result<void> try_packages(const Try& t) {
  SANAD_CHECK(list_packages(t.w, t.who, t.s.case_id));
  SANAD_CHECK(find_package(t.w, t.who, t.s.id));
  return done(open_receipt(t.w, t.who, t.s.more));
}
inline Result<void> try_export(const Try& t) {
  return done(export_releases(t.w, t.who, ReleaseFormat::kStix, t.s.id, "agreement 7"));
}

inline std::map<std::string, PermissionAct> sharing_acts() {
  using W = PermissionWorld;
  return {
      {"read-card", {&W::own_exchange, SANAD_TRY_ACT(own_card(t.w, t.who))}},
      {"renew-card", {&W::nothing, SANAD_TRY_ACT(renew_card(t.w, t.who, "it was lent"))}},
      {"add-partner",
       {&W::nothing, SANAD_TRY_ACT(add_partner(t.w, t.who, t.world.partner_order()))}},
      {"confirm-partner",
       {&W::new_partner,
        SANAD_TRY_ACT(confirm_partner(t.w, t.who, t.s.id, t.s.more, "by telephone"))}},
      {"retire-partner",
       {&W::new_partner, SANAD_TRY_ACT(retire_partner(t.w, t.who, t.s.id, "a key was lost"))}},
      {"read-partners", {&W::nothing, SANAD_TRY_ACT(list_partners(t.w, t.who))}},
      {"set-marking",
       {&W::new_exhibit,
        SANAD_TRY_ACT(set_marking(t.w, t.who, {t.s.id, W::amber(), {}, "a source is named"}))}},
      {"read-marking", {&W::new_exhibit, SANAD_TRY_ACT(find_marking(t.w, t.who, t.s.id))}},
      {"seal-package", {&W::bundle_to_share, SANAD_TRY_ACT(try_sealing(t))}},
      {"copy-package", {&W::sealed_package, SANAD_TRY_ACT(copy_package(t.w, t.who, t.s.id))}},
      {"open-package", {&W::package_that_came, SANAD_TRY_ACT(try_opening(t))}},
      {"take-package", {&W::opened_package, SANAD_TRY_ACT(try_taking(t))}},
      {"issue-receipt", {&W::taken_package, SANAD_TRY_ACT(issue_receipt(t.w, t.who, t.s.id))}},
      {"take-receipt",
       {&W::receipt_that_came, SANAD_TRY_ACT(take_receipt(t.w, t.who, as_bytes(t.s.more)))}},
      {"read-packages", {&W::issued_receipt_file, SANAD_TRY_ACT(try_packages(t))}},
      {"release-indicator",
       {&W::to_release, SANAD_TRY_ACT(release_indicator(t.w, t.who, W::release_order(t.s)))}},
      {"withdraw-release",
       {&W::release, SANAD_TRY_ACT(withdraw_release(t.w, t.who, t.s.id, "it was a newspaper's"))}},
      {"read-releases", {&W::home, SANAD_TRY_ACT(list_releases(t.w, t.who, t.s.id))}},
      {"export-indicators", {&W::partner_in_force, SANAD_TRY_ACT(try_export(t))}},
  };
}

}  // namespace sanad::service
