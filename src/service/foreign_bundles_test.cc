// A bundle of one agency that is handed over open, at another one.
#include "service/foreign_bundles.h"

#include <gtest/gtest.h>

#include "service/exhibits.h"
#include "service/import_reading.h"
#include "sharing_rig.h"
#include "verifier/verifier.h"

namespace sanad::service {
namespace {

class ForeignBundlesTest : public SharingRig {
 protected:
  void SetUp() override {
    SharingRig::SetUp();
    permit_sharing();
    ours_ = seal_folder();
    bundle_ = export_bundle();
    const Digest256 digest = parse_digest256(bundle_.sha256).value();
    bytes_ = read_all(*workspace().vault().open_object(case_.id, digest).value());
  }
  Result<TakenBundle> take(ByteView bytes, const std::string& reason = "") {
    MemorySource source(bytes);
    return take_bundle(*theirs_, nadir_, {their_case_.id, "", "a disc, by courier", reason}, source,
                       monitor_);
  }
  std::string refusal(ByteView bytes) {
    const auto taken = take(bytes, "it may be");
    if (taken.ok()) return "taken";
    const auto all = entries_of(*theirs_, "bundle.refused");
    return all.empty() ? "" : all.back().data["code"].string_or("");
  }
  // The bundle with another byte at the first place of text.
  Bytes altered(std::string_view text) const {
    Bytes other = bytes_;
    const auto at = std::ranges::search(other, as_bytes(text));
    EXPECT_FALSE(at.empty());
    *at.begin() ^= 0x01;
    return other;
  }

  records::Exhibit ours_;
  records::Bundle bundle_;
  Bytes bytes_;
};

TEST_F(ForeignBundlesTest, ItsExhibitsAreExhibitsHereAndTheOtherChainGoesWhereverTheyGo) {
  introduce();
  permit_their_imports();
  const auto taken = take(bytes_);
  ASSERT_TRUE(taken.ok()) << taken.error().message;
  EXPECT_TRUE(taken->is_known);
  ASSERT_EQ(taken->exhibits.size(), 1u);
  EXPECT_EQ(taken->exhibits[0].theirs, ours_.id);

  // Whence it came, by the other ledger's own names.
  const auto exhibit = theirs_->records().exhibit(taken->exhibits[0].exhibit).value();
  const auto origin = foreign_origin(*theirs_, exhibit).value();
  ASSERT_TRUE(origin.has_value());
  const json::Value& said = origin->data;
  EXPECT_EQ(said["checkpoint"]["origin"].string_or(""), workspace().keyring().names().ledger);
  EXPECT_EQ(said["foreign"]["sealed"].int_or(-1), static_cast<std::int64_t>(ours_.sealed_index));
  EXPECT_EQ(said["foreign"]["number"].string_or(""), ours_.number);
  EXPECT_EQ(said["signer"]["partner"].string_or(""), tirazan_.id);
  EXPECT_EQ(said["signer"]["key"].string_or(""),
            format_base64(workspace().keyring().agency_signer().public_key()));
  EXPECT_EQ(said["bundle"]["sha256"].string_or(""), bundle_.sha256);
  for (const std::string& name : {ours_.id, ours_.number, bundle_.sha256})
    EXPECT_NE(exhibit.source.find(name), std::string::npos) << exhibit.source;

  // The bundle is sealed whole and not read twice: its files stand beside it.
  const auto files = theirs_->records().imported_files(exhibit.id, 1, 10).value();
  ASSERT_GE(files.size(), 2u);
  EXPECT_EQ(files[0].sha256, bundle_.sha256);
  json::Value read;
  ASSERT_TRUE(
      run_import(*theirs_, theirs_->jobs().find(taken->exhibits[0].job).value(), monitor_).ok());
  std::size_t of_bundle = 0, of_chat = 0;
  ASSERT_TRUE(read_part_list(*theirs_, nadir_, exhibit, "a test",
                             [&](const part_list::Reader::Line& line) -> Result<void> {
                               of_bundle += line.text.find("bundle-") != std::string::npos;
                               of_chat += line.text.find("files/original-1") != std::string::npos;
                               return {};
                             })
                  .ok());
  EXPECT_EQ(of_bundle, 1u);
  EXPECT_GE(of_chat, 1u);

  // A bundle of theirs carries ours; each verifies, and leads to its own ledger.
  const auto ordered =
      order_bundle(*theirs_, nadir_, {their_case_.id, {exhibit.id}, "for the court"}).value();
  ASSERT_TRUE(run_bundle(*theirs_, theirs_->jobs().find(ordered.job).value(), monitor_).ok());
  const auto outer = theirs_->records().bundle(ordered.bundle).value();
  const auto object =
      theirs_->vault().open_object(their_case_.id, parse_digest256(outer.sha256).value()).value();
  const Bytes both = read_all(*object);
  MemorySource outer_source(both);
  const auto report = verifier::verify(outer_source, {}, nullptr).value();
  EXPECT_EQ(report.verdict, verifier::Verdict::kIntactWithWarnings);
  EXPECT_EQ(report.origin, theirs_->keyring().names().ledger);
  const auto inner_at = std::ranges::search(both, bytes_);
  ASSERT_EQ(inner_at.size(), bytes_.size());
  const Bytes inner_bytes(inner_at.begin(), inner_at.end());
  MemorySource inner_source(inner_bytes);
  const auto inner = verifier::verify(inner_source, {}, nullptr).value();
  EXPECT_EQ(inner.origin, workspace().keyring().names().ledger);
  ASSERT_EQ(inner.exhibits.size(), 1u);
  EXPECT_EQ(inner.exhibits[0].sealed, ours_.sealed_index);
  EXPECT_EQ(inner.exhibits[0].proof_sha256, said["foreign"]["proof_sha256"].string_or(""));
  // The entry that ties the two chains is among those that the outer bundle discloses.
  EXPECT_NE(as_text(both).find("\"kind\":\"bundle.taken\""), std::string_view::npos);
}

TEST_F(ForeignBundlesTest, ABundleOfAnUnknownSignerIsTakenWithAStatedReasonOnly) {
  permit_their_imports();
  const auto refused = take(bytes_);
  EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
  const auto all = entries_of(*theirs_, "bundle.refused");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].data["code"].string_or(""), "unknown-signer");
  EXPECT_EQ(all[0].data["sha256"].string_or(""), bundle_.sha256);
  EXPECT_TRUE(theirs_->records().exhibits(their_case_.id)->empty());

  const auto taken = take(bytes_, "the agency's head brought it");
  ASSERT_TRUE(taken.ok()) << taken.error().message;
  EXPECT_FALSE(taken->is_known);
  const auto entry = entries_of(*theirs_, "bundle.taken").at(0);
  EXPECT_EQ(entry.data["reason"].string_or(""), "the agency's head brought it");
  EXPECT_FALSE(entry.data["signer"]["known"].bool_or(true));
  EXPECT_NE(entry.data["signer"]["key"].string_or(""), "");

  // A retired partner is no signer that is known.
  introduce();
  ASSERT_TRUE(retire_partner(*theirs_, orhan_, tirazan_.id, "its key was lost").ok());
  EXPECT_EQ(take(bytes_).error().code, ErrorCode::kDenied);
}

TEST_F(ForeignBundlesTest, ATamperedBundleIsRefusedUnderTheNameOfTheCheckAndNothingIsKept) {
  permit_their_imports();
  EXPECT_EQ(refusal(altered("the boats leave at dawn")), "payload");
  EXPECT_EQ(refusal(altered("\"kind\":\"exhibit.sealed\"")), "tags");
  EXPECT_EQ(refusal(as_bytes("no zip at all")), "container");
  EXPECT_EQ(take(altered("the boats leave at dawn")).error().code, ErrorCode::kIntegrity);
  EXPECT_TRUE(theirs_->records().exhibits(their_case_.id)->empty());
  EXPECT_TRUE(entries_of(*theirs_, "import.started").empty());
  EXPECT_TRUE(entries_of(*theirs_, "bundle.taken").empty());
  // One's own is no other agency's.
  MemorySource own(bytes_);
  EXPECT_EQ(
      take_bundle(workspace(), amal_, {case_.id, "", "a disc", ""}, own, monitor_).error().code,
      ErrorCode::kDenied);
  EXPECT_EQ(entries("bundle.refused").back().data["code"].string_or(""), "own-ledger");
}

TEST_F(ForeignBundlesTest, NoByteOfItIsLookedAtWithoutAnAuthorisationAndItIsTakenOnce) {
  EXPECT_EQ(take(as_bytes("no zip at all"), "why not").error().code, ErrorCode::kDenied);
  EXPECT_TRUE(entries_of(*theirs_, "bundle.refused").empty());
  EXPECT_EQ(entries_of(*theirs_, "act.refused").size(), 1u);
  EXPECT_EQ(take(bytes_, " ").error().code, ErrorCode::kInvalid);
  permit_their_imports();
  const auto first = take(bytes_, "by treaty");
  ASSERT_TRUE(first.ok()) << first.error().message;
  const auto again = take(bytes_, "by treaty");
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(again->exhibits[0].exhibit, first->exhibits[0].exhibit);
  EXPECT_EQ(again->exhibits[0].job, "");
  EXPECT_EQ(theirs_->records().exhibits(their_case_.id)->size(), 1u);
}

}  // namespace
}  // namespace sanad::service
