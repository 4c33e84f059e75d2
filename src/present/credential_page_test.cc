#include "present/credential_page.h"

#include <gtest/gtest.h>

#include "credential/badge.h"
#include "credential/compact.h"
#include "credential/encodings.h"
#include "credential/proof.h"
#include "qr.h"

namespace sanad::present {
namespace {

constexpr Timestamp kCertified{1'780'000'000'000};

credential::Badge sample_badge() {
  credential::Badge made;
  made.id = "urn:uuid:4a2f6a9e-6f0e-4d6e-9a35-1c7d1a2b3c4d";
  made.issuer =
      credential::format_did(crypto::SigningKey::from_seed(Bytes(32, 1)).value().public_key());
  made.issuer_name = "Tirazan Cyber Academy";
  made.holder = "Amal <Mirani>";
  made.achievement = "urn:uuid:7f3b1c2d-0a1b-4c3d-8e4f-5a6b7c8d9e0f";
  made.name = "Capture of web pages";
  made.description = "Captures of public pages.";
  made.criteria = "Three exercises were solved.";
  made.skills = {{"capture", "Capture"}};
  made.evidence = {{"bundle.zip", std::string(64, 'a')}};
  made.valid_from = kCertified;
  made.valid_until = Timestamp{kCertified.unix_ms + 1'000};
  return made;
}
json::Value signed_badge(const credential::Badge& of) {
  return credential::with_proof(credential::format_badge(of).value(),
                                crypto::SigningKey::from_seed(Bytes(32, 1)).value(), kCertified);
}
bool shows(const std::string& page, std::string_view text) {
  return page.find(text) != std::string::npos;
}

TEST(CredentialPage, SaysWhatIsCertifiedAndWhatOnlyTheIssuerCanTell) {
  const json::Value credential = signed_badge(sample_badge());
  const std::string page = credential_html(credential, "en").value();
  for (const char* text : {"Certificate of competency", "Amal &lt;Mirani&gt;", "Competent in",
                           "Three exercises were solved.", "did:key:z6Mk", "bundle.zip",
                           "newest list of revocations", "aria-label=\"QR code"})
    EXPECT_TRUE(shows(page, text)) << text;
  EXPECT_FALSE(shows(page, "attendance"));
  const std::string code = qr_svg(credential::format_compact(json::format_canonical(credential)),
                                  "QR code that holds the whole certificate")
                               .value();
  EXPECT_TRUE(shows(page, code)) << "the code holds the whole certificate";
  EXPECT_EQ(page, credential_html(credential, "en").value());
  const std::string urdu = credential_html(credential, "ur").value();
  EXPECT_TRUE(shows(urdu, "dir=\"rtl\""));
  EXPECT_TRUE(shows(urdu, "اہلیت کا سرٹیفکیٹ"));
}

TEST(CredentialPage, AttendanceIsStatedAsSuchInBothLanguages) {
  credential::Badge attended = sample_badge();
  attended.achieved = credential::Achieved::kAttendance;
  attended.skills.clear();
  const json::Value credential = signed_badge(attended);
  const std::string page = credential_html(credential, "en").value();
  EXPECT_TRUE(shows(page, "Certificate of attendance"));
  EXPECT_TRUE(shows(page, "no competence was tested, and none is certified"));
  EXPECT_FALSE(shows(page, "Certificate of competency"));
  EXPECT_TRUE(shows(credential_html(credential, "ur").value(), "حاضری کا سرٹیفکیٹ"));
}

TEST(CredentialPage, WhatIsNoCertificateHasNone) {
  EXPECT_EQ(credential_html(json::Object{}, "en").error().code, ErrorCode::kInvalid);
}

TEST(Qr, ATextThatIsTooLongIsRefused) {
  EXPECT_TRUE(qr_svg(std::string(credential::kMaxCompactCharacters, 'A'), "x").ok());
  EXPECT_EQ(qr_svg(std::string(credential::kMaxCompactCharacters + 1, 'A'), "x").error().code,
            ErrorCode::kLimit);
}

}  // namespace
}  // namespace sanad::present
