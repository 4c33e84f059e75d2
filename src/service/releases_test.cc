// Indicators that leave, one by one.
#include "service/releases.h"

#include "material_rig.h"
#include "service/exchange.h"
#include "service/lists.h"
#include "service/marks.h"
#include "service/tokens.h"

namespace sanad::service {
namespace {

using sharing::Pap;
using sharing::Tlp;

class ReleasesTest : public MaterialRig {
 protected:
  void SetUp() override {
    MaterialRig::SetUp();
    json::Object asked = request();
    asked.set("activities", json::Array{"share"});
    asked.set("targets", json::Array{});
    const auto made =
        request_authorisation(workspace(), amal_, case_.id, json::Value(asked)).value();
    ASSERT_TRUE(approve_authorisation(workspace(), behram_, made.id, "as asked").ok());
    ASSERT_TRUE(
        set_marking(workspace(), amal_, {case_.id, {Tlp::kGreen, Pap::kGreen, {}}, {}, "as agreed"})
            .ok());
    for (const auto& one : material().facts().selectors("", 0, 100, material().unmasked()).value())
      (one.is_masked ? masked_ : domain_) = one.row;
  }
  ReleaseOrder order() const {
    ReleaseOrder one;
    one.case_id = case_.id;
    one.selector = domain_;
    one.marking = {Tlp::kAmber, Pap::kAmber, {"do not visit"}};
    one.note = "named in the chat";
    one.labels = {"unodc-use:financing"};
    one.reason = "partners ask for it";
    return one;
  }
  Result<records::Release> release(const ReleaseOrder& wanted) {
    return release_indicator(workspace(), amal_, wanted);
  }
  void list_of_hashes(const char* name, const char* owner = "") {
    ListOrder list;
    list.name = name;
    list.signal = "sha256";
    list.tlp = Tlp::kGreen;
    list.owner = owner;
    ASSERT_TRUE(import_list(workspace(), amal_, std::string(64, 'a') + "\n", list).ok());
  }
  records::Token token(std::vector<std::string> scopes = {"indicators"}) {
    return issue_token(workspace(), behram_,
                       {"Sahil Cyber Unit",
                        "indicators",
                        std::move(scopes),
                        {},
                        {clock_.now().unix_ms + kDayMs}})
        .value()
        .token;
  }
  // A partner of that name, in force.
  void partner(Tlp most, Pap most_pap) {
    const auto theirs = Workspace::create({(folder_.path() / "sahil").string(), keyring::KeyFile{}},
                                          "Sahil Cyber Unit", clock_)
                            .value();
    const auto head =
        add_officer(*theirs, custody::kSystem, "H", {authority::Role::kSupervisor}).value();
    const auto card = own_card(*theirs, head).value();
    const auto added =
        add_partner(workspace(), behram_, {sharing::format_card(card), "", most, most_pap, ""})
            .value();
    ASSERT_TRUE(confirm_partner(workspace(), chand_, added.id,
                                format_hex(sharing::card_fingerprint(card)), "in person")
                    .ok());
  }
  std::size_t count(const records::Token& who, Tlp tlp) {
    for (const auto& one : collections_of(workspace(), who).value()) {
      if (one.tlp != tlp) continue;
      const auto page = read_collection(workspace(), who, one.id, Taxii::kObjects, {}).value();
      const json::Value body(page.body);
      const auto* objects = body["objects"].as_array();
      return objects == nullptr ? 0 : objects->size();
    }
    return SIZE_MAX;
  }
  std::int64_t domain_ = 0, masked_ = 0;
};

TEST_F(ReleasesTest, ASelectorIsReleasedOnceUnderAPermitWithItsMarking) {
  const auto made = release(order());
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ(made->data["type"].string_or(""), "domain");
  EXPECT_EQ(made->data["value"].string_or(""), "harbour.tirazan.example");
  EXPECT_FALSE(made->data["authorisation"].string_or("").empty());
  EXPECT_EQ(release(order()).error().code, ErrorCode::kConflict);
  ReleaseOrder loose = order();
  loose.marking = {Tlp::kClear, Pap::kClear, {}};  // the case is green
  EXPECT_EQ(release(loose).error().code, ErrorCode::kDenied);
  ReleaseOrder masked = order();
  masked.selector = masked_;
  EXPECT_EQ(release(masked).error().code, ErrorCode::kDenied);
  EXPECT_EQ(release_indicator(workspace(), behram_, order()).error().code, ErrorCode::kDenied);
  EXPECT_EQ(entries("act.refused").size(), 3u);
  ReleaseOrder neither = order();
  neither.selector.reset();
  EXPECT_EQ(release(neither).error().code, ErrorCode::kInvalid);
  ReleaseOrder silent = order();
  silent.reason = "";
  EXPECT_EQ(release(silent).error().code, ErrorCode::kInvalid);
  ReleaseOrder labelled = order();
  labelled.labels = {"unodc-use:gardening"};
  EXPECT_EQ(release(labelled).error().code, ErrorCode::kInvalid);
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(list_releases(workspace(), amal_, case_.id)->size(), 1u);
}

TEST_F(ReleasesTest, EntriesOfOwnListsAreReleasedAndThoseOfOthersNever) {
  list_of_hashes("Ours");
  list_of_hashes("Lent", "Marwat Desk");
  ReleaseOrder wanted = order();
  wanted.selector.reset();
  wanted.list = "Ours";
  wanted.entry = read_list(workspace(), amal_, "Ours")->entries[0].id;
  EXPECT_TRUE(release(wanted).ok());
  wanted.list = "Lent";
  EXPECT_EQ(release(wanted).error().code, ErrorCode::kDenied);
  wanted.list = "Ours";
  wanted.entry = "nothing";
  EXPECT_EQ(release(wanted).error().code, ErrorCode::kNotFound);
}

TEST_F(ReleasesTest, APartnerReadsOnlyWhatWasReleasedForItsLevel) {
  ASSERT_TRUE(release(order()).ok());
  const auto stranger = token();
  // Without a registered partner there is no collection of amber.
  EXPECT_EQ(collections_of(workspace(), stranger)->size(), 2u);
  EXPECT_EQ(count(stranger, Tlp::kAmber), SIZE_MAX);
  EXPECT_EQ(count(stranger, Tlp::kGreen), 0u);
  partner(Tlp::kAmber, Pap::kAmber);
  EXPECT_EQ(collections_of(workspace(), stranger)->size(), 3u);
  EXPECT_EQ(entries("indicators.disclosed").size(), 0u);
  // Identity, marking, statement and the indicator.
  EXPECT_EQ(count(stranger, Tlp::kAmber), 4u);
  ASSERT_EQ(entries("indicators.disclosed").size(), 1u);
  EXPECT_EQ(count(stranger, Tlp::kAmber), 4u);
  EXPECT_EQ(entries("indicators.disclosed").size(), 1u);
  EXPECT_EQ(read_collection(workspace(), stranger, "nothing", Taxii::kObjects, {}).error().code,
            ErrorCode::kNotFound);
}

TEST_F(ReleasesTest, AWithdrawnIndicatorIsToldAsRevokedAndAgain) {
  partner(Tlp::kAmber, Pap::kAmber);
  const auto made = release(order()).value();
  const auto who = token();
  EXPECT_EQ(count(who, Tlp::kAmber), 4u);
  clock_.advance_ms(1000);
  EXPECT_EQ(withdraw_release(workspace(), chand_, made.id, "wrong").error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(withdraw_release(workspace(), amal_, made.id, "").error().code, ErrorCode::kInvalid);
  ASSERT_TRUE(withdraw_release(workspace(), amal_, made.id, "it was a newspaper's").ok());
  EXPECT_EQ(withdraw_release(workspace(), amal_, made.id, "again").error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(count(who, Tlp::kAmber), 4u);
  EXPECT_EQ(entries("indicators.disclosed").size(), 2u);
  EXPECT_TRUE(release(order()).ok());
}

TEST_F(ReleasesTest, AFileForAPartnerHoldsNoMoreThanItMayBeSent) {
  ASSERT_TRUE(release(order()).ok());
  partner(Tlp::kGreen, Pap::kGreen);
  const auto few =
      export_releases(workspace(), amal_, ReleaseFormat::kStix, "Sahil Cyber Unit", "agreement 7");
  ASSERT_TRUE(few.ok()) << few.error().message;
  EXPECT_EQ(few->count, 0u);
  EXPECT_EQ(few->text.find("harbour"), std::string::npos);
  EXPECT_EQ(entries("indicators.exported").size(), 1u);
  EXPECT_EQ(export_releases(workspace(), amal_, ReleaseFormat::kMisp, "nobody", "x").error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(export_releases(workspace(), amal_, ReleaseFormat::kMisp, "Sahil Cyber Unit", "")
                .error()
                .code,
            ErrorCode::kInvalid);
  EXPECT_EQ(parse_release_format("csv").error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::service
