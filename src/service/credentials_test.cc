#include "service/credentials.h"

#include <algorithm>

#include "credential/check.h"
#include "credential/encodings.h"
#include "credential/proof.h"
#include "credential/status_list.h"
#include "planning_rig.h"

namespace sanad::service {
namespace {

using credential::Achieved;

constexpr const char* kForeignList = "urn:uuid:0b0e0c5e-3f52-4c1b-8f0e-6d3f0e6b7a11";

class CredentialsTest : public PlanningRig {
 protected:
  CredentialOrder order(std::string holder) {
    CredentialOrder made;
    made.holder = std::move(holder);
    made.name = "Capture of web pages";
    made.description = "Captures of public pages for use in court.";
    made.criteria = "Three exercises were solved, and the record of each was read.";
    made.skills = {{"capture", "Capture"}};
    made.outcomes = {{"Exercise 2", "passed"}};
    made.evidence = {{"bundle.zip", std::string(64, 'a')}};
    made.valid_until = Timestamp{clock_.now().unix_ms + 365 * kDayMs};
    return made;
  }
  IssuedCredential issued(std::string holder = "Amal Mirani") {
    return issue_credential(workspace(), behram_, order(std::move(holder))).value();
  }
  static std::string text_of(const IssuedCredential& one) {
    return json::format_canonical(one.document);
  }
  CredentialFilling filling(std::string text) {
    return {"international", "competency-certificate", amal_.id, std::move(text), {}};
  }
  void expect_refused(const CredentialFilling& given, const char* code) {
    const auto filled = fill_from_credential(workspace(), amal_, given);
    ASSERT_FALSE(filled.ok()) << code;
    EXPECT_EQ(filled.error().code, ErrorCode::kDenied) << filled.error().message;
    EXPECT_EQ(last_refusal(), code) << filled.error().message;
  }
  // A paper in force, filled in from the certificate.
  std::string recorded(const std::string& text) {
    const auto paper = fill_from_credential(workspace(), amal_, filling(text)).value();
    EXPECT_TRUE(submit_paper(workspace(), amal_, paper.id, 1).ok());
    EXPECT_TRUE(decide_paper(workspace(), behram_, paper.id, 1, Verdict::kApprove, "").ok());
    EXPECT_TRUE(is_in_force(paper.id));
    return paper.id;
  }
  bool is_in_force(const std::string& paper) {
    return workspace().records().paper(paper).value().is_in_force(clock_.now());
  }

  // Another agency's, under its own key.
  crypto::SigningKey foreign_ = crypto::SigningKey::from_seed(Bytes(32, 7)).value();
  std::string foreign_did() { return credential::format_did(foreign_.public_key()); }
  credential::Badge foreign_badge() {
    credential::Badge badge;
    badge.id = "urn:uuid:4a2f6a9e-6f0e-4d6e-9a35-1c7d1a2b3c4d";
    badge.issuer = foreign_did();
    badge.issuer_name = "Sahil Cyber Academy";
    badge.holder = "Amal Mirani";
    badge.achievement = "urn:uuid:7f3b1c2d-0a1b-4c3d-8e4f-5a6b7c8d9e0f";
    badge.name = "Capture";
    badge.description = "Captures.";
    badge.criteria = "An examination.";
    badge.skills = {{"capture", "Capture"}, {"knitting", "Knitting"}};
    badge.valid_from = Timestamp{clock_.now().unix_ms - kDayMs};
    badge.valid_until = Timestamp{clock_.now().unix_ms + 100 * kDayMs};
    badge.status = credential::StatusEntry{kForeignList, 4'711};
    return badge;
  }
  std::string foreign(const credential::Badge& badge) {
    return json::format_canonical(
        credential::with_proof(credential::format_badge(badge).value(), foreign_, clock_.now()));
  }
  std::string foreign_list(const std::vector<std::uint32_t>& revoked) {
    return json::format_canonical(credential::with_proof(
        credential::format_status_list(kForeignList, foreign_did(), revoked, clock_.now()),
        foreign_, clock_.now()));
  }
  void trust_foreign() {
    ASSERT_TRUE(trust_issuer(workspace(), behram_, foreign_did(), "Sahil Cyber Academy",
                             "read out by telephone")
                    .ok());
  }
};

TEST_F(CredentialsTest, WhatIsIssuedVerifiesUnderAKeyOfItsOwn) {
  const IssuedCredential one = issued();
  const auto report =
      credential::check_credential(text_of(one), {clock_.now(), {training_issuer(workspace())}, {}})
          .value();
  EXPECT_TRUE(report.certifies_competency());
  EXPECT_EQ(report.issuer, credential::IssuerIs::kExpected);
  const std::string before = training_issuer(workspace());
  const auto& keys = workspace().keyring();
  EXPECT_NE(before, credential::format_did(keys.agency_signer().public_key()));
  EXPECT_NE(before, credential::format_did(keys.ledger_signer().public_key()));
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(training_issuer(workspace()), before);
  EXPECT_EQ(list_credentials(workspace(), behram_).value().size(), 1u);
  EXPECT_EQ(to_text(copy_credential(workspace(), behram_, one.id, "json").value()), text_of(one));
  const std::string page =
      to_text(copy_credential(workspace(), behram_, one.id, "en.html").value());
  EXPECT_NE(page.find("Three exercises were solved"), std::string::npos);
  EXPECT_FALSE(copy_credential(workspace(), behram_, one.id, "docx").ok());
}

TEST_F(CredentialsTest, ThoseWhoAchieveTheSameAchieveOneThing) {
  const auto achievement = [](const IssuedCredential& one) {
    return one.document["credentialSubject"]["achievement"]["id"].string_or("");
  };
  const IssuedCredential first = issued("Amal Mirani"), second = issued("Omar Zeb");
  EXPECT_EQ(achievement(first), achievement(second));
  EXPECT_NE(first.id, second.id);
  EXPECT_NE(first.status_index, second.status_index);
}

TEST_F(CredentialsTest, NobodyCertifiesThemselves) {
  EXPECT_EQ(issue_credential(workspace(), behram_, order("Behram Sorani")).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "four-eyes");
}

TEST_F(CredentialsTest, WhatCannotBeIssuedIsRefused) {
  CredentialOrder ended = order("Amal Mirani");
  ended.valid_until = clock_.now();
  EXPECT_EQ(issue_credential(workspace(), behram_, ended).error().code, ErrorCode::kInvalid);
  CredentialOrder long_one = order("Amal Mirani");
  // Words that do not compress.
  long_one.criteria = format_hex(crypto::random_bytes(480));
  long_one.description = format_hex(crypto::random_bytes(480));
  for (int i = 0; i < 20; ++i)
    long_one.evidence.push_back({"x", format_hex(crypto::random_bytes(32))});
  long_one.evidence.resize(20);
  EXPECT_EQ(issue_credential(workspace(), behram_, long_one).error().code, ErrorCode::kLimit);
  EXPECT_TRUE(list_credentials(workspace(), behram_).value().empty());
}

TEST_F(CredentialsTest, TheListTellsJustWhatWasRevoked) {
  const IssuedCredential first = issued("Amal Mirani"), second = issued("Omar Zeb");
  const std::string before = make_revocations(workspace(), behram_).value();
  ASSERT_TRUE(revoke_credential(workspace(), behram_, first.id, "the work was another's").ok());
  EXPECT_EQ(revoke_credential(workspace(), behram_, first.id, "again").error().code,
            ErrorCode::kConflict);
  const std::string after = make_revocations(workspace(), behram_).value();
  const auto revocation = [&](const IssuedCredential& one, const std::string& list) {
    return credential::check_credential(text_of(one), {clock_.now(), {}, list}).value().revocation;
  };
  EXPECT_EQ(revocation(first, before), credential::Revocation::kNotRevoked);
  EXPECT_EQ(revocation(first, after), credential::Revocation::kRevoked);
  EXPECT_EQ(revocation(second, after), credential::Revocation::kNotRevoked);
}

TEST_F(CredentialsTest, ACertificateOfCompetencyCountsForActsUntilItIsRevoked) {
  demand({{"competency", "refuse"}});
  approved(case_);
  EXPECT_EQ(capture_code(), "not-competent");
  const IssuedCredential one = issued();
  const std::string paper = recorded(text_of(one));
  EXPECT_EQ(capture_code(), "allowed");
  const auto entry = workspace().records().entries({.kind = "paper.filled", .limit = 1}).value();
  EXPECT_EQ(entry.front().data["credential"]["credential"].string_or(""), one.id);
  EXPECT_EQ(entry.front().data["credential"]["revocation"].string_or(""), "not-revoked");
  const auto closed = revoke_credential(workspace(), behram_, one.id, "the work was another's");
  ASSERT_TRUE(closed.ok());
  EXPECT_EQ(*closed, std::vector<std::string>{paper});
  EXPECT_FALSE(is_in_force(paper));
  EXPECT_EQ(capture_code(), "not-competent");
  expect_refused(filling(text_of(one)), "not-valid");
}

TEST_F(CredentialsTest, WhatIsNoCompetencyOfThisOfficerIsRefusedWithTheReason) {
  CredentialOrder attended = order("Amal Mirani");
  attended.achieved = Achieved::kAttendance;
  attended.skills.clear();
  const auto attendance = issue_credential(workspace(), behram_, attended).value();
  expect_refused(filling(text_of(attendance)), "not-competency");
  const auto refused = fill_from_credential(workspace(), amal_, filling(text_of(attendance)));
  EXPECT_NE(refused.error().message.find("no competence was tested"), std::string::npos);
  expect_refused(filling(text_of(issued("Omar Zeb"))), "other-person");
  CredentialOrder other = order("Amal Mirani");
  other.skills = {{"knitting", "Knitting"}};
  expect_refused(filling(text_of(issue_credential(workspace(), behram_, other).value())),
                 "no-known-skill");
  std::string altered = text_of(issued());
  altered.replace(altered.find("Three"), 5, "Seven");
  expect_refused(filling(altered), "not-valid");
  EXPECT_EQ(fill_from_credential(workspace(), amal_, filling("{}")).error().code,
            ErrorCode::kInvalid);
  CredentialFilling plan = filling(text_of(issued()));
  plan.form = "bp-annex-i";
  EXPECT_EQ(fill_from_credential(workspace(), amal_, plan).error().code, ErrorCode::kInvalid);
}

TEST_F(CredentialsTest, AnotherIssuerCountsOnceItIsTrustedAndNoLonger) {
  const std::string text = foreign(foreign_badge());
  expect_refused(filling(text), "issuer-not-trusted");
  EXPECT_EQ(take_revocations(workspace(), behram_, foreign_list({})).error().code,
            ErrorCode::kDenied);
  EXPECT_FALSE(trust_issuer(workspace(), behram_, "did:web:sahil.example", "S", "so").ok());
  EXPECT_EQ(
      trust_issuer(workspace(), behram_, training_issuer(workspace()), "We", "so").error().code,
      ErrorCode::kConflict);
  trust_foreign();
  const std::string paper = recorded(text);
  EXPECT_EQ(
      workspace().records().paper(paper).value().standing()->content["skills"].as_array()->size(),
      1u)
      << "only what the form knows";
  const auto closed = distrust_issuer(workspace(), behram_, foreign_did(), "the key was lost");
  ASSERT_TRUE(closed.ok());
  EXPECT_EQ(*closed, std::vector<std::string>{paper});
  EXPECT_FALSE(is_in_force(paper));
  expect_refused(filling(text), "issuer-not-trusted");
  EXPECT_EQ(distrust_issuer(workspace(), behram_, foreign_did(), "again").error().code,
            ErrorCode::kNotFound);
}

TEST_F(CredentialsTest, AnotherIssuersListIsKeptAndHeldAgainstWhatRestsOnIt) {
  trust_foreign();
  const std::string text = foreign(foreign_badge());
  const std::string paper = recorded(text);
  const auto first = take_revocations(workspace(), behram_, foreign_list({4'710}));
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_TRUE(first->closed.empty());
  EXPECT_TRUE(is_in_force(paper));
  const std::string older = foreign_list({});
  clock_.advance_ms(2'000);
  const std::string cleared = foreign_list({});
  clock_.advance_ms(2'000);
  const auto second = take_revocations(workspace(), behram_, foreign_list({4'711}));
  ASSERT_TRUE(second.ok()) << second.error().message;
  EXPECT_EQ(second->closed, std::vector<std::string>{paper});
  EXPECT_FALSE(is_in_force(paper));
  EXPECT_EQ(take_revocations(workspace(), behram_, older).error().code, ErrorCode::kConflict)
      << "an older list does not clear what a later one revoked";
  expect_refused(filling(text), "not-valid");
  CredentialFilling with_old_list = filling(text);
  with_old_list.revocations = cleared;
  expect_refused(with_old_list, "not-valid");
  std::string altered = foreign_list({4'711});
  altered.replace(altered.find("\"validFrom\":\"2"), 14, "\"validFrom\":\"1");
  EXPECT_EQ(take_revocations(workspace(), behram_, altered).error().code, ErrorCode::kInvalid);
}

TEST_F(CredentialsTest, ACertificateThatHasEndedOrNotBegunDoesNotCount) {
  trust_foreign();
  credential::Badge later = foreign_badge();
  later.valid_from = Timestamp{clock_.now().unix_ms + kDayMs};
  expect_refused(filling(foreign(later)), "not-valid");
  credential::Badge endless = foreign_badge();
  endless.valid_until.reset();
  EXPECT_EQ(fill_from_credential(workspace(), amal_, filling(foreign(endless))).error().code,
            ErrorCode::kInvalid);
  const std::string text = foreign(foreign_badge());
  clock_.advance_ms(100 * kDayMs);
  expect_refused(filling(text), "not-valid");
}

}  // namespace
}  // namespace sanad::service
