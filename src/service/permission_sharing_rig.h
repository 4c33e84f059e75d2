// Partners, packages, receipts and releases for the tests of the permission matrix. The other
// agency is a workspace of its own.
#pragma once

#include "permission_review_rig.h"
#include "service/bundles.h"
#include "service/exchange.h"
#include "service/lists.h"
#include "service/marks.h"
#include "service/packages.h"
#include "service/releases.h"
#include "timestamp/timestamp.h"

namespace sanad::service {

class PermissionSharing : public PermissionReviews {
 public:
  using PermissionReviews::PermissionReviews;

  static sharing::Marking amber() { return {sharing::Tlp::kAmber, sharing::Pap::kAmber, {}}; }
  static sharing::Marking green() { return {sharing::Tlp::kGreen, sharing::Pap::kGreen, {}}; }

  // ---- cards and partners ----

  // Of an agency that nobody has met.
  std::string new_card() {
    if (!strangers_) strangers_ = agency("Marwat Desk");
    return sharing::format_card(must(renew_card(*strangers_->workspace, strangers_->head, "new")));
  }
  PartnerOrder partner_order() {
    return {new_card(), fresh("Marwat Desk"), sharing::Tlp::kAmber, sharing::Pap::kAmber, ""};
  }
  Subject own_exchange(const Setting&) {
    must(own_card(workspace_, second()));
    return {};
  }
  // With the fingerprint as it was told.
  Subject new_partner(const Setting& of) {
    const PartnerOrder order = partner_order();
    const auto& by = of.is_own ? who(kOwnRole) : second();
    const auto made = must(add_partner(workspace_, by, order));
    const Digest256 print = sharing::card_fingerprint(sharing::parse_card(order.card).value());
    return {made.id, "", sharing::fingerprint_words(print)};
  }
  Subject partner_in_force(const Setting&) { return {them().id, "", ""}; }

  // ---- markings, packages, receipts ----

  // In a case in which it may be shared, or in one in which not.
  Subject bundle_to_share(const Setting& of) {
    const Subject made = case_to_share(of);
    // One file, so that to take it in is not bulk.
    const auto taken =
        must(import_files(workspace_, who("investigator"), import_order(made), quiet_));
    must(set_marking(workspace_, second(), {made.id, amber(), {}, "a source is named"}));
    const auto ordered =
        must(order_bundle(workspace_, second(), {made.id, {taken.exhibit}, "a partner"}));
    run(ordered.job);
    return {ordered.bundle, made.id, them().id};
  }
  // One that names no officer, and a certificate that its aliases can be sealed for.
  Subject defence_bundle(const Setting&) {
    const Subject made = new_case();
    const auto asked = must(request_authorisation(
        workspace_, who("investigator"), made.id,
        json::Value(request({"capture"}, {target("host", "forum.tirazan.example")}))));
    must(approve_authorisation(workspace_, second(), asked.id, ""));
    BundleOrder order{made.id, {seal(made.id, true).id}, "the defence"};
    order.build = "disclosable";
    const auto ordered = must(order_bundle(workspace_, second(), order));
    run(ordered.job);
    const auto card = must(own_card(workspace_, second()));
    return {ordered.bundle, made.id, timestamp::format_certificates_pem({&card.sealing, 1})};
  }
  PackageOrder package_order(const std::string& bundle) {
    return {bundle, {them().id}, amber(), {}, "joint inquiry 7/2026", {now().unix_ms + 7 * kDayMs},
            ""};
  }
  Subject sealed_package(const Setting&) {
    const Subject from = bundle_to_share({"approved"});
    return {must(seal_package(workspace_, who("investigator"), package_order(from.id), quiet_)).id,
            from.case_id, ""};
  }
  // That the other agency sealed: its bytes in the place of its name.
  Subject package_that_came(const Setting&) {
    return {"", new_case().id, bytes_of(*theirs().world, theirs().world->sealed_for(us_there()))};
  }
  Subject opened_package(const Setting& of) {
    Subject made = authorised("import", of);
    const std::string bytes = package_that_came(of).more;
    MemorySource source(as_bytes(bytes));
    made.id = must(open_package(workspace_, second(), made.case_id, source, quiet_)).id;
    return made;
  }
  Subject taken_package(const Setting&) {
    Subject made = opened_package({"approved"});
    must(take_package(workspace_, who("investigator"), made.id, "", quiet_));
    return made;
  }
  Subject issued_receipt_file(const Setting& of) {
    Subject made = taken_package(of);
    made.more = must(issue_receipt(workspace_, second(), made.id)).id;
    return made;
  }
  // That the other agency issued for a package of ours: its bytes.
  Subject receipt_that_came(const Setting& of) {
    const Subject ours = sealed_package(of);
    PermissionSharing& there = *theirs().world;
    there.know_newest(must(own_card(workspace_, second())));
    const Subject opened = there.open_and_take(bytes_of(*this, ours.id));
    const auto receipt = must(issue_receipt(there.workspace_, there.second(), opened.id));
    return {ours.id, ours.case_id,
            read_all(*must(open_receipt(there.workspace_, there.second(), receipt.id)).reader)};
  }

  // ---- indicators ----

  // An entry of a list of our own, of a value of its own, in a case in which it may be shared.
  Subject to_release(const Setting& of) {
    const Subject in_case = case_to_share(of);
    ListOrder order;
    order.name = fresh("Own list");
    order.signal = "sha256";
    order.tlp = lists::Tlp::kGreen;
    const std::string value = format_hex(crypto::sha256(as_bytes(order.name)));
    const std::string list = must(import_list(workspace_, second(), value + "\n", order)).list.id;
    return {list, in_case.id, must(read_list(workspace_, second(), list)).entries.front().id};
  }
  static ReleaseOrder release_order(const Subject& of) {
    ReleaseOrder order;
    order.case_id = of.case_id;
    order.list = of.id;
    order.entry = of.more;
    order.marking = green();
    order.reason = "partners ask for it";
    return order;
  }
  Subject release(const Setting&) {
    const Subject made = to_release({"approved"});
    const auto released =
        must(release_indicator(workspace_, who("investigator"), release_order(made)));
    return {released.id, made.case_id, ""};
  }

 private:
  struct Agency {
    std::unique_ptr<Workspace> workspace;
    authority::Officer head;
    std::unique_ptr<PermissionSharing> world;
  };

  std::unique_ptr<Agency> agency(const char* name) {
    auto made = std::make_unique<Agency>();
    made->workspace = must(Workspace::create({(folder_.path() / name).string(), keyring::KeyFile{}},
                                             name, workspace_.clock()));
    made->head = must(add_officer(*made->workspace, custody::kSystem, "Orhan Tel",
                                  {authority::Role::kSupervisor}));
    return made;
  }
  std::string meet(const sharing::Card& card) {
    known_ = sharing::format_card(card);
    const PartnerOrder order{known_, fresh(card.agency.c_str()), sharing::Tlp::kAmber,
                             sharing::Pap::kAmber, ""};
    const std::string id = must(add_partner(workspace_, second(), order)).id;
    const auto print = sharing::fingerprint_words(sharing::card_fingerprint(card));
    must(confirm_partner(workspace_, who("supervisor"), id, print, "by telephone"));
    return id;
  }
  void know_newest(const sharing::Card& card) {
    if (sharing::format_card(card) != known_) there_ = meet(card);
  }
  Agency& theirs() {
    if (theirs_) return *theirs_;
    theirs_ = agency("Sahil Cyber Unit");
    theirs_->world = std::make_unique<PermissionSharing>(*theirs_->workspace, advance_ms_);
    there_ = meet(must(own_card(*theirs_->workspace, theirs_->head)));
    theirs_->world->there_ = theirs_->world->meet(must(own_card(workspace_, second())));
    return *theirs_;
  }
  records::Partner them() {
    if (there_.empty()) theirs();
    return must(workspace_.records().partner(there_));
  }
  std::string us_there() { return theirs().world->there_; }

  Subject case_to_share(const Setting& of) {
    Subject made = new_case();
    json::Array activities{"import"};
    if (of.state == "approved") activities.emplace_back("share");
    const auto asked = must(request_authorisation(
        workspace_, who("investigator"), made.id,
        json::Value(request(activities, {target("host", "forum.tirazan.example")}))));
    must(approve_authorisation(workspace_, second(), asked.id, ""));
    return made;
  }
  std::string sealed_for(const std::string& partner) {
    const Subject from = bundle_to_share({"approved"});
    PackageOrder order = package_order(from.id);
    order.partners = {partner};
    return must(seal_package(workspace_, who("investigator"), order, quiet_)).id;
  }
  Subject open_and_take(const std::string& bytes) {
    Subject made = authorised("import", {"approved"});
    MemorySource source(as_bytes(bytes));
    made.id = must(open_package(workspace_, second(), made.case_id, source, quiet_)).id;
    must(take_package(workspace_, who("investigator"), made.id, "", quiet_));
    return made;
  }
  static std::string read_all(ByteSource& source) {
    std::string all;
    Bytes piece(64 * 1024);
    while (const std::size_t got = must(source.read(piece)))
      all.append(reinterpret_cast<const char*>(piece.data()), got);
    return all;
  }
  static std::string bytes_of(PermissionSharing& here, const std::string& package) {
    return read_all(*must(copy_package(here.workspace_, here.second(), package)).reader);
  }

  std::unique_ptr<Agency> theirs_, strangers_;
  std::string there_, known_;  // the other agency as this one has registered it, and its card
  QuietWork quiet_;
};

}  // namespace sanad::service
