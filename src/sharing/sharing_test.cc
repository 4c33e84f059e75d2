// Cards, packages' lines and receipts: what is written is read back as the same, and nothing else
// is accepted.
#include <gtest/gtest.h>

#include "cms/cms.h"
#include "crypto/crypto.h"
#include "sharing/card.h"
#include "sharing/package.h"
#include "sharing/receipt.h"
#include "tlog/proof.h"

namespace sanad::sharing {
namespace {

constexpr Timestamp kNow{1'800'000'000'000};
constexpr Timestamp kLater{1'801'000'000'000};

tlog::VerifierKey vkey(const char* name, std::uint8_t fill) {
  const auto key = crypto::SigningKey::from_seed(Bytes(32, fill)).value();
  return {name, tlog::SignatureType::kEd25519, key.public_key()};
}

Bytes certificate(cms::Use use, std::uint8_t fill) {
  const auto key = cms::PrivateKey::from_seed(Bytes(32, fill)).value();
  return cms::make_certificate(key, {"Sahil Cyber Unit", use, 3, kNow, kLater}).value();
}

// Signatures of certificates differ each time they are made.
const Card& card() {
  static const Card one = {"Sahil Cyber Unit", vkey("sahil.example/agency", 1),
                           vkey("sahil.example/ledger", 2), certificate(cms::Use::kSign, 3),
                           certificate(cms::Use::kSeal, 4)};
  return one;
}

PackageHeader header() {
  return {"package-0123456789abcdef",
          "Tirazan Cyber Wing",
          Digest256{1},
          {{"Sahil Cyber Unit", Digest256{2}}},
          {"Nadir Kolan"},
          kNow,
          kLater,
          "joint inquiry 7/2026",
          {Tlp::kRed, Pap::kAmber, {"not for use in court without leave"}},
          "bundle-0123456789abcdef",
          Digest256{3},
          5'000'000'000,
          {{"exhibit-0123456789abcdef",
            "TZ-2026-0001-001",
            "Threads",
            {Tlp::kAmber, Pap::kGreen, {}}}}};
}

Receipt receipt() {
  return {
      "receipt-0123456789abcdef",
      "package-0123456789abcdef",
      Digest256{1},
      Digest256{2},
      "Tirazan Cyber Wing",
      "Sahil Cyber Unit",
      Digest256{4},
      kNow,
      kLater,
      "Nadir Kolan",
      "Orhan Tel",
      {{"exhibit-0123456789abcdef", "TZ-2026-0001-001", "exhibit-1123456789abcdef", "SH-1-001", 3}},
      "{\"kind\":\"package.opened\"}",
      "c2sp.org/tlog-proof@v1\n"};
}

TEST(Marking, IsExceededByWhatIsStricterInEither) {
  const Marking amber{Tlp::kAmber, Pap::kAmber, {}};
  EXPECT_FALSE(exceeds({Tlp::kClear, Pap::kAmber, {}}, amber));
  EXPECT_TRUE(exceeds({Tlp::kAmberStrict, Pap::kClear, {}}, amber));
  EXPECT_TRUE(exceeds({Tlp::kClear, Pap::kRed, {}}, amber));
  EXPECT_EQ(marking_words({Tlp::kAmberStrict, Pap::kRed, {}}), "TLP:AMBER+STRICT PAP:RED");
  EXPECT_EQ(parse_pap("PAP:GREEN"), Pap::kGreen);
  EXPECT_EQ(parse_pap("white"), Pap::kClear);
  EXPECT_FALSE(parse_pap("purple"));
  const Marking one{Tlp::kRed, Pap::kRed, {"eyes only"}};
  EXPECT_EQ(parse_marking(format_marking(one)).value(), one);
  for (const char* wrong :
       {R"({"tlp":"amber","pap":"amber"})", R"({"tlp":"AMBER","pap":"amber","caveats":[]})",
        R"({"tlp":"amber","pap":"pink","caveats":[]})",
        R"({"tlp":"amber","pap":"amber","caveats":[""]})",
        R"({"tlp":"amber","pap":"amber","caveats":[],"x":1})"})
    EXPECT_EQ(parse_marking(json::parse(wrong).value()).error().code, ErrorCode::kInvalid) << wrong;
}

TEST(Card, IsReadBackAndNamedByItsFingerprint) {
  const std::string text = format_card(card());
  EXPECT_EQ(parse_card(text).value(), card());
  EXPECT_EQ(parse_card(text + "\n").value(), card());
  const std::string words = fingerprint_words(card_fingerprint(card()));
  EXPECT_EQ(words.size(), 64u + 15u);
  EXPECT_EQ(parse_fingerprint(words).value(), card_fingerprint(card()));
  EXPECT_EQ(parse_fingerprint(" " + words + "\n").value(), card_fingerprint(card()));
  EXPECT_EQ(parse_fingerprint("12").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(parse_card(std::string(kMaxCardBytes + 1, ' ')).error().code, ErrorCode::kLimit);
}

TEST(Card, WithCertificatesForTheOtherUseIsRefused) {
  Card swapped = card();
  std::swap(swapped.signing, swapped.sealing);
  EXPECT_NE(parse_card(format_card(swapped)).error().message.find("may not sign"),
            std::string::npos);
  Card both = card();
  both.sealing = both.signing;
  EXPECT_NE(parse_card(format_card(both)).error().message.find("sealed for"), std::string::npos);
}

// Each member of an object is taken away, replaced by null, and joined by another.
template <typename Parse>
void expect_strict(const std::string& text, Parse parse) {
  const json::Object whole = *json::parse(text).value().as_object();
  ASSERT_TRUE(parse(text).ok()) << parse(text).error().message;
  for (const json::Member& member : whole) {
    json::Object less = whole;
    less.erase(member.name);
    EXPECT_FALSE(parse(json::format_canonical(less)).ok()) << member.name;
    json::Object null = whole;
    null.set(member.name, nullptr);
    EXPECT_FALSE(parse(json::format_canonical(null)).ok()) << member.name;
  }
  json::Object more = whole;
  more.set("zzz", 1);
  EXPECT_FALSE(parse(json::format_canonical(more)).ok());
  EXPECT_FALSE(parse(" " + text).ok());
  EXPECT_FALSE(parse("").ok());
}

TEST(Package, LineIsStrict) {
  expect_strict(format_header(header()), [](std::string_view text) { return parse_header(text); });
  expect_strict(format_card(card()), [](std::string_view text) { return parse_card(text); });
  expect_strict(format_receipt(receipt()),
                [](std::string_view text) { return parse_receipt(text); });
  EXPECT_EQ(parse_header(format_header(header())).value(), header());
  EXPECT_EQ(parse_receipt(format_receipt(receipt())).value(), receipt());
  EXPECT_EQ(parse_header(std::string(kMaxHeaderBytes + 1, ' ')).error().code, ErrorCode::kLimit);
  EXPECT_EQ(parse_receipt(std::string(kMaxReceiptBytes + 1, ' ')).error().code, ErrorCode::kLimit);
}

TEST(Package, HoldsNothingMarkedMoreStrictlyAndNamesPersonsForRed) {
  PackageHeader strict = header();
  strict.exhibits[0].marking.pap = Pap::kRed;
  EXPECT_NE(parse_header(format_header(strict)).error().message.find("TLP:AMBER PAP:RED"),
            std::string::npos);
  PackageHeader nobody = header();
  nobody.persons.clear();
  EXPECT_NE(parse_header(format_header(nobody)).error().message.find("TLP:RED"), std::string::npos);
  PackageHeader over = header();
  over.expires_at = over.created_at;
  EXPECT_FALSE(parse_header(format_header(over)).ok());
  PackageHeader twice = header();
  twice.exhibits.push_back(twice.exhibits[0]);
  EXPECT_FALSE(parse_header(format_header(twice)).ok());
}

TEST(Receipt, ProvesThatTheReceiversLedgerHasThePackage) {
  const auto signer = crypto::SigningKey::from_seed(Bytes(32, 2)).value();
  const tlog::VerifierKey key = vkey("sahil.example/ledger", 2);
  Receipt one = receipt();
  const auto prove = [&](const std::string& leaf) {
    one.leaf = leaf;
    const merkle::Hash root = merkle::leaf_hash(as_bytes(leaf));
    const std::string checkpoint =
        tlog::sign_checkpoint({"sahil.example/ledger", {{1}, root}, {}}, signer);
    one.proof = tlog::format_proof({std::nullopt, {0}, {}, checkpoint});
  };
  prove("{\"kind\":\"package.opened\"}");
  EXPECT_EQ(check_receipt_proof(one, key).value().origin, "sahil.example/ledger");
  EXPECT_EQ(check_receipt_proof(one, vkey("sahil.example/ledger", 9)).error().code,
            ErrorCode::kIntegrity);
  Receipt other = one;
  other.leaf = "{\"kind\":\"package.opened\",\"x\":1}";
  EXPECT_EQ(check_receipt_proof(other, key).error().code, ErrorCode::kIntegrity);
  prove("{\"kind\":\"case.opened\"}");
  EXPECT_EQ(check_receipt_proof(one, key).error().code, ErrorCode::kIntegrity);
  EXPECT_EQ(check_receipt_proof(receipt(), key).error().code, ErrorCode::kIntegrity);
}

}  // namespace
}  // namespace sanad::sharing
