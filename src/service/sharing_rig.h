// Two agencies beside each other, for tests of sharing: the rig's own, which sends, and Sahil's,
// which receives.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "import_rig.h"
#include "service/bundles.h"
#include "service/exchange.h"
#include "service/marks.h"
#include "service/packages.h"

namespace sanad::service {

class SharingRig : public ImportRig {
 protected:
  using Tlp = sharing::Tlp;
  using Pap = sharing::Pap;

  void SetUp() override {
    ImportRig::SetUp();
    theirs_ = Workspace::create({(folder_.path() / "sahil").string(), keyring::KeyFile{}},
                                "Sahil Cyber Unit", clock_)
                  .value();
    using authority::Role;
    const auto join = [&](std::string_view name, Role role) {
      return add_officer(*theirs_, custody::kSystem, name, {role}).value();
    };
    nadir_ = join("Nadir Kolan", Role::kInvestigator);
    orhan_ = join("Orhan Tel", Role::kSupervisor);
    parwin_ = join("Parwin Sur", Role::kEvidenceOfficer);
    their_case_ =
        open_case(*theirs_, nadir_, "SH-2026-0001", "Lantern, from Tirazan", "international")
            .value();
  }

  // Each registers the other, with the fingerprint confirmed by a second officer.
  void introduce(Tlp most = Tlp::kRed, Pap most_pap = Pap::kRed) {
    const auto card = own_card(workspace(), behram_).value();
    const auto their_card = own_card(*theirs_, orhan_).value();
    const auto know = [&](Workspace& at, const authority::Officer& who,
                          const authority::Officer& second, const sharing::Card& whose) {
      const auto added =
          add_partner(at, who, {sharing::format_card(whose), "", most, most_pap, "agreement 7"})
              .value();
      return confirm_partner(at, second, added.id,
                             sharing::fingerprint_words(sharing::card_fingerprint(whose)),
                             "read over the telephone by their head")
          .value();
    };
    sahil_ = know(workspace(), behram_, chand_, their_card);
    tirazan_ = know(*theirs_, orhan_, parwin_, card);
  }

  // An authorisation of a workspace for these activities.
  static std::string authorise(Workspace& at, const authority::Officer& asks,
                               const authority::Officer& approves, const std::string& case_id,
                               json::Object asked, json::Array activities) {
    asked.set("activities", std::move(activities));
    asked.set("targets", json::Array{});
    const auto made = request_authorisation(at, asks, case_id, json::Value(asked)).value();
    EXPECT_TRUE(approve_authorisation(at, approves, made.id, "as asked").ok());
    return made.id;
  }
  void permit_sharing() {
    authorise(workspace(), amal_, behram_, case_.id, request(), json::Array{"import", "share"});
  }
  void permit_their_imports() {
    authorise(*theirs_, nadir_, orhan_, their_case_.id, request(), json::Array{"import"});
  }

  // An exhibit as an import leaves it before it is read.
  records::Exhibit seal_folder(const std::string& name = "chat.txt",
                               std::string_view text = "the boats leave at dawn\n") {
    write(name, text);
    ImportOrder order;
    order.case_id = case_.id;
    order.source = "a telephone";
    order.found = find_files(folder().string()).value();
    const auto imported = import_files(workspace(), amal_, order, monitor_);
    EXPECT_TRUE(imported.ok()) << imported.error().message;
    return workspace().records().exhibit(imported->exhibit).value();
  }

  void mark(const std::string& subject, const sharing::Marking& marking,
            std::vector<std::string> officers = {}) {
    const auto set =
        set_marking(workspace(), behram_, {subject, marking, std::move(officers), "as agreed"});
    ASSERT_TRUE(set.ok()) << set.error().message;
  }

  records::Bundle export_bundle(const std::vector<std::string>& exhibits = {}) {
    const auto ordered =
        order_bundle(workspace(), amal_, {case_.id, exhibits, "for a partner"}).value();
    const auto made =
        run_bundle(workspace(), workspace().jobs().find(ordered.job).value(), monitor_);
    EXPECT_TRUE(made.ok()) << made.error().message;
    return workspace().records().bundle(ordered.bundle).value();
  }

  PackageOrder package_order(const records::Bundle& bundle) const {
    return {
        bundle.id, {sahil_.name},          {Tlp::kAmber, Pap::kAmber, {"ask before use in court"}},
        {},        "joint inquiry 7/2026", {clock_.now().unix_ms + 7 * kDayMs},
        ""};
  }

  static Bytes read_all(ByteSource& source) {
    Bytes all, piece(64 * 1024);
    while (const std::size_t got = source.read(piece).value())
      all.insert(all.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(got));
    return all;
  }
  Bytes file_of(const records::Package& package) {
    return read_all(*copy_package(workspace(), amal_, package.id)->reader);
  }
  Result<records::Package> open_there(ByteView bytes) {
    MemorySource source(bytes);
    return open_package(*theirs_, nadir_, their_case_.id, source, monitor_);
  }

  static std::vector<records::Entry> entries_of(Workspace& at, std::string_view kind) {
    return at.records()
        .entries({.kind = std::string(kind), .limit = 1000, .oldest_first = true})
        .value();
  }

  std::unique_ptr<Workspace> theirs_;
  authority::Officer nadir_, orhan_, parwin_;
  records::Case their_case_;
  records::Partner sahil_, tirazan_;  // as the other side has them
};

}  // namespace sanad::service
