// A package on its way from one agency to another, and its receipt on the way back.
#include "service/packages.h"

#include <sqlite3.h>

#include <barrier>
#include <thread>

#include "extract/sealed.h"
#include "service/exhibits.h"
#include "service/worker.h"
#include "sharing_rig.h"

namespace sanad::service {
namespace {

class PackagesTest : public SharingRig {
 protected:
  void SetUp() override {
    SharingRig::SetUp();
    introduce();
    permit_sharing();
    exhibit_ = seal_folder();
    mark(case_.id, {Tlp::kAmber, Pap::kAmber, {}});
  }
  std::string last_code(Workspace& at, std::string_view kind) {
    const auto all = entries_of(at, kind);
    return all.empty() ? "" : all.back().data["code"].string_or("");
  }
  // What the receiver says to bytes, and how the ledger calls it.
  std::string refusal(ByteView bytes) {
    const auto opened = open_there(bytes);
    if (opened.ok()) return "opened";
    return last_code(*theirs_, "package.refused");
  }
  // The same content, sealed by whoever and for whomever.
  Bytes forge(const std::string& line, ByteView bundle, const OwnIdentity& signer,
              const Bytes& recipient) {
    MemorySink sink;
    const std::vector<Bytes> recipients = {recipient};
    auto sealer =
        cms::Sealer::create(sink, {&signer.signing, signer.card.signing}, recipients).value();
    EXPECT_TRUE(sealer->write(as_bytes(line + "\n")).ok());
    EXPECT_TRUE(sealer->write(bundle).ok());
    EXPECT_TRUE(sealer->finish().ok());
    return sink.take();
  }
  sharing::PackageHeader line_of(const records::Package& package) {
    return find_package(workspace(), amal_, package.id)->header;
  }
  // By the evidence officer, who may.
  std::string upload_there(ByteView bytes) {
    auto& uploads = theirs_->uploads();
    const auto begun = uploads.begin(*theirs_, parwin_, their_case_.id, "package.cms",
                                     {{"package.cms", bytes.size(), {}}});
    EXPECT_TRUE(begun.ok()) << begun.error().message;
    EXPECT_TRUE(uploads.add(*theirs_, parwin_, begun->id, 0, bytes).ok());
    return begun->id;
  }
  void forget(Workspace& at, const char* rows) {
    const std::string path = (std::filesystem::path(at.directory()) / "records.db").string();
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, rows, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close_v2(database);
  }
  records::Exhibit exhibit_;
  std::atomic<bool> stop_{false};
};

TEST_F(PackagesTest, ExhibitsArriveWithTheSendersChainAndTheReceiptComesBack) {
  const auto bundle = export_bundle();
  const auto package = seal_package(workspace(), amal_, package_order(bundle), monitor_);
  ASSERT_TRUE(package.ok()) << package.error().message;
  const Bytes sealed = file_of(*package);
  EXPECT_EQ(entries("package.copied").size(), 1u);

  const auto opened = open_there(sealed);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  EXPECT_EQ(opened->data["partner"].string_or(""), tirazan_.id);
  EXPECT_EQ(opened->data["bundle"]["sha256"].string_or(""), bundle.sha256);
  EXPECT_EQ(opened->data["checkpoint"]["origin"].string_or(""),
            workspace().keyring().names().ledger);

  // Without an authorisation nothing is taken in; nor is there a receipt for what was not taken.
  EXPECT_EQ(take_package(*theirs_, nadir_, opened->id, "", monitor_).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(issue_receipt(*theirs_, nadir_, opened->id).error().code, ErrorCode::kConflict);
  permit_their_imports();
  const auto taken = take_package(*theirs_, nadir_, opened->id, "", monitor_);
  ASSERT_TRUE(taken.ok()) << taken.error().message;
  ASSERT_EQ(taken->exhibits.size(), 1u);
  EXPECT_EQ(taken->exhibits[0].theirs, exhibit_.id);
  EXPECT_TRUE(take_package(*theirs_, nadir_, opened->id, "", monitor_)->jobs.empty());

  const auto theirs = theirs_->records().exhibit(taken->exhibits[0].exhibit).value();
  for (const auto& said :
       {package->id, exhibit_.number, bundle.sha256, workspace().keyring().names().ledger})
    EXPECT_NE(theirs.source.find(said), std::string::npos) << theirs.source;
  // The same bytes under the same digest, in another vault.
  const auto ours = workspace().records().imported_files(exhibit_.id, 1, 10).value();
  std::set<std::string> digests;
  for (const auto& file : theirs_->records().imported_files(theirs.id, 1, 10).value())
    digests.insert(file.sha256);
  EXPECT_TRUE(digests.contains(ours[0].sha256));
  const auto marking = marking_of(*theirs_, theirs)->own;
  EXPECT_EQ(marking->tlp, Tlp::kAmber);

  const auto receipt = issue_receipt(*theirs_, parwin_, opened->id);
  ASSERT_TRUE(receipt.ok()) << receipt.error().message;
  EXPECT_EQ(issue_receipt(*theirs_, parwin_, opened->id)->id, receipt->id);
  const Bytes paper = read_all(*open_receipt(*theirs_, parwin_, receipt->id)->reader);
  const auto back = take_receipt(workspace(), chand_, paper);
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(back->data["checkpoint"]["origin"].string_or(""), theirs_->keyring().names().ledger);
  EXPECT_EQ(back->data["received_by"].string_or(""), "Nadir Kolan");
  EXPECT_EQ(take_receipt(workspace(), chand_, paper).error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_code(workspace(), "receipt.refused"), "replayed");

  // The exhibit's custody says where it went, and what came of it.
  std::set<std::string> kinds;
  for (const auto& entry : custody_record(workspace(), amal_, exhibit_).value())
    kinds.insert(entry.kind);
  EXPECT_TRUE(kinds.contains("package.sealed"));
  EXPECT_TRUE(kinds.contains("receipt.taken"));
  kinds.clear();
  for (const auto& entry : custody_record(*theirs_, nadir_, theirs).value())
    kinds.insert(entry.kind);
  EXPECT_TRUE(kinds.contains("package.opened"));
  EXPECT_TRUE(kinds.contains("package.taken"));

  // All of it follows from the ledgers.
  const auto before =
      json::format_canonical(view(find_package(workspace(), amal_, package->id).value()));
  workspace_.reset();
  workspace_ = Workspace::rebuild(options(), clock_, {}).value();
  EXPECT_EQ(json::format_canonical(view(find_package(workspace(), amal_, package->id).value())),
            before);
}

TEST_F(PackagesTest, AnExhibitWhoseTakingWasCutOffIsNotTakenInTwice) {
  const auto package =
      seal_package(workspace(), amal_, package_order(export_bundle()), monitor_).value();
  permit_their_imports();
  const auto opened = open_there(file_of(package)).value();
  const auto before = take_package(*theirs_, nadir_, opened.id, "", monitor_).value();
  ASSERT_EQ(before.exhibits.size(), 1u);
  // Another exhibit that claims to come from there is not mistaken for it.
  const auto real = theirs_->records().exhibit(before.exhibits[0].exhibit).value();
  write("chat.txt", "the boats leave at noon\n");
  ImportOrder claimed;
  claimed.case_id = their_case_.id;
  claimed.source = real.source;
  claimed.found = find_files(folder().string()).value();
  ASSERT_TRUE(import_files(*theirs_, nadir_, claimed, monitor_).ok());

  // As if the program had stopped before its entries package.taken and marking.set.
  forget(*theirs_, "DELETE FROM taken_exhibits; DELETE FROM markings;");
  ASSERT_TRUE(theirs_->records().taken_exhibits(opened.id)->empty());
  const auto again = take_package(*theirs_, nadir_, opened.id, "", monitor_);
  ASSERT_TRUE(again.ok()) << again.error().message;
  ASSERT_EQ(again->exhibits.size(), 1u);
  EXPECT_EQ(again->exhibits[0].exhibit, real.id);
  EXPECT_EQ(again->jobs, before.jobs);
  EXPECT_EQ(theirs_->records().exhibits(their_case_.id)->size(), 2u);
  EXPECT_EQ(marking_of(*theirs_, real)->own->tlp, Tlp::kAmber);
  EXPECT_EQ(entries_of(*theirs_, "import.started").size(), 2u);
}

TEST_F(PackagesTest, SealingAndOpeningAreJobsThatSayWhatCameOfThem) {
  PackageOrder order = package_order(export_bundle());
  order.marking.tlp = Tlp::kGreen;
  EXPECT_EQ(order_package(workspace(), amal_, order).error().code, ErrorCode::kDenied);
  order.marking.tlp = Tlp::kAmber;
  const auto ordered = order_package(workspace(), amal_, order);
  ASSERT_TRUE(ordered.ok()) << ordered.error().message;
  EXPECT_EQ(find_package(workspace(), amal_, ordered->package).error().code, ErrorCode::kNotFound);
  const auto sealed = run_now(workspace(), ordered->job, stop_, {});
  ASSERT_TRUE(sealed.ok()) << sealed.error().message;
  EXPECT_EQ(sealed->result["package"].string_or(""), ordered->package);
  const Bytes file = file_of(workspace().records().package(ordered->package, "out").value());

  EXPECT_EQ(order_opening(*theirs_, nadir_, their_case_.id, "upload-0").error().code,
            ErrorCode::kNotFound);
  const auto upload = upload_there(file);
  const auto job = order_opening(*theirs_, parwin_, their_case_.id, upload);
  ASSERT_TRUE(job.ok()) << job.error().message;
  const auto opened = run_now(*theirs_, *job, stop_, {});
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  EXPECT_EQ(opened->result["package"].string_or(""), ordered->package);
  // What was refused is a job that failed, with the reason; and its bytes are gone.
  const auto second = upload_there(file);
  const auto again = order_opening(*theirs_, parwin_, their_case_.id, second).value();
  EXPECT_EQ(run_now(*theirs_, again, stop_, {}).error().code, ErrorCode::kDenied);
  EXPECT_NE(theirs_->jobs().find(again)->error.find("opened already"), std::string::npos);
  EXPECT_EQ(last_code(*theirs_, "package.refused"), "replayed");
  EXPECT_EQ(order_opening(*theirs_, parwin_, their_case_.id, second).error().code,
            ErrorCode::kNotFound);
}

TEST_F(PackagesTest, ASealingThatWasCutOffIsDoneOnceAndAnOpeningLeavesNothing) {
  const auto ordered = order_package(workspace(), amal_, package_order(export_bundle())).value();
  // The program stops before anything was written; then after the entry, before the job's end.
  for (const bool is_written : {false, true}) {
    const auto taken = workspace().jobs().take_this(ordered.job, "worker", clock_.now())->value();
    EXPECT_TRUE(!is_written || run_package_sealing(workspace(), taken, monitor_).ok());
    ASSERT_TRUE(reopen().ok());
    EXPECT_EQ(workspace().jobs().find(ordered.job)->state, records::JobState::kQueued);
  }
  ASSERT_TRUE(run_now(workspace(), ordered.job, stop_, {}).ok());
  EXPECT_EQ(entries("package.sealed").size(), 1u);
  const Bytes file = file_of(workspace().records().package(ordered.package, "out").value());

  const auto job = order_opening(*theirs_, parwin_, their_case_.id, upload_there(file)).value();
  ASSERT_TRUE(theirs_->jobs().take_this(job, "worker", clock_.now())->has_value());
  const std::string folder = theirs_->directory();
  theirs_.reset();
  theirs_ = Workspace::open({folder, keyring::KeyFile{}}, clock_).value();
  EXPECT_EQ(theirs_->jobs().find(job)->state, records::JobState::kInterrupted);
  EXPECT_TRUE(std::filesystem::is_empty(theirs_->working_directory()));
  EXPECT_TRUE(entries_of(*theirs_, "package.opened").empty());
  EXPECT_TRUE(open_there(file).ok());
}

// Two officers press the same button.
TEST_F(PackagesTest, APackageIsTakenInOnceHoweverManyTakeItAtOnce) {
  const auto package =
      seal_package(workspace(), amal_, package_order(export_bundle()), monitor_).value();
  permit_their_imports();
  const auto opened = open_there(file_of(package)).value();
  std::barrier together(2);
  std::vector<std::string> wrong[2];
  std::vector<std::thread> officers;
  for (auto& of_one : wrong) {
    officers.emplace_back([&] {
      QuietMonitor monitor;
      together.arrive_and_wait();
      for (int i = 0; i < 20; ++i) {
        const auto taken = take_package(*theirs_, nadir_, opened.id, "", monitor);
        if (!taken.ok() && taken.error().code != ErrorCode::kConflict)
          of_one.push_back(taken.error().message);
        if (taken.ok() && taken->exhibits.size() != 1) of_one.emplace_back("another number");
      }
    });
  }
  for (auto& officer : officers) officer.join();
  EXPECT_EQ(wrong[0], std::vector<std::string>());
  EXPECT_EQ(wrong[1], std::vector<std::string>());
  EXPECT_EQ(theirs_->records().exhibits(their_case_.id)->size(), 1u);
  EXPECT_EQ(entries_of(*theirs_, "import.started").size(), 1u);
  EXPECT_EQ(entries_of(*theirs_, "package.taken").size(), 1u);
}

TEST_F(PackagesTest, WhoComesWhileItIsTakenInIsTold) {
  const auto package =
      seal_package(workspace(), amal_, package_order(export_bundle()), monitor_).value();
  permit_their_imports();
  const auto opened = open_there(file_of(package)).value();
  {
    const auto alone = theirs_->gates().try_close(opened.id);
    EXPECT_EQ(take_package(*theirs_, nadir_, opened.id, "", monitor_).error().code,
              ErrorCode::kConflict);
  }
  EXPECT_TRUE(take_package(*theirs_, nadir_, opened.id, "", monitor_).ok());
}

TEST_F(PackagesTest, AnExhibitThatIsTakenInIsMarkedBeforeItIsThere) {
  const auto package =
      seal_package(workspace(), amal_, package_order(export_bundle()), monitor_).value();
  permit_their_imports();
  const auto opened = open_there(file_of(package)).value();
  const auto taken = take_package(*theirs_, nadir_, opened.id, "", monitor_).value();
  const auto marked = entries_of(*theirs_, "marking.set");
  ASSERT_EQ(marked.size(), 1u);
  EXPECT_EQ(marked[0].data["subject"].string_or(""), taken.exhibits[0].exhibit);
  for (const char* kind : {"import.started", "exhibit.files", "exhibit.sealed"})
    EXPECT_LT(marked[0].index, entries_of(*theirs_, kind).at(0).index) << kind;
}

TEST_F(PackagesTest, WhatIsNotAsItWasSentIsRefusedWithItsReasonAndAnEntry) {
  const auto bundle = export_bundle();
  const auto package = seal_package(workspace(), amal_, package_order(bundle), monitor_).value();
  const Bytes sealed = file_of(package);
  const sharing::PackageHeader header = line_of(package);
  const std::string line = sharing::format_header(header);
  const Bytes zip = read_all(*open_bundle(workspace(), amal_, bundle.id)->reader);
  const auto ours = own_identities(workspace()).value();
  const auto their_identities = own_identities(*theirs_).value();
  const Bytes& their_sealing = their_identities[0].card.sealing;

  EXPECT_EQ(refusal(as_bytes("nothing of the kind")), "malformed");
  Bytes changed = sealed;
  changed[changed.size() / 2] ^= 1;
  EXPECT_EQ(refusal(changed), "changed");
  changed.resize(sealed.size() / 2);
  EXPECT_EQ(refusal(changed), "malformed");

  // Sealed for somebody else; and sealed on for us by somebody whom the sender did not name.
  const auto third = cms::PrivateKey::from_seed(Bytes(32, 9)).value();
  const Bytes third_certificate =
      cms::make_certificate(
          third, {"Marwat Desk", cms::Use::kSeal, 1, clock_.now(), {clock_.now().unix_ms + kDayMs}})
          .value();
  EXPECT_EQ(refusal(forge(line, zip, ours[0], third_certificate)), "not-for-us");
  sharing::PackageHeader elsewhere = header;
  elsewhere.recipients = {{"Marwat Desk", Digest256{7}}};
  EXPECT_EQ(refusal(forge(sharing::format_header(elsewhere), zip, ours[0], their_sealing)),
            "not-for-us");

  // A signer whom nobody registered; a line that names another sender; another bundle.
  EXPECT_EQ(refusal(forge(line, zip, their_identities[0], their_sealing)), "unknown-sender");
  sharing::PackageHeader other = header;
  other.sender_card = Digest256{5};
  EXPECT_EQ(refusal(forge(sharing::format_header(other), zip, ours[0], their_sealing)),
            "other-sender");
  EXPECT_EQ(refusal(forge(line, as_bytes("another bundle"), ours[0], their_sealing)),
            "bundle-changed");
  Bytes tampered = zip;
  tampered[tampered.size() / 2] ^= 1;
  sharing::PackageHeader honest = header;
  honest.bundle_sha256 = crypto::sha256(tampered);
  EXPECT_EQ(refusal(forge(sharing::format_header(honest), tampered, ours[0], their_sealing)),
            "bundle-tampered");
  EXPECT_EQ(refusal(forge("{}", zip, ours[0], their_sealing)), "malformed");
  sharing::PackageHeader personal = header;
  personal.persons = {"Somebody Else"};
  EXPECT_EQ(refusal(forge(sharing::format_header(personal), zip, ours[0], their_sealing)),
            "not-for-this-person");

  EXPECT_EQ(refusal(sealed), "opened");
  EXPECT_EQ(refusal(sealed), "replayed");
  EXPECT_EQ(entries_of(*theirs_, "package.opened").size(), 1u);
  const auto refused = entries_of(*theirs_, "package.refused");
  EXPECT_EQ(refused.size(), 12u);
  EXPECT_EQ(refused.back().data["package"].string_or(""), package.id);
  EXPECT_EQ(refused.back().actor, nadir_.id);
  EXPECT_EQ(open_package(
                *theirs_,
                add_officer(*theirs_, custody::kSystem, "R", {authority::Role::kReviewer}).value(),
                their_case_.id, *std::make_unique<MemorySource>(sealed), monitor_)
                .error()
                .code,
            ErrorCode::kDenied);
}

TEST_F(PackagesTest, AnExpiredPackageOrOneOfARetiredPartnerIsRefused) {
  const auto bundle = export_bundle();
  const Bytes sealed =
      file_of(seal_package(workspace(), amal_, package_order(bundle), monitor_).value());
  clock_.advance_ms(7 * kDayMs);
  EXPECT_EQ(refusal(sealed), "expired");
  ASSERT_TRUE(retire_partner(*theirs_, orhan_, tirazan_.id, "their key was lost").ok());
  EXPECT_EQ(refusal(sealed), "partner-not-in-force");
  // Nor is anything sealed for a partner that is not in force.
  ASSERT_TRUE(retire_partner(workspace(), behram_, sahil_.id, "likewise").ok());
  EXPECT_EQ(seal_package(workspace(), amal_, package_order(bundle), monitor_).error().code,
            ErrorCode::kInvalid);
}

TEST_F(PackagesTest, MarkingsDecideWhatAPackageMayHoldAndWhoMayHaveIt) {
  const auto bundle = export_bundle();
  const auto seal = [&](const PackageOrder& order, const authority::Officer& who) {
    return seal_package(workspace(), who, order, monitor_).error().code;
  };
  PackageOrder order = package_order(bundle);
  order.marking.tlp = Tlp::kGreen;  // the case is amber
  EXPECT_EQ(seal(order, amal_), ErrorCode::kDenied);
  order.marking = {Tlp::kRed, Pap::kAmber, {}};  // for nobody by name
  EXPECT_EQ(seal(order, amal_), ErrorCode::kDenied);
  EXPECT_EQ(seal(package_order(bundle), behram_), ErrorCode::kDenied);  // no investigator
  EXPECT_EQ(entries("act.refused").size(), 3u);
  EXPECT_EQ(last_code(workspace(), "act.refused"), "wrong-role");
  order.persons = {"Nadir Kolan"};
  const auto red = seal_package(workspace(), amal_, order, monitor_);
  ASSERT_TRUE(red.ok()) << red.error().message;

  // What arrives for one person is seen by that person alone.
  permit_their_imports();
  const auto opened = open_there(file_of(*red));
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  EXPECT_EQ(take_package(*theirs_, orhan_, opened->id, "", monitor_).error().code,
            ErrorCode::kDenied);
  const auto taken = take_package(*theirs_, nadir_, opened->id, "", monitor_).value();
  EXPECT_EQ(find_exhibit(*theirs_, parwin_, taken.exhibits[0].exhibit).error().code,
            ErrorCode::kDenied);

  // An exhibit that the officer may not see is not sent by him.
  const auto farid = add("Farid Nour", authority::Role::kInvestigator);
  mark(exhibit_.id, {Tlp::kAmber, Pap::kAmber, {}}, {amal_.id});
  EXPECT_EQ(seal(package_order(bundle), farid), ErrorCode::kDenied);
  EXPECT_EQ(last_code(workspace(), "act.refused"), "need-to-know");
}

TEST_F(PackagesTest, APartnerIsSentNothingStricterThanItMay) {
  const auto card = renew_card(*theirs_, orhan_, "for this test").value();
  const auto added =
      add_partner(workspace(), behram_,
                  {sharing::format_card(card), "Sahil, press office", Tlp::kGreen, Pap::kGreen, ""})
          .value();
  const auto bundle = export_bundle();
  PackageOrder order = package_order(bundle);
  order.partners = {added.id};
  EXPECT_EQ(seal_package(workspace(), amal_, order, monitor_).error().code, ErrorCode::kInvalid);
  ASSERT_TRUE(confirm_partner(workspace(), chand_, added.id,
                              format_hex(sharing::card_fingerprint(card)), "in person")
                  .ok());
  EXPECT_EQ(seal_package(workspace(), amal_, order, monitor_).error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_code(workspace(), "act.refused"), "marking");
  PackageOrder blank = package_order(bundle);
  blank.purpose = "";
  EXPECT_EQ(seal_package(workspace(), amal_, blank, monitor_).error().code, ErrorCode::kInvalid);
  PackageOrder late = package_order(bundle);
  late.expires_at = clock_.now();
  EXPECT_EQ(seal_package(workspace(), amal_, late, monitor_).error().code, ErrorCode::kInvalid);
}

TEST_F(PackagesTest, WhatNobodyMarkedDoesNotLeave) {
  const auto other =
      open_case(workspace(), amal_, "TZ-2026-0002", "Unmarked", "international").value();
  authorise(workspace(), amal_, behram_, other.id, request(), json::Array{"import", "share"});
  case_ = other;
  seal_folder("b.txt", "more");
  const auto bundle = export_bundle();
  EXPECT_EQ(seal_package(workspace(), amal_, package_order(bundle), monitor_).error().code,
            ErrorCode::kInvalid);
  mark(other.id, {Tlp::kClear, Pap::kClear, {}});
  EXPECT_TRUE(seal_package(workspace(), amal_, package_order(bundle), monitor_).ok());
}

TEST_F(PackagesTest, AReceiptThatIsNotForWhatWasSentIsRefused) {
  const auto bundle = export_bundle();
  const auto package = seal_package(workspace(), amal_, package_order(bundle), monitor_).value();
  permit_their_imports();
  const auto opened = open_there(file_of(package)).value();
  ASSERT_TRUE(take_package(*theirs_, nadir_, opened.id, "", monitor_).ok());
  const auto issued = issue_receipt(*theirs_, nadir_, opened.id).value();
  const Bytes paper = read_all(*open_receipt(*theirs_, nadir_, issued.id)->reader);
  MemorySink text;
  const auto identities = own_identities(*theirs_).value();
  const std::vector<Bytes> known = {identities[0].card.signing};
  ASSERT_TRUE(extract::open_signed({}, extract::source_of(paper), known, text).ok());
  const sharing::Receipt honest = sharing::parse_receipt(as_text(text.bytes())).value();
  const auto code_of = [&](ByteView bytes) {
    const auto taken = take_receipt(workspace(), chand_, bytes);
    return taken.ok() ? std::string("taken") : last_code(workspace(), "receipt.refused");
  };
  const auto sign = [&](const sharing::Receipt& receipt) {
    return cms::sign(as_bytes(sharing::format_receipt(receipt)),
                     {&identities[0].signing, identities[0].card.signing})
        .value();
  };
  EXPECT_EQ(code_of(as_bytes("no receipt")), "malformed");
  Bytes changed = paper;
  const std::string_view name = "Nadir Kolan";
  const auto at = std::search(changed.begin(), changed.end(), name.begin(), name.end());
  ASSERT_NE(at, changed.end());
  *at = 'M';
  EXPECT_EQ(code_of(changed), "bad-signature");
  const auto ours = own_identities(workspace()).value();
  EXPECT_EQ(code_of(cms::sign(text.bytes(), {&ours[0].signing, ours[0].card.signing}).value()),
            "unknown-sender");
  sharing::Receipt other = honest;
  other.receiver_card = Digest256{1};
  EXPECT_EQ(code_of(sign(other)), "other-sender");
  other = honest;
  other.package = "package-0123456789abcdef";
  EXPECT_EQ(code_of(sign(other)), "unknown-package");
  other = honest;
  other.bundle_sha256 = Digest256{1};
  EXPECT_EQ(code_of(sign(other)), "other-package");
  other = honest;
  other.exhibits[0].exhibit = "exhibit-0123456789abcdef";
  EXPECT_EQ(code_of(sign(other)), "other-package");
  other = honest;
  other.leaf = "{\"kind\":\"package.opened\"}";
  EXPECT_EQ(code_of(sign(other)), "not-proven");
  EXPECT_EQ(code_of(paper), "taken");
  EXPECT_EQ(entries("receipt.refused").size(), 8u);
  EXPECT_EQ(take_receipt(workspace(), esen_, paper).error().code, ErrorCode::kDenied);
}

}  // namespace
}  // namespace sanad::service
