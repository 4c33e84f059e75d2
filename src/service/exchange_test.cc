// Who is a partner, and who says so.
#include "service/exchange.h"

#include "extract/sealed.h"
#include "sharing_rig.h"

namespace sanad::service {
namespace {

class ExchangeTest : public SharingRig {
 protected:
  Result<records::Partner> add(const sharing::Card& card, std::string name = "") {
    return add_partner(workspace(), behram_,
                       {sharing::format_card(card), std::move(name), Tlp::kAmber, Pap::kAmber, ""});
  }
};

TEST_F(ExchangeTest, TheCardIsMadeOnceAndOutlivesARebuild) {
  EXPECT_EQ(own_card(workspace(), amal_).error().code, ErrorCode::kNotFound);
  const auto card = own_card(workspace(), behram_).value();
  EXPECT_EQ(own_card(workspace(), amal_).value(), card);
  EXPECT_EQ(card.agency, "Tirazan Cyber Wing");
  EXPECT_EQ(entries("exchange.made").size(), 1u);
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(own_card(workspace(), dara_).value(), card);
  const auto identities = own_identities(workspace()).value();
  const Bytes signed_bytes =
      cms::sign(as_bytes("x"), {&identities[0].signing, card.signing}).value();
  MemorySink sink;
  const std::vector<Bytes> known = {card.signing};
  EXPECT_TRUE(extract::open_signed({}, extract::source_of(signed_bytes), known, sink).ok());
  EXPECT_EQ(renew_card(workspace(), amal_, "x").error().code, ErrorCode::kDenied);
  EXPECT_EQ(renew_card(workspace(), behram_, " ").error().code, ErrorCode::kInvalid);
  const auto renewed = renew_card(workspace(), behram_, "the machine was lent").value();
  EXPECT_NE(renewed.signing, card.signing);
  EXPECT_EQ(own_identities(workspace())->size(), 2u);
}

TEST_F(ExchangeTest, APartnerCountsOnceAnotherOfficerConfirmedTheFingerprint) {
  const auto card = own_card(*theirs_, orhan_).value();
  const std::string told = sharing::fingerprint_words(sharing::card_fingerprint(card));
  EXPECT_EQ(
      add_partner(workspace(), amal_, {sharing::format_card(card), "", {}, {}, ""}).error().code,
      ErrorCode::kDenied);
  const auto added = add(card).value();
  EXPECT_EQ(added.name, "Sahil Cyber Unit");
  EXPECT_FALSE(added.is_in_force());
  const auto confirm = [&](const authority::Officer& who, const std::string& fingerprint) {
    return confirm_partner(workspace(), who, added.id, fingerprint, "by telephone");
  };
  EXPECT_EQ(confirm(behram_, told).error().code, ErrorCode::kDenied);
  EXPECT_EQ(confirm(chand_, std::string(64, '0')).error().code, ErrorCode::kDenied);
  EXPECT_EQ(confirm(chand_, "no fingerprint").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(confirm(amal_, told).error().code, ErrorCode::kDenied);
  EXPECT_EQ(confirm_partner(workspace(), chand_, added.id, told, "").error().code,
            ErrorCode::kInvalid);
  std::vector<std::string> codes;
  for (const auto& entry : entries("act.refused")) {
    if (entry.data["activity"].string_or("") == "confirm-partner")
      codes.push_back(entry.data["code"].string_or(""));
  }
  EXPECT_EQ(codes, (std::vector<std::string>{"four-eyes", "not-in-force"}));
  EXPECT_TRUE(confirm(chand_, told)->is_in_force());
  EXPECT_EQ(confirm(chand_, told).error().code, ErrorCode::kConflict);
  EXPECT_EQ(retire_partner(workspace(), behram_, added.id, "").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(retire_partner(workspace(), amal_, added.id, "x").error().code, ErrorCode::kDenied);
  EXPECT_FALSE(retire_partner(workspace(), behram_, added.id, "their key was lost")->is_in_force());
  EXPECT_EQ(retire_partner(workspace(), behram_, added.id, "again").error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(list_partners(workspace(), amal_)->size(), 1u);
}

TEST_F(ExchangeTest, TheSameCardOrNameStandsOnceAndOurOwnNever) {
  const auto card = own_card(*theirs_, orhan_).value();
  ASSERT_TRUE(add(card).ok());
  EXPECT_EQ(add(card, "Another name").error().code, ErrorCode::kConflict);
  sharing::Card borrowed = renew_card(*theirs_, orhan_, "for another").value();
  borrowed.agency = "Marwat Desk";
  borrowed.signing = card.signing;
  EXPECT_EQ(add(borrowed).error().code, ErrorCode::kConflict);
  EXPECT_EQ(add(renew_card(*theirs_, orhan_, "new").value()).error().code, ErrorCode::kConflict);
  EXPECT_EQ(add(own_card(workspace(), behram_).value()).error().code, ErrorCode::kConflict);
  EXPECT_EQ(add_partner(workspace(), behram_, {"{}", "", {}, {}, ""}).error().code,
            ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::service
