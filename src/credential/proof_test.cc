#include "credential/proof.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "fixture.h"

namespace sanad::credential {
namespace {

// W3C, Data Integrity EdDSA Cryptosuites v1.0, appendix B.3: the signed document and its key.
json::Object published() {
  std::ifstream file(std::filesystem::path(SANAD_SOURCE_DIR) /
                     "src/credential/testdata/w3c_eddsa_jcs_2022.json");
  std::ostringstream text;
  text << file.rdbuf();
  return *json::parse(text.str()).value().as_object();
}
constexpr std::string_view kPublishedSecret = "3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq";

json::Object proof_of(const json::Object& document) { return *document.find("proof")->as_object(); }
json::Object with_changed(json::Object document, const char* member, json::Value value) {
  json::Object proof = proof_of(document);
  proof.set(member, std::move(value));
  document.set("proof", std::move(proof));
  return document;
}
Proof checked(const json::Object& document) { return check_proof(document).proof; }

TEST(Proof, ThePublishedVectorHolds) {
  const CheckedProof found = check_proof(published());
  EXPECT_EQ(found.proof, Proof::kHolds);
  EXPECT_EQ(format_did(found.key), "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2");
}

TEST(Proof, ThePublishedProofValueIsMadeAgainFromItsKey) {
  const json::Object expected = published();
  json::Object unsigned_document = expected;
  unsigned_document.erase("proof");
  const Bytes secret = parse_base58(kPublishedSecret).value();
  ASSERT_EQ(secret.size(), 34u);  // multicodec 0x1300, then the seed
  const auto key = crypto::SigningKey::from_seed(ByteView(secret).subspan(2)).value();
  const json::Object made =
      with_proof(unsigned_document, key, parse_timestamp("2023-02-24T23:36:38Z").value());
  EXPECT_EQ(json::format_canonical(made), json::format_canonical(expected));
}

TEST(Proof, WhatItWasMadeForIsToldApart) {
  const json::Object good = with_proof(format_badge(sample()).value(), key_of(1), kIssued);
  EXPECT_EQ(checked(good), Proof::kHolds);
  json::Object none = good;
  none.erase("proof");
  EXPECT_EQ(checked(none), Proof::kAbsent);
  json::Object several = good;
  several.set("proof", json::Array{*good.find("proof"), *good.find("proof")});
  EXPECT_EQ(checked(several), Proof::kNotTaken);
  EXPECT_EQ(checked(with_changed(good, "expires", "2030-01-01T00:00:00Z")), Proof::kNotTaken);
  EXPECT_EQ(checked(with_changed(good, "type", "Ed25519Signature2020")), Proof::kUnknownType);
  EXPECT_EQ(checked(with_changed(good, "cryptosuite", "eddsa-rdfc-2022")),
            Proof::kUnknownCryptosuite);
  EXPECT_EQ(checked(with_changed(good, "proofPurpose", "authentication")), Proof::kWrongPurpose);
  EXPECT_EQ(checked(with_changed(good, "verificationMethod", "did:web:x.example#1")),
            Proof::kUnknownKey);
  EXPECT_EQ(checked(with_changed(good, "created", "yesterday")), Proof::kMalformed);
  EXPECT_EQ(checked(with_changed(good, "proofValue", "z2")), Proof::kMalformed);
  EXPECT_EQ(checked(with_changed(good, "@context", json::Array{"https://other.example/"})),
            Proof::kMalformed);
  EXPECT_EQ(checked(with_changed(good, "created", "2026-05-29T00:00:00Z")), Proof::kBroken);
  EXPECT_EQ(
      checked(with_changed(good, "verificationMethod", format_method(key_of(2).public_key()))),
      Proof::kBroken);
  json::Object said = good;
  said.set("name", "Something else");
  EXPECT_EQ(checked(said), Proof::kBroken);
}

TEST(Proof, AContextThatWasNotSignedIsRefused) {
  json::Object document = with_proof(format_badge(sample()).value(), key_of(1), kIssued);
  json::Array contexts = *document.find("@context")->as_array();
  contexts.emplace_back("https://added.example/");
  document.set("@context", contexts);
  EXPECT_EQ(checked(document), Proof::kMalformed);
}

}  // namespace
}  // namespace sanad::credential
